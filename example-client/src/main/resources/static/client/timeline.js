// What happened, the newest on top.
import { clockTime, element } from '/shared/dom.js';

const KEPT = 200;
const TONES = {
  mutate: 'accent', sent: 'plain', ack: 'good', delta: 'good', conflict: 'clash', rollback: 'bad', rejected: 'bad', withdrawn: 'bad',
  connection: 'plain', problem: 'bad',
};

export class Timeline {
  #list;
  #live;
  #last = 0;
  #watching = false;

  /** `live` hears of each entry that happens while the page is open. */
  constructor(list, live) {
    this.#list = list;
    this.#live = live;
  }

  /** From now on, what comes has just happened. */
  watch() {
    this.#watching = true;
  }

  add({ id, at, note }) {
    if (id <= this.#last) {
      return;
    }
    this.#last = id;
    const details = element('div', { class: 'details' },
      ...note.details.map((line) => element(note.kind === 'rejected' || note.kind === 'withdrawn' ? 'span' : 'code', { class: 'code' }, line)));
    this.#list.prepend(element('li', { 'data-kind': note.kind, 'data-id': id, class: this.#watching ? 'new' : null },
      element('span', { class: 'tag', 'data-tone': TONES[note.kind] }, note.kind),
      element('span', { class: 'text' }, note.text),
      element('time', { datetime: at }, clockTime(at)),
      ...(note.details.length > 0 ? [details] : [])));
    while (this.#list.children.length > KEPT) {
      this.#list.lastChild.remove();
    }
    if (this.#watching) {
      this.#live(note);
    }
  }
}
