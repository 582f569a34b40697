// @ts-check
/**
 * Shows anywidgets in a page: gives each module the model that its traits were saved as. Where the page has a kernel,
 * what changes is told to it and heard from it; nothing waits for it.
 *
 * @typedef {(...args: any[]) => void} Listener
 */
import { lineOf } from "./line.js";

const line = lineOf();

/** The part of anywidget's model that a widget may use. @param {Record<string, any>} traits @param {string} id */
function modelOf(traits, id) {
  /** @type {Map<string, Set<Listener>>} */
  const listeners = new Map();
  /** @param {string} event @param {...any} args */
  const tell = (event, ...args) => listeners.get(event)?.forEach((listener) => listener(...args));
  /** What was set since the last `save_changes`. @type {Record<string, any>} */
  let changed = {};
  const model = {
    /** @param {string} name */
    get: (name) => traits[name],
    /** @param {string} name @param {any} value */
    set(name, value) {
      traits[name] = value;
      changed[name] = value;
      tell(`change:${name}`, this, value);
      tell("change", this);
    },
    save_changes() {
      line?.tell(id, changed);
      changed = {};
    },
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
  line?.models.set(id, (news) => {
    for (const [name, value] of Object.entries(news)) {
      traits[name] = value;
      tell(`change:${name}`, model, value);
    }
    tell("change", model);
  });
  return model;
}

/** @param {HTMLElement} place */
async function mount(place) {
  const traits = JSON.parse(place.querySelector("script")?.textContent ?? "{}");
  const url = new URL(String(place.dataset.module), document.baseURI);
  const { default: widget } = await import(url.href);
  const { initialize, render } = typeof widget === "function" ? await widget() : widget;
  const model = modelOf(traits, place.dataset.model ?? "");
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
