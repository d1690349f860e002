// The page of the server. It listens where the clients listen, at the channel's topic, over the same endpoint.
import { ask, byId, clockTime, element, reconcile } from '/shared/dom.js';
import { Client } from '/webjars/stomp__stompjs/esm6/index.js';

const CHANNEL = 'board';
const SHOWN = 100; // deltas

let head = 0;

/** Runs `load` once more when it was asked for while it ran, and never twice at once. */
function coalesced(load) {
  let running = false;
  let again = false;
  return async () => {
    again = true;
    if (running) {
      return;
    }
    running = true;
    while (again) {
      again = false;
      await load();
    }
    running = false;
  };
}

// ---------------------------------------------------------------- the log

function logRow(delta) {
  const author = delta.origin ? `${delta.origin.clientId}, #${delta.origin.clientSeq}` : 'the server itself';
  const lines = Object.entries(delta.patches).flatMap(([atom, patches]) => patches.map((patch) => patchLine(atom, patch)));
  return element('li', {},
    element('span', { class: 'number' }, String(delta.serverSeq)),
    element('span', { class: 'text' }, author),
    element('time', { datetime: delta.stamp }, clockTime(delta.stamp)),
    element('div', { class: 'patches' }, ...lines.map((line) => element('code', { class: 'code' }, line))));
}

function patchLine(atom, { op, path, from, value }) {
  const source = from === undefined ? '' : `${atom}${from} → `;
  return `${op} ${source}${atom}${path}${value === undefined ? '' : `  ${JSON.stringify(value)}`}`;
}

function append(delta) {
  if (delta.serverSeq <= head) {
    return;
  }
  if (delta.serverSeq > head + 1) {
    loadLog(); // some were missed
    return;
  }
  head = delta.serverSeq;
  const row = logRow(delta);
  row.classList.add('new');
  byId('log').prepend(row);
  while (byId('log').children.length > SHOWN) {
    byId('log').lastChild.remove();
  }
  showHead();
}

function showHead() {
  byId('head').textContent = `delta ${head}`;
  byId('log-empty').hidden = head > 0;
}

const loadLog = coalesced(async () => {
  const deltas = await ask('GET', `/log?last=${SHOWN}`);
  if (deltas) {
    head = deltas.length > 0 ? deltas[deltas.length - 1].serverSeq : 0;
    byId('log').replaceChildren(...deltas.reverse().map(logRow));
    showHead();
  }
});

// ------------------------------------------------- the state and the clients

const loadState = coalesced(async () => {
  const answer = await ask('GET', '/state');
  if (answer) {
    const items = answer.state.tasks?.items ?? [];
    byId('epoch').textContent = `epoch ${answer.epoch.slice(0, 8)}`;
    reconcile(byId('board'), items, (item) => item.id,
      () => element('li', {}, element('span', { class: 'text' }), element('span', { class: 'tag', 'data-tone': 'plain' }, 'locked')),
      (row, item) => {
        row.firstChild.textContent = item.title;
        row.firstChild.classList.toggle('done', Boolean(item.done));
        row.lastChild.hidden = !item.locked;
      });
    byId('board-empty').hidden = items.length > 0;
  }
});

const loadClients = coalesced(async () => {
  const clients = await ask('GET', '/clients');
  if (clients) {
    reconcile(byId('clients'), clients, (client) => client.clientId, clientRow, showClient);
    byId('clients-empty').hidden = clients.length > 0;
  }
});

function clientRow({ clientId }) {
  const readOnly = element('button', { type: 'button', class: 'switch', role: 'switch', 'aria-label': `${clientId} may only read` },
    element('span', { class: 'knob', 'aria-hidden': 'true' }), element('strong', {}, 'read only'));
  readOnly.addEventListener('click', () => {
    const on = readOnly.getAttribute('aria-checked') !== 'true';
    ask('PUT', `/clients/${encodeURIComponent(clientId)}/read-only?on=${on}`);
  });
  return element('li', { class: 'client' },
    element('span', { class: 'name' }, clientId),
    element('span', {}, element('span', { class: 'tag' })),
    element('span', { class: 'decided' }),
    element('span', { class: 'lag' }),
    readOnly);
}

function showClient(row, client) {
  const [, presence, decided, lag, readOnly] = row.children;
  presence.firstChild.textContent = client.connected === null ? 'not seen yet' : client.connected ? 'connected' : 'away';
  presence.firstChild.dataset.tone = client.connected ? 'good' : 'plain';
  decided.textContent = `${client.accepted} accepted, ${client.rejected} rejected`;
  lag.textContent = client.lag === null ? 'behind by an unknown number'
    : client.lag === 0 ? 'nothing missing' : `${client.lag} ${client.lag === 1 ? 'delta' : 'deltas'} behind`;
  readOnly.setAttribute('aria-checked', String(client.readOnly));
}

// ------------------------------------------------------------ the live line

function connection(text, tone) {
  byId('connection').textContent = text;
  byId('connection').dataset.tone = tone;
}

const stomp = new Client({
  brokerURL: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/zenquery`,
  reconnectDelay: 1000,
  onConnect: async () => {
    stomp.subscribe(`/topic/zenquery.${CHANNEL}`, (frame) => {
      // A body is a message, or an array of several.
      const deltas = [JSON.parse(frame.body)].flat().filter((message) => message.type === 'delta');
      deltas.forEach(append);
      if (deltas.length > 0) {
        loadState();
        loadClients();
      }
    });
    stomp.subscribe('/topic/board-clients', loadClients);
    // What was said before there was somebody to hear it.
    await Promise.all([loadLog(), loadState(), loadClients()]);
    connection('live', 'good');
    document.body.dataset.ready = 'true';
  },
  onWebSocketClose: () => connection('connecting', 'pending'),
});
stomp.activate();
