// The little that both pages need. Every text goes into the page as text, never as HTML.

/** The element of that id. */
export const byId = (id) => document.getElementById(id);

/** A new element with attributes, and with children that are elements or texts. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...children); // strings become text nodes
  return made;
}

/** Asks the server; what it refuses is shown, and then null is returned. */
export async function ask(method, address, body) {
  try {
    const answer = await fetch(address, {
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) {
      toast(problem(answer, text));
      return null;
    }
    return text === '' ? {} : JSON.parse(text);
  } catch (failure) {
    toast(`${method} ${address}: ${failure.message}. Is the process running?`);
    return null;
  }
}

function problem(answer, text) {
  try {
    const { title, detail } = JSON.parse(text);
    return detail ?? title ?? `the answer was ${answer.status}`;
  } catch {
    return `the answer was ${answer.status}`;
  }
}

let fading;

/** Shows a problem for a while. The page has an element of id toast with role alert. */
export function toast(text) {
  const shown = byId('toast');
  shown.textContent = text;
  shown.hidden = false;
  clearTimeout(fading);
  fading = setTimeout(() => { shown.hidden = true; }, 6000);
}

/** Makes the children of `list` those of `items`, in order: by `key`, reusing the elements that are there. What has the focus keeps it. */
export function reconcile(list, items, key, make, update) {
  const focused = list.contains(document.activeElement) ? document.activeElement : null;
  const present = new Map([...list.children].map((child) => [child.dataset.key, child]));
  let previous = null;
  for (const item of items) {
    const name = String(key(item));
    let child = present.get(name);
    if (child) {
      present.delete(name);
    } else {
      child = make(item);
      child.dataset.key = name;
    }
    update(child, item);
    const next = previous ? previous.nextSibling : list.firstChild;
    if (next !== child) {
      list.insertBefore(child, next);
    }
    previous = child;
  }
  present.forEach((child) => child.remove());
  if (focused && focused !== document.activeElement && list.contains(focused)) {
    focused.focus(); // it lost it as its row was moved
  }
}

/** The time of day of an instant. */
export const clockTime = (instant) => new Date(instant).toLocaleTimeString('en-GB');
