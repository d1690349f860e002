// The board as this client sees it. A conflict flashes; what is rolled back is struck through for a moment, also when its task has gone.
import { ask, byId, element, reconcile } from '/shared/dom.js';

const SHOWN = 2600; // ms for which a conflict or a rollback is seen
const REMEMBERED = 500;
const ICONS = { up: 'M12 19V5M5 12l7-7 7 7', down: 'M12 5v14M5 12l7 7 7-7', remove: 'M6 6l12 12M18 6L6 18' };

export class Board {
  #list;
  #items = []; // as last shown
  #gone = new Map(); // task → { item, index }, for those that were shown before: the state may come before the entry that says why
  #pending = new Map(); // task → numbers of mutations
  #ghosts = new Map(); // task → { item, index }
  #struck = new Map(); // task → the title that was taken back
  #clashing = new Set(); // tasks with a conflict a moment ago
  #drawing = false; // then a field that loses the focus has been moved, not left
  #last = null;

  constructor(list) {
    this.#list = list;
  }

  show(state) {
    this.#last = state;
    const items = state.view?.items ?? [];
    const before = this.#pending;
    this.#pending = new Map();
    for (const mutation of state.pending) {
      if (mutation.task !== null) {
        this.#pending.set(mutation.task, [...(this.#pending.get(mutation.task) ?? []), mutation.clientSeq]);
      }
    }
    for (const item of items) {
      this.#ghosts.delete(item.id);
    }
    this.#draw(items);
    const failed = new Set(state.failed.map((mutation) => mutation.clientSeq));
    for (const item of items) {
      if (before.has(item.id) && !this.#pending.has(item.id) && !before.get(item.id).some((number) => failed.has(number))) {
        this.#flash(item.id, 'settled');
      }
    }
    this.#items.forEach((item, index) => {
      this.#gone.delete(item.id); // the last to go is the last in the map
      this.#gone.set(item.id, { item, index });
    });
    for (const task of this.#gone.keys()) {
      if (this.#gone.size <= REMEMBERED) {
        break;
      }
      this.#gone.delete(task);
    }
    this.#items = items;
    byId('board-empty').hidden = items.length > 0 || state.view !== null;
  }

  /** An entry of the timeline that has just happened: what is to be seen of it is shown. */
  tell({ kind, task, details }) {
    if (task === null) {
      return;
    }
    if (kind === 'conflict') {
      this.#clashing.add(task);
      this.#draw(this.#last.view?.items ?? []);
      this.#flash(task, 'clash');
      setTimeout(() => this.#forget(task), SHOWN);
    } else if (kind === 'rejected' || kind === 'withdrawn') {
      this.#rollBack(task, details[0]);
    }
  }

  #rollBack(task, what) {
    const index = this.#items.findIndex((item) => item.id === task);
    const ghost = index >= 0 ? { item: this.#items[index], index } : this.#gone.get(task);
    if (ghost) {
      this.#struck.set(task, what);
      this.#ghosts.set(task, ghost);
      setTimeout(() => this.#forget(task), SHOWN);
      this.#draw(this.#last?.view?.items ?? []);
      this.#flash(task, 'rolled-back');
    }
  }

  #forget(task) {
    this.#struck.delete(task);
    this.#ghosts.delete(task);
    this.#clashing.delete(task);
    this.#draw(this.#last?.view?.items ?? []);
  }

  #draw(items) {
    const rows = items.map((item, index) => ({ item, index, last: items.length - 1, ghost: false }));
    for (const [task, { item, index }] of this.#ghosts) {
      if (!items.some((present) => present.id === task)) {
        rows.splice(Math.min(index, rows.length), 0, { item, index, last: 0, ghost: true });
      }
    }
    const places = new Map([...this.#list.children].map((row) => [row, row.offsetTop]));
    this.#drawing = true;
    reconcile(this.#list, rows, ({ item }) => item.id, ({ item }) => this.#make(item.id), (row, what) => this.#update(row, what));
    this.#drawing = false;
    this.#glide(places);
  }

  #make(id) {
    const done = element('input', { type: 'checkbox' });
    done.addEventListener('change', () => ask('POST', `/tasks/${encodeURIComponent(id)}/toggle`).then(() => this.#draw(this.#last.view.items)));
    const title = element('button', { type: 'button', class: 'title' });
    title.addEventListener('click', () => this.#edit(id, title));
    const tools = element('span', { class: 'tools' },
      this.#tool('up', () => this.#move(id, -1)),
      this.#tool('down', () => this.#move(id, 1)),
      this.#tool('remove', () => ask('DELETE', `/tasks/${encodeURIComponent(id)}`)));
    return element('li', { class: 'task', 'data-id': id }, done, title, tools, element('span', { class: 'below' }));
  }

  #tool(name, action) {
    const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    icon.setAttribute('viewBox', '0 0 24 24');
    icon.setAttribute('aria-hidden', 'true');
    icon.append(document.createElementNS('http://www.w3.org/2000/svg', 'path'));
    icon.firstChild.setAttribute('d', ICONS[name]);
    const button = element('button', { type: 'button', class: name }, icon);
    button.addEventListener('click', action);
    return button;
  }

  #update(row, { item, index, last, ghost }) {
    const numbers = ghost ? [] : this.#pending.get(item.id) ?? [];
    row.classList.toggle('pending', numbers.length > 0);
    row.classList.toggle('done', Boolean(item.done));
    row.classList.toggle('ghost', ghost);
    row.inert = ghost;
    const done = row.querySelector('input[type="checkbox"]');
    done.checked = Boolean(item.done);
    done.setAttribute('aria-label', `“${item.title}” is done`);
    const title = row.querySelector('.title');
    title.textContent = item.title;
    title.setAttribute('aria-label', `Rename “${item.title}”`);
    const [up, down, remove] = row.querySelectorAll('.tools button');
    up.setAttribute('aria-label', `Move “${item.title}” up`);
    up.disabled = index === 0;
    down.setAttribute('aria-label', `Move “${item.title}” down`);
    down.disabled = index === last;
    remove.setAttribute('aria-label', `Remove “${item.title}”`);
    const notes = [];
    if (item.locked) {
      notes.push(element('span', { class: 'tag', 'data-tone': 'plain' }, 'locked by the server'));
    }
    if (numbers.length > 0) {
      notes.push(element('span', { class: 'tag', 'data-tone': 'pending' }, `pending ${numbers.map((number) => `#${number}`).join(' ')}`));
    }
    if (this.#clashing.has(item.id)) {
      notes.push(element('span', { class: 'tag', 'data-tone': 'clash' }, 'conflict'));
    }
    if (this.#struck.has(item.id)) {
      notes.push(element('span', { class: 'tag', 'data-tone': 'bad' }, 'rolled back'));
      if (!ghost) {
        notes.push(element('del', {}, this.#struck.get(item.id)));
      }
    }
    row.querySelector('.below').replaceChildren(...notes);
  }

  #edit(id, title) {
    const field = element('input', { class: 'field edit', 'aria-label': 'The new title', maxlength: '200' });
    field.value = title.textContent;
    let over = false;
    const end = (save) => {
      if (over) {
        return;
      }
      over = true;
      const focused = document.activeElement === field;
      title.hidden = false;
      field.remove();
      if (focused) {
        title.focus();
      }
      if (save && field.value !== title.textContent) {
        ask('PUT', `/tasks/${encodeURIComponent(id)}/title`, { title: field.value });
      }
    };
    field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === 'Escape') {
        event.preventDefault(); // else the title, focused again, would take it for a click
        end(event.key === 'Enter');
      }
    });
    field.addEventListener('blur', () => {
      if (!this.#drawing) {
        end(true);
      }
    });
    title.hidden = true;
    title.after(field);
    field.select();
  }

  #move(id, by) {
    const index = this.#last.view.items.findIndex((item) => item.id === id);
    ask('POST', `/tasks/${encodeURIComponent(id)}/move`, { index: index + by });
  }

  #row(id) {
    return [...this.#list.children].find((row) => row.dataset.id === id);
  }

  #flash(id, name) {
    const row = this.#row(id);
    if (row) {
      row.classList.remove(name);
      void row.offsetWidth; // so that the animation begins anew
      row.classList.add(name);
      setTimeout(() => row.classList.remove(name), SHOWN);
    }
  }

  /** Rows glide to where they are now. */
  #glide(places) {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      return;
    }
    for (const row of this.#list.children) {
      const way = places.has(row) ? places.get(row) - row.offsetTop : 0;
      if (way !== 0) {
        row.animate([{ transform: `translateY(${way}px)` }, { transform: 'none' }], { duration: 220, easing: 'ease-out' });
      }
    }
  }
}
