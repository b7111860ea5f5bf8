// What the parts of the page have in common. Data becomes text, never markup.

const SVG = 'http://www.w3.org/2000/svg';

export const byId = id => document.getElementById(id);

export function element(tag, className = '', text = '') {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** Leaves alone what is as it should be: no flicker, and nothing for a screen reader to say again. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * The rows of a table, one for each item, found again by its key: what has the focus keeps it. The roles are said aloud because
 * on a narrow screen the table is shown as cards, and would be none for a screen reader.
 */
export class Rows {
  #body;
  #labels;
  #make;
  #rows = new Map();

  constructor(table, make) {
    table.setAttribute('role', 'table');
    table.querySelectorAll('thead, tbody').forEach(group => group.setAttribute('role', 'rowgroup'));
    table.querySelectorAll('tr').forEach(row => row.setAttribute('role', 'row'));
    const heads = [...table.querySelectorAll('thead th')];
    heads.forEach(head => head.setAttribute('role', 'columnheader'));
    this.#labels = heads.map(head => head.textContent);
    this.#body = table.tBodies[0];
    this.#make = make;
  }

  /** `fill(row, item)` gets what `make(cells, item)` has returned for the row of the item. */
  show(items, key, fill) {
    const wanted = new Set(items.map(key));
    for (const [known, { tr }] of this.#rows) {
      if (!wanted.has(known)) {
        tr.remove();
        this.#rows.delete(known);
      }
    }
    items.forEach((item, i) => {
      const known = key(item);
      if (!this.#rows.has(known)) this.#rows.set(known, this.#add(item));
      const { tr, row } = this.#rows.get(known);
      if (this.#body.rows[i] !== tr) this.#body.insertBefore(tr, this.#body.rows[i] ?? null);
      fill(row, item);
    });
  }

  #add(item) {
    const tr = element('tr');
    tr.setAttribute('role', 'row');
    const cells = this.#labels.map((label, i) => {
      const cell = element(i === 0 ? 'th' : 'td');
      cell.setAttribute('role', i === 0 ? 'rowheader' : 'cell');
      if (i === 0) cell.scope = 'row';
      cell.dataset.label = label;
      tr.append(cell);
      return cell;
    });
    return { tr, row: this.#make(cells, item) };
  }
}

/** Adds one line of text for each class name, and returns them. */
export function lines(cell, ...classNames) {
  return classNames.map(name => {
    const line = element('span', `line ${name}`);
    cell.append(line);
    return line;
  });
}

function drawing(className, width, height) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  return svg;
}

/** A bar that is full at 1. */
export function bar(parent) {
  const svg = drawing('bar', 100, 6);
  const rect = document.createElementNS(SVG, 'rect');
  rect.setAttribute('height', '6');
  svg.append(rect);
  parent.append(svg);
  return part => rect.setAttribute('width', String(Math.round(100 * Math.min(1, Math.max(0, part)))));
}

/** A line through the last 60 values. */
export function sparkline(parent) {
  const svg = drawing('sparkline', 59, 20);
  const line = document.createElementNS(SVG, 'polyline');
  svg.append(line);
  parent.append(svg);
  const values = [];
  return value => {
    values.push(value);
    if (values.length > 60) values.shift();
    const top = Math.max(...values, 1e-9);
    const from = 60 - values.length;
    line.setAttribute('points', values.map((v, i) => `${from + i},${(19 - 17 * v / top).toFixed(1)}`).join(' '));
  };
}

export function duration(seconds) {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 100) return `${Math.round(seconds)} s`;
  if (seconds < 6000) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}

export function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (count >= 1000 && unit < units.length - 1) {
    count /= 1000;
    unit++;
  }
  return `${unit && count < 10 ? count.toFixed(1) : Math.round(count)} ${units[unit]}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function either(names, space = ' ') {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(`,${space}`)} or${space}${names.at(-1)}`;
}
