// @ts-check
/** The exercise in which a reader taps the phrases that decide an utterance's label. */
import { button, focusOn, h, marked, meanings, region, speaker, storageNote, tag } from "./dom.js";
import { share } from "./kernel.js";
import { compared, comparison, picker } from "./picker.js";
import { areTexts, openStore } from "./store.js";

/** @param {any} entry */
const isPointing = (entry) => entry.kind === "point" && typeof entry.item === "string" && areTexts(entry.phrases);

/** @param {{model: any, el: HTMLElement, signal?: AbortSignal}} context */
function render({ model, el, signal }) {
  /** @type {{id: string, lang: string, title: string, question: string, labels: (import("./dom.js").Label & {test: string})[], items: any[]}} */
  const deck = model.get("deck");
  const say = speaker(model.get("words"));
  const store = openStore(deck.id, isPointing);
  const labels = new Map(deck.labels.map((label) => [label.id, label]));
  const stage = h("div", { class: "mio-stage" });
  const root = region(model, { name: "point", id: deck.id, title: deck.title, lang: deck.lang }, stage);
  el.append(root);
  const meaning = meanings(deck.labels, say);

  /** The first answer to each item. @returns {Map<string, any>} */
  const answers = () => new Map(store.all().reverse().map((entry) => [entry.item, entry]));
  const shareAnswers = () =>
    share(model, [...answers().values()].map(({ item, phrases, time }) => ({ item, phrases, time })));

  function firstOpen() {
    const given = answers();
    const open = deck.items.findIndex((item) => !given.has(item.id));
    return open < 0 ? deck.items.length : open;
  }
  const saved = store.place?.at;
  let at = Number.isInteger(saved) && saved >= 0 ? Math.min(saved, deck.items.length) : firstOpen();

  /** @param {number} next */
  function go(next) {
    at = next;
    store.place = { at };
    draw();
    focusOn(stage.querySelector("[data-focus]"));
  }

  /** @param {any} item @param {string[]} phrases */
  function answer(item, phrases) {
    store.add({ kind: "point", item: item.id, phrases }, 1);
    shareAnswers();
    draw();
    focusOn(stage.querySelector("[data-focus]"));
  }

  /** @param {string} count */
  const heading = (count) => h("h3", { "data-focus": true }, h("span", { lang: deck.lang }, deck.title), " ", h("span", { class: "mio-count" }, count));

  function drawItem() {
    const item = deck.items[at];
    const given = answers().get(item.id);
    const key = /** @type {import("./dom.js").Label} */ (labels.get(item.key));
    return [
      heading(say("classify.progress", { at: at + 1, of: deck.items.length })),
      h("p", { class: "mio-context", lang: item.lang }, item.context),
      h("p", {}, say("point.key"), " ", tag(key, "name"), ". ", h("strong", {}, say("point.which"))),
      meaning,
      ...(given
        ? [
            h("figure", { class: "mio-utterance", lang: item.lang }, h("blockquote", {},
              h("p", {}, marked(item.text, item.evidence.map((/** @type {any} */ { phrase }) => phrase))))),
            ...comparison(item, given.phrases, say, "h4"),
          ]
        : picker(item, say, (phrases) => answer(item, phrases))),
      h("div", { class: "mio-row" },
        at > 0 && button(say("classify.back"), () => go(at - 1)),
        given && button(say(at + 1 < deck.items.length ? "classify.next" : "classify.summary"), () => go(at + 1), { class: "mio-button mio-main" })),
    ];
  }

  function drawSummary() {
    const given = deck.items.filter((item) => answers().has(item.id));
    const results = given.map((item) => ({ item, ...compared(item, answers().get(item.id).phrases) }));
    /** @param {"found" | "missed" | "beside"} part */
    const sum = (part) => results.reduce((total, result) => total + result[part].length, 0);
    return [
      heading(say("summary.title")),
      h("p", { class: "mio-lead" }, say("point.total", { found: sum("found"), of: sum("found") + sum("missed") })),
      sum("beside") > 0 && h("p", {}, say("point.total.beside", { n: sum("beside") })),
      h("ul", { class: "mio-again" }, ...results.filter(({ missed }) => missed.length > 0).map(({ item }) =>
        h("li", {}, button(item.text, () => go(deck.items.indexOf(item)), { class: "mio-button mio-quote", lang: item.lang })))),
      h("div", { class: "mio-row" },
        given.length < deck.items.length && button(say("summary.resume"), () => go(firstOpen()), { class: "mio-button mio-main" }),
        button(say("point.first"), () => go(0), { class: "mio-button mio-plain" })),
    ];
  }

  function draw() {
    const parts = at < deck.items.length ? drawItem() : drawSummary();
    stage.replaceChildren(.../** @type {Node[]} */ ([storageNote(store, say), ...parts].filter(Boolean)));
  }
  store.onOtherTab(() => {
    if (!stage.querySelector('[aria-pressed="true"]')) draw();
  }, signal);
  draw();
  shareAnswers();
}

export default { render };
