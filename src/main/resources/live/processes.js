// Dev mode: the PostgreSQL servers themselves, and buttons that break them.

import { byId, element, Rows, setText } from './dom.js';

// Those of a pair take turns on one button.
const BUTTONS = [['start'], ['stop'], ['kill'], ['freeze', 'thaw'], ['pause-replay', 'resume-replay'],
  ['delay-replay', 'end-delay'], ['promote']];

const TITLE = {
  start: 'A former primary comes back as a standby',
  stop: 'In order: connections break',
  kill: 'As in a crash',
  freeze: 'It accepts connections, and nothing answers',
  thaw: 'It goes on where it was',
  'pause-replay': 'It shows nothing new',
  'resume-replay': 'It shows what it has received',
  'delay-replay': 'It shows everything 15 seconds later',
  'end-delay': 'It shows what it has received',
  promote: 'It becomes the primary, and the others follow it',
};

const rows = new Rows(byId('processes'), ([name, is, act], server) => {
  name.append(element('span', 'line strong', server.name), element('span', 'line small code', `port ${server.port}`));
  const group = element('div', 'buttons');
  const buttons = BUTTONS.map(words => ({ words, button: element('button') }));
  buttons.forEach(({ button }) => {
    button.type = 'button';
    button.addEventListener('click', () => press(button, server.name));
    group.append(button);
  });
  act.append(group);
  return { is, buttons };
});

export function showProcesses(status) {
  const servers = status.processes ?? [];
  byId('dev').hidden = servers.length === 0;
  rows.show(servers, server => server.name, (row, server) => {
    const can = server.can.split(' ');
    setText(row.is, server.condition + (server.doing ? ` (${server.doing} …)` : ''));
    row.buttons.forEach(({ words, button }) => label(button, words.find(word => can.includes(word)) ?? words[0], server));
    // A button that has the focus keeps it, so none is disabled as HTML would have it.
    row.buttons.forEach(({ words, button }) => button.setAttribute('aria-disabled',
      String(server.doing !== '' || !words.some(word => can.includes(word)))));
  });
}

function label(button, word, server) {
  button.dataset.action = word;
  const text = word[0].toUpperCase() + word.slice(1).replace('-', ' ');
  setText(button, text);
  button.title = TITLE[word];
  button.setAttribute('aria-label', `${text} ${server.name}`);
}

async function press(button, server) {
  if (button.getAttribute('aria-disabled') === 'true') return;
  const failed = byId('failed');
  failed.textContent = '';
  try {
    const answer = await fetch(new URL(`${server}/${button.dataset.action}`, import.meta.url), { method: 'POST' });
    if (!answer.ok) failed.textContent = (await answer.json()).detail;
  } catch {
    failed.textContent = 'The service does not answer';
  }
}
