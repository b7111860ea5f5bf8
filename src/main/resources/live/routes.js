// What a read would do now, what calls did, and what happened to servers.

import { bar, byId, either, element, lines, Rows, setText } from './dom.js';
import { showState } from './servers.js';

const LONGEST = 4; // A rate is that of the last three seconds.
const seen = [];

function why(cell) {
  const [words, reason] = lines(cell, '', 'small code');
  return { words, reason };
}

const reads = new Rows(byId('reads'), ([asks, to, because], read) => {
  asks.append(element('span', read.asks.includes('token') ? '' : 'code', read.asks));
  return { to: lines(to, 'names')[0], ...why(because) };
});

const routes = new Rows(byId('routes'), ([server, because, rate, count], route) => {
  server.append(element('span', 'name', route.server));
  const { words, reason } = why(because);
  words.textContent = route.words;
  reason.textContent = route.reason;
  const [perSecond] = lines(rate, 'number');
  return { perSecond, draw: bar(rate), count: lines(count, 'number')[0] };
});

const changes = new Rows(byId('changes'), ([when, server, change, because], item) => {
  when.append(element('time', '', new Date(item.at).toLocaleTimeString()));
  when.firstChild.dateTime = item.at;
  server.append(element('span', 'name', item.server));
  const is = element('span', 'badge');
  showState(is, item.is);
  const step = element('span', '', `${item.was} → `);
  step.append(is);
  change.append(step);
  because.append(element('span', '', item.why));
  if (!item.why) because.classList.add('empty');
  return {};
});

export function showReads(status) {
  const down = status.servers.filter(server => !server.inUse).map(server => server.name);
  reads.show(status.reads, read => read.asks, (row, read) => {
    const but = read.among.every(name => down.includes(name)) ? ',\nwhich is down' : read.waits ? ',\nonce it has that' : '';
    setText(row.to, either(read.among, '\n') + but);
    setText(row.words, read.words);
    setText(row.reason, read.reason);
  });
}

const keyOf = route => `${route.server} ${route.reason}`;

export function showRoutes(status) {
  const counts = new Map(status.routes.map(route => [keyOf(route), route.count]));
  seen.push({ at: Date.parse(status.at), counts });
  if (seen.length > LONGEST) seen.shift();
  const items = status.routes
    .filter(route => route.count > 0)
    .map(route => ({ ...route, rate: rate(route) }))
    .sort((a, b) => keyOf(a).localeCompare(keyOf(b)));
  const most = Math.max(1, ...items.map(route => route.rate));
  routes.show(items, keyOf, (row, route) => {
    setText(row.perSecond, route.rate.toFixed(1));
    row.draw(route.rate / most);
    setText(row.count, route.count.toLocaleString('en'));
  });
  const sum = test => items.filter(test).reduce((total, route) => total + route.rate, 0).toFixed(1);
  setText(byId('totals'), `${sum(route => route.reason !== 'write')} reads and ${
    sum(route => route.reason === 'write')} writes each second; ${
    sum(route => route.fallback)} of the reads on the primary for want of a replica`);
}

/** A service that was started anew counts from 0 again. */
function rate(route) {
  const [first] = seen;
  const last = seen.at(-1);
  const more = route.count - (first.counts.get(keyOf(route)) ?? 0);
  return last.at > first.at && more > 0 ? more / ((last.at - first.at) / 1000) : 0;
}

export function showChanges(status) {
  changes.show(status.changes, change => `${change.at} ${change.server} ${change.is}`, () => {});
}

let newest = null;

/** Said aloud by a screen reader: what has changed since the last time, and nothing else. */
export function announce(status) {
  const [last] = status.changes;
  const known = newest;
  newest = last?.at ?? '';
  if (known === null || newest === known) return;
  const news = status.changes.filter(change => change.at > known).reverse()
    .map(change => `${change.server} is ${change.is} now${change.why ? ` (${change.why})` : ''}`);
  setText(byId('news'), news.join('. '));
}
