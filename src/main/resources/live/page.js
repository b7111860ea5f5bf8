// Listens to the service, and has each part of the page show what it says.

import { byId, setText } from './dom.js';
import { announce, showChanges, showReads, showRoutes } from './routes.js';
import { showProcesses } from './processes.js';
import { showServers } from './servers.js';
import './client.js';

const EVENTS = new URL('events', import.meta.url);
const SILENCE = 5000;
const RETRY = 2000;

let watchdog;

function show(status) {
  showServers(status);
  showProcesses(status);
  showReads(status);
  showRoutes(status);
  showChanges(status);
  announce(status);
}

function connected(is) {
  const link = byId('link');
  setText(link, is ? 'live' : 'connection lost, trying again');
  link.classList.toggle('lost', !is);
  document.querySelector('main').classList.toggle('stale', !is);
}

function listen() {
  const source = new EventSource(EVENTS);
  source.onmessage = message => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => connected(false), SILENCE);
    connected(true);
    show(JSON.parse(message.data));
  };
  source.onerror = () => {
    connected(false);
    // After an answer that is no stream, such as 503, a browser does not try again by itself.
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, RETRY);
  };
}

listen();
