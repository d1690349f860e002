// The page of a client. All it knows comes over one stream of server-sent events; all it does is a plain request.
import { ask, byId } from '/shared/dom.js';
import { Board } from './board.js';
import { showConfirmed, showFailed, showQueue } from './panels.js';
import { Timeline } from './timeline.js';

const connections = {
  LIVE: ['live', 'good'],
  RESUMING: ['catching up', 'pending'],
  CONNECTING: ['connecting', 'pending'],
  OFFLINE: ['offline', 'bad'],
  CLOSED: ['closed', 'bad'],
};

const board = new Board(byId('board'));
const timeline = new Timeline(byId('timeline'), (note) => board.tell(note));

function show(state) {
  const [text, tone] = connections[state.connection];
  const connection = byId('connection');
  connection.textContent = text;
  connection.dataset.tone = tone;
  document.title = `${state.clientId} · Task board`;
  byId('name').textContent = state.clientId;
  byId('seq').textContent = `delta ${state.serverSeq}`;
  byId('offline').setAttribute('aria-checked', String(state.connection === 'OFFLINE'));
  byId('rejects').setAttribute('aria-checked', String(state.rejecting));
  byId('latency').value = String(state.latencyMillis);
  board.show(state);
  showQueue(state);
  showConfirmed(state);
  showFailed(state);
  timeline.watch(); // the history comes before the first state
  document.body.dataset.ready = 'true';
}

function disconnected() {
  const connection = byId('connection');
  connection.textContent = 'this page has lost its client';
  connection.dataset.tone = 'bad';
}

byId('offline').addEventListener('click', (event) => {
  ask('POST', event.currentTarget.getAttribute('aria-checked') === 'true' ? '/online' : '/offline');
});
byId('latency').addEventListener('change', (event) => ask('PUT', `/latency?millis=${event.target.value}`));
byId('rejects').addEventListener('click', (event) => {
  ask('PUT', `/server-rejects?on=${event.currentTarget.getAttribute('aria-checked') !== 'true'}`);
});
byId('add').addEventListener('submit', async (event) => {
  event.preventDefault();
  const title = byId('new-title');
  if (await ask('POST', '/tasks', { title: title.value })) {
    title.value = '';
  }
});

// The browser connects again by itself, and says which entry it had last.
const feed = new EventSource('/feed');
feed.addEventListener('entry', (event) => timeline.add(JSON.parse(event.data)));
feed.addEventListener('state', (event) => show(JSON.parse(event.data)));
feed.addEventListener('error', disconnected);
