// @ts-check
/**
 * What a phone shows of a room's state, and in which words. Text enters as text nodes only.
 *
 * @typedef {{id: string, lang: string, name: string, short: string, shape: string}} Label
 * @typedef {{label: string | null, sureness: string | null}} Own
 * @typedef {{code: string, version: number, phase: string, question: string, lang: string, labels: Label[], at: number, of: number, round: number,
 *   item: {id: string, lang: string, speaker: string, context: string, text: string}, until: string, own: Record<string, Own>,
 *   reveal: {key: string, reason: string, argued: {label: string, text: string}[], own_reason: string | null} | null,
 *   card: {items: number, agreed: number, argued: number, moved: number} | null}} State
 */
/** @type {Record<string, string>} */
const WORDS = /** WORDS */ {};
const locale = document.documentElement.lang;
const plural = new Intl.PluralRules(locale);

/** @param {string} key @param {Record<string, string | number>} [values] */
export function say(key, values = {}) {
  const text = WORDS[`${key}.${plural.select(/** @type {number} */ (values.n))}`] ?? WORDS[key] ?? WORDS[`${key}.other`];
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
/** What is kept, and until when. @param {State} state */
export const kept = ({ until }) => say("live.phone.kept", { day: new Date(until).toLocaleDateString(locale, { dateStyle: "long", timeZone: "UTC" }) });

/** @param {string} tag @param {Record<string, any>} attributes @param {...(Node | string | null | false | undefined)} children */
function h(tag, attributes, ...children) {
  const element = /svg|path/.test(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter(Boolean)));
  return element;
}
/** @type {Record<string, string>} */
const SHAPES = {
  circle: "M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0Z", square: "M2 2h12v12H2Z", diamond: "M8 .8 15.2 8 8 15.2.8 8Z",
  ring: "M13.2 8A5.2 5.2 0 1 1 2.8 8a5.2 5.2 0 0 1 10.4 0Z", triangle: "M8 1.5 15 14.2H1Z",
};
/** @param {Label} label */
const shape = (label) => h("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" },
  h("path", { d: SHAPES[label.shape], class: label.shape === "ring" && "hollow" }));
/** @param {State} state @param {string | null | undefined} id */
const named = ({ labels }, id) => labels.find((label) => label.id === id);

/** What to do now, or what became of the vote. @param {State} state @param {Own | undefined} own @param {boolean} sending */
export function told(state, own, sending) {
  const { phase, round } = state;
  if (phase === "closed" && round === 1) return say("live.phone.discuss");
  if (phase !== "open") return say(`live.phone.at.${phase}`);
  if (!own) return say(round === 1 ? "live.phone.vote" : "live.phone.again");
  if (sending) return say("live.phone.sending");
  const label = named(state, own.label);
  return label ? say("live.phone.in", { label: label.short }) : say("live.phone.in.blank");
}
/**
 * The item with its labels, or with its key; at the end the reader's own card.
 * @param {State} state @param {(label: string | null) => void} choose @param {(sureness: string) => void} grade
 */
export function view(state, choose, grade) {
  const { phase, item, labels, question, lang, round, reveal } = state;
  const open = phase === "open";
  // While people join, nobody has read the utterance aloud yet.
  if (phase === "lobby") return [];
  const parts = phase === "ended" ? card(state) : [
    h("h2", { tabindex: -1 }, say("live.phone.item", { at: state.at + 1, of: state.of }), round > 0 && ` · ${say("live.phone.round", { round })}`),
    h("figure", { lang: item.lang },
      h("p", { class: "quiet" }, item.context), h("blockquote", {}, item.text), h("figcaption", {}, item.speaker)),
    reveal && verdict(state, reveal),
    round > 0 && !reveal && h("fieldset", {},
      h("legend", { lang }, question),
      ...labels.map((label, i) =>
        h("label", { class: "choice", "data-shape": label.shape },
          h("input", { type: "radio", name: "label", value: label.id, disabled: !open, onchange: () => choose(label.id) }),
          shape(label), h("span", { lang: label.lang }, label.short), open && h("kbd", { "aria-hidden": "true" }, String(i + 1))))),
    open && h("div", { id: "sure", role: "group", "aria-label": say("live.phone.sure"), hidden: true },
      h("p", { "aria-hidden": "true" }, say("live.phone.sure")),
      h("div", { class: "row" }, ...["unsure", "fairly", "sure"].map((level) =>
        h("button", { type: "button", "data-sureness": level, onclick: () => grade(level) }, say(`live.phone.sure.${level}`))))),
    open && h("button", { type: "button", class: "plain", onclick: () => choose(null) }, say("live.phone.blank")),
  ];
  return /** @type {Node[]} */ (parts.filter(Boolean));
}
/** The key, what can be argued as well, and the reader's own label. @param {State} state @param {NonNullable<State["reveal"]>} reveal */
function verdict(state, { key, reason, argued, own_reason }) {
  const last = state.own[2] ?? state.own[1];
  /** @type {[string, string | null | undefined, string | null][]} */
  const lines = [[say("live.phone.key"), key, reason], ...argued.map(({ label, text }) => /** @type {any} */ ([say("live.phone.argued"), label, text])), [say("live.phone.yours"), last?.label, own_reason]];
  return h("div", {}, ...lines.flatMap(([words, id, why]) => {
    const label = named(state, id);
    return label ? [
      h("p", { "data-shape": label.shape }, words, " ", h("span", { class: "tag", lang: label.lang }, shape(label), label.short)),
      why && h("p", { class: "reason", "data-shape": label.shape, lang: state.item.lang }, why),
    ] : [];
  }));
}
/** @param {State} state */
function card({ card }) {
  const { items, agreed, argued, moved } = /** @type {NonNullable<State["card"]>} */ (card);
  return [
    h("h2", { tabindex: -1 }, say("live.phone.card")),
    items > 0 && h("p", {}, agreed ? say("live.phone.card.agreed", { n: agreed }) : say("live.phone.card.agreed.none")),
    argued > 0 && h("p", {}, say("live.phone.card.argued", { n: argued })),
    moved > 0 && h("p", {}, say("live.phone.card.moved", { n: moved })),
    h("p", { class: "quiet" }, say("live.phone.card.practice")),
  ];
}
