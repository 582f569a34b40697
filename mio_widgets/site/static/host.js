// @ts-check
/**
 * Shows anywidgets in a page without a kernel: gives each module the model that its traits were saved as.
 *
 * @typedef {(...args: any[]) => void} Listener
 */

/** The part of anywidget's model that a widget may use. @param {Record<string, any>} traits */
function modelOf(traits) {
  /** @type {Map<string, Set<Listener>>} */
  const listeners = new Map();
  /** @param {string} event @param {...any} args */
  const tell = (event, ...args) => listeners.get(event)?.forEach((listener) => listener(...args));
  return {
    /** @param {string} name */
    get: (name) => traits[name],
    /** @param {string} name @param {any} value */
    set(name, value) {
      traits[name] = value;
      tell(`change:${name}`, this, value);
      tell("change", this);
    },
    save_changes() {},
    send() {},
    /** @param {string} event @param {Listener} listener */
    on(event, listener) {
      listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
    },
    /** @param {string} [event] @param {Listener} [listener] */
    off(event, listener) {
      if (!event) listeners.clear();
      else if (!listener) listeners.delete(event);
      else listeners.get(event)?.delete(listener);
    },
  };
}

/** @param {HTMLElement} place */
async function mount(place) {
  const traits = JSON.parse(place.querySelector("script")?.textContent ?? "{}");
  const url = new URL(String(place.dataset.module), document.baseURI);
  const { default: widget } = await import(url.href);
  const { initialize, render } = typeof widget === "function" ? await widget() : widget;
  const model = modelOf(traits);
  const signal = new AbortController().signal;
  await initialize?.({ model, signal });
  const el = document.createElement("div");
  await render({ model, el, signal });
  place.replaceChildren(el);
}

/** One after the other, in reading order, so that the first exercise can be used while the others are drawn. */
async function mountAll() {
  for (const place of document.querySelectorAll(".book-widget")) {
    try {
      await mount(/** @type {HTMLElement} */ (place));
    } catch (error) {
      place.querySelector(".book-broken")?.removeAttribute("hidden");
      console.error(error);
    }
    await new Promise((resume) => setTimeout(resume));
  }
}
mountAll();
