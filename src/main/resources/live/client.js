// Dev mode: a client of the API, to see what a failover is like for one. It sends its latest token, as clients should.

import { byId, setText } from './dom.js';

const USERS = '/users';
const EMAIL = 'live.page@example.com';
const READ_EVERY = 50;
const WRITE_EVERY = 500;

const button = byId('traffic');
let token = null;
let user = null;
let counts = null;

button.addEventListener('click', () => {
  const on = button.getAttribute('aria-pressed') !== 'true';
  button.setAttribute('aria-pressed', String(on));
  if (on) {
    counts = { reads: 0, failedReads: 0, writes: 0, failedWrites: 0, read: '', write: '' };
    repeat(read, READ_EVERY, counts);
    repeat(write, WRITE_EVERY, counts);
  } else {
    counts = null;
  }
});

async function repeat(send, every, mine) {
  while (counts === mine) {
    const next = performance.now() + every;
    await send(mine);
    report(mine);
    await new Promise(then => setTimeout(then, Math.max(0, next - performance.now())));
  }
}

async function call(path, options = {}) {
  const headers = { ...options.headers, ...(token && { 'Consistency-Token': token }) };
  try {
    const answer = await fetch(path, { ...options, headers, cache: 'no-store', signal: AbortSignal.timeout(10000) });
    token = answer.headers.get('Consistency-Token') ?? token;
    return answer;
  } catch {
    return null;
  }
}

const said = answer => answer === null ? 'no answer'
  : answer.headers.get('Served-By')?.replace(';reason=', ', ') ?? String(answer.status);

async function read(mine) {
  const answer = await call(user ?? `${USERS}?limit=1`);
  mine.reads++;
  if (!answer?.ok) mine.failedReads++;
  mine.read = said(answer);
}

async function write(mine) {
  const answer = user ? await patch(mine.writes) : await create();
  mine.writes++;
  if (!answer?.ok) mine.failedWrites++;
  mine.write = said(answer);
}

const patch = visit => call(user, {
  method: 'PATCH',
  headers: { 'Content-Type': 'application/merge-patch+json' },
  body: JSON.stringify({ name: `Visit ${visit}` }),
});

/** The user may be there from the last time. */
async function create() {
  const made = await call(USERS, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: EMAIL }),
  });
  user = made?.headers.get('Location') ?? null;
  if (made?.status !== 409) return made;
  const found = await call(`${USERS}?email=${encodeURIComponent(EMAIL)}`);
  const [first] = found?.ok ? (await found.json()).items : [];
  user = first ? `${USERS}/${first.id}` : null;
  return found;
}

function report(mine) {
  setText(byId('outcome'), `${mine.reads} reads, ${mine.failedReads} failed; the last one: ${mine.read}. `
    + `${mine.writes} writes, ${mine.failedWrites} failed; the last one: ${mine.write || 'under way'}.`);
}
