// The table of servers, and the sentence above it.

import { bar, byId, bytes, duration, either, element, lines, Rows, setText, sparkline } from './dom.js';

const KIND = { up: 'good', unknown: 'so-so', slow: 'so-so', late: 'so-so', full: 'so-so' };
const SIGN = { good: '●', 'so-so': '▲', bad: '■' };

const WORDS = {
  unknown: 'not asked yet',
  up: 'does what it is for',
  slow: 'its reads take much longer than others’',
  late: 'too far behind',
  full: 'takes no more connections',
  banned: 'does not answer',
  failing: 'fails reads that others answer',
  unsuitable: 'cannot answer what the service asks',
  'wrong-role': 'is not what it is configured for',
  foreign: 'is of another cluster',
};

export const kind = state => KIND[state] ?? 'bad';

/** The state as a word, a sign and a colour: never a colour alone. */
export function showState(badge, state) {
  const sign = SIGN[kind(state)];
  if (badge.dataset.state === state) return;
  badge.dataset.state = state;
  badge.className = `badge ${kind(state)}`;
  const mark = element('span', '', sign);
  mark.setAttribute('aria-hidden', 'true');
  badge.replaceChildren(mark, ` ${state}`);
}

const rows = new Rows(byId('servers'), ([name, state, lag, position, share, pools], server) => {
  const placed = server.placed ? `, ${server.placed}` : '';
  name.append(element('span', 'line strong', server.name), element('span', 'line small', server.role + placed));
  const address = element('span', 'line small code');
  name.append(address);
  const badge = element('span', 'badge');
  state.append(badge);
  const [since, why] = lines(state, 'small', 'small');
  const [lagTime, lagBytes] = lines(lag, 'number', 'small');
  const [where] = lines(position, 'code');
  const [shares] = lines(share, 'number');
  const [connections] = lines(pools, 'pools');
  const replica = server.role === 'replica';
  return {
    address, badge, since, why, lagTime, lagBytes, where, shares, connections,
    drawLag: replica ? sparkline(lag) : () => {},
    drawShare: replica ? bar(share) : () => {},
  };
});

export function showServers(status) {
  const now = Date.parse(status.at);
  rows.show(status.servers, server => server.name, (row, server) => {
    setText(row.address, server.address.replaceAll(',', ', '));
    showState(row.badge, server.state);
    setText(row.since, `${WORDS[server.state] ?? ''}, for ${duration(Math.max(0, now - Date.parse(server.since)) / 1000)}`);
    setText(row.why, reason(server));
    const replica = server.role === 'replica';
    setText(row.lagTime, !replica ? '–' : server.lag === null ? 'unknown' : duration(server.lag));
    setText(row.lagBytes, replica ? bytes(server.lagBytes) : '');
    row.drawLag(server.lag ?? 0);
    setText(row.where, server.position ?? 'unknown');
    setText(row.shares, server.share === null ? (replica ? 'none' : '–') : `${Math.round(100 * server.share)} %`);
    row.drawShare(server.share ?? 0);
    setText(row.connections, server.pools.map(pool).join('\n'));
  });
  summarise(status);
}

function reason(server) {
  const left = server.leftAlone === null ? '' : `left alone for ${duration(server.leftAlone)}`;
  return [server.why, left, server.drained ? 'drained: it gets no new reads' : ''].filter(Boolean).join(', ');
}

function pool(of) {
  return `${of.used} of ${of.size} for ${of.for}${of.waiting ? `, ${of.waiting} waiting` : ''}`;
}

function summarise(status) {
  const bad = status.servers.filter(server => server.state !== 'up');
  setText(byId('headline'), bad.length === 0
    ? `All ${status.servers.length} servers are up`
    : bad.map(server => `${server.name} ${server.state === 'wrong-role' ? server.why : `is ${server.state}`}`).join(', '));
  const primary = status.servers.find(server => server.role === 'primary');
  const [read] = status.reads;
  const writes = status.readOnly ? 'Writes get 503: this instance is read-only.'
    : primary.inUse ? 'Writes go to the primary.' : 'Writes get 503 until there is a primary again.';
  setText(byId('summary'), `Reads go to ${either(read.among)}. ${writes}`);
}
