// What stands beside the board: the queue, the confirmed state, and what was handed back.
import { ask, byId, element, reconcile } from '/shared/dom.js';

export function showQueue({ pending }) {
  reconcile(byId('queue'), pending, (mutation) => mutation.clientSeq,
    (mutation) => element('li', {},
      element('span', { class: 'number' }, `#${mutation.clientSeq}`),
      element('span', { class: 'text' }, mutation.what),
      element('span', { class: 'tag', 'data-tone': 'pending' })),
    (row, mutation) => {
      row.lastChild.textContent = mutation.sent ? 'sent' : 'waiting';
      row.lastChild.dataset.tone = mutation.sent ? 'pending' : 'plain';
    });
  byId('queue-empty').hidden = pending.length > 0;
}

export function showConfirmed({ confirmed }) {
  const items = confirmed?.items ?? [];
  reconcile(byId('confirmed'), items, (item) => item.id,
    () => element('li', {}, element('span', { class: 'text' })),
    (row, item) => {
      row.firstChild.textContent = item.title;
      row.firstChild.classList.toggle('done', Boolean(item.done));
    });
  byId('confirmed-empty').hidden = confirmed !== null;
}

export function showFailed({ failed }) {
  byId('failed-card').hidden = failed.length === 0;
  reconcile(byId('failed'), [...failed].reverse(), (mutation) => mutation.clientSeq, failedRow, () => {});
}

function failedRow({ clientSeq, what, code, message }) {
  const retry = element('button', { type: 'button', class: 'button small', 'aria-label': `Try again: ${what}` }, 'Try again');
  retry.addEventListener('click', () => ask('POST', `/failed/${clientSeq}/retry`));
  const discard = element('button', { type: 'button', class: 'button small', 'aria-label': `Discard: ${what}` }, 'Discard');
  discard.addEventListener('click', () => ask('DELETE', `/failed/${clientSeq}`));
  return element('li', {},
    element('span', { class: 'number' }, `#${clientSeq}`),
    element('span', { class: 'text' }, what),
    element('span', { class: 'why' }, `${message} (${code})`),
    element('span', { class: 'actions' }, retry, discard));
}
