// @ts-check
/**
 * Small pieces that every exercise draws with. Text enters as text nodes only, never as HTML.
 *
 * @typedef {{id: string, lang?: string, name: string, short: string, shape: string}} Label
 */

/**
 * An element with this attribute keeps JupyterLab's shortcuts out. Without it, arrows would leave the
 * exercise for another cell, and a stray letter would cut, merge or add cells.
 */
const OWN_KEYS = "data-lm-suppress-shortcuts";
const FOCUSABLE = "a,button,input,summary,textarea";

/**
 * An element with attributes (functions become listeners) and children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null | false | undefined)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  if (element.matches(FOCUSABLE)) element.setAttribute(OWN_KEYS, "true");
  element.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child || child === "")));
  return element;
}

/** @param {string} tag @param {Record<string, any>} attributes */
export function svg(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

/** @type {Record<string, () => SVGElement>} */
const SHAPES = {
  circle: () => svg("circle", { cx: 8, cy: 8, r: 6.5 }),
  square: () => svg("rect", { x: 2, y: 2, width: 12, height: 12, rx: 1 }),
  diamond: () => svg("path", { d: "M8 .8 15.2 8 8 15.2.8 8Z" }),
  ring: () => svg("circle", { cx: 8, cy: 8, r: 5.2, class: "mio-hollow" }),
  triangle: () => svg("path", { d: "M8 1.5 15 14.2H1Z" }),
};

/** The label's shape in its colour; its name always stands beside it. @param {{shape: string}} label */
export function shape(label) {
  const drawing = svg("svg", { viewBox: "0 0 16 16", class: "mio-shape", "aria-hidden": "true", "data-shape": label.shape });
  drawing.append((SHAPES[label.shape] ?? SHAPES.circle)());
  return drawing;
}

/** A label as shape and name. @param {Label} label @param {keyof Label} [name] */
export function tag(label, name = "short") {
  return h("span", { class: "mio-tag", "data-shape": label.shape, lang: label.lang }, shape(label), label[name]);
}

/** The text with its evidence phrases marked. @param {string} text @param {string[]} phrases */
export function marked(text, phrases) {
  const fragment = document.createDocumentFragment();
  let from = 0;
  const spans = phrases
    .map((phrase) => ({ start: text.indexOf(phrase), length: phrase.length }))
    .filter(({ start }) => start >= 0)
    .sort((a, b) => a.start - b.start);
  for (const { start, length } of spans) {
    if (start < from) continue;
    fragment.append(text.slice(from, start), h("mark", {}, text.slice(start, start + length)));
    from = start + length;
  }
  fragment.append(text.slice(from));
  return fragment;
}

/** @param {string} name @param {() => void} onclick @param {Record<string, any>} [attributes] */
export function button(name, onclick, attributes = {}) {
  return h("button", { type: "button", class: "mio-button", ...attributes, onclick }, name);
}

/**
 * What each label is for: its name and the question that tests it, to be opened. Made once for an exercise, it stays open
 * from one item to the next.
 * @param {(Label & {test: string})[]} labels @param {Say} say
 */
export function meanings(labels, say) {
  return h("details", { class: "mio-meanings" }, h("summary", {}, say("classify.meanings")),
    h("dl", {}, ...labels.map((label) => h("div", {}, h("dt", {}, tag(label, "name")), h("dd", { lang: label.lang }, label.test)))));
}

/**
 * A button that asks once more before it acts. The question takes the focus, so that it is seen and read before its answers.
 * @param {string} name @param {{ask: string, yes: string, no: string}} words @param {() => void} act
 */
export function askFirst(name, { ask, yes, no }, act) {
  const row = h("div", { class: "mio-row" });
  const first = button(name, () => {
    const question = h("p", {}, ask);
    const refuse = button(no, () => {
      row.replaceChildren(first);
      focusOn(first);
    }, { class: "mio-button mio-plain" });
    const agree = button(yes, () => {
      row.replaceChildren(first);
      act();
    });
    row.replaceChildren(question, agree, refuse);
    focusOn(question);
  }, { class: "mio-button mio-plain" });
  row.append(first);
  return row;
}

/** Moves focus without scrolling a visible element away. @param {HTMLElement | null} element */
export function focusOn(element) {
  if (!element) return;
  if (!element.matches(FOCUSABLE)) {
    element.tabIndex = -1;
    element.setAttribute(OWN_KEYS, "true");
  }
  element.focus({ preventScroll: true });
  const { top } = element.getBoundingClientRect();
  // What lies under the page's header is out of sight.
  const covered = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  if (top < covered || top > innerHeight * 0.6) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    element.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }
}

/**
 * Looks words of the interface up, fills in {placeholders}, and picks the plural form of `n`; `say.locale` is the tag by
 * which to write numbers and dates.
 * @param {Record<string, string>} words
 */
export function speaker(words) {
  /** @param {string} key @param {Record<string, string | number>} [values] */
  function say(key, values = {}) {
    const form = typeof values.n === "number" ? words[`${key}.${plural.select(values.n)}`] ?? words[`${key}.other`] : undefined;
    const text = form ?? words[key];
    if (text === undefined) throw new Error(`No word for "${key}"`);
    return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }
  const locale = say("language.locale");
  const plural = new Intl.PluralRules(locale);
  return Object.assign(say, { locale });
}
/** @typedef {ReturnType<typeof speaker>} Say */

/**
 * The region of an exercise. Its name is content, so it is in the content's language; its parts are in the interface's,
 * where they do not say otherwise. Below them stands whether a native reader has still to read the content.
 * @param {any} model
 * @param {{name: string, id?: string, title: string, lang?: string}} what `id` lets a link lead to the exercise
 * @param {...Element} parts
 */
export function region(model, { name, id, title, lang }, ...parts) {
  const own = model.get("lang");
  const say = speaker(model.get("words"));
  if (model.get("awaiting")) parts.push(h("p", { class: "mio-quiet mio-awaiting" }, say("language.exercise")));
  const element = h("section", { class: `mio mio-${name}`, id: id && `exercise-${id}`, "aria-label": title, lang: lang ?? own }, ...parts);
  for (const part of parts) if (!part.hasAttribute("lang")) part.setAttribute("lang", own);
  return element;
}

/** A note when records could not be saved or read. @param {{trouble: string | null, damaged: number}} store @param {Say} say */
export function storageNote(store, say) {
  const notes = [];
  if (store.trouble) notes.push(say(`store.${store.trouble}`));
  if (store.damaged) notes.push(say("store.damaged", { n: store.damaged }));
  return notes.length > 0 && h("p", { class: "mio-note", role: "note" }, notes.join(" "));
}
