// @ts-check
/**
 * The exercise in which a reader classifies utterances.
 *
 * One function, `draw`, shows the present view from the records; every action adds a record or moves
 * the place, and draws again. Nothing here needs a kernel.
 */
import { button, focusOn, h, marked, meanings, region, shape, speaker, storageNote, tag } from "./dom.js";
import { nextVisit } from "./due.js";
import { share } from "./kernel.js";
import { comparison, picker } from "./picker.js";
import { SURENESS, firstAnswers, isAnswer, isCorrect, pickPractice } from "./score.js";
import { areTexts, openStore } from "./store.js";
import { summary } from "./summary.js";

/**
 * @typedef {import("./dom.js").Label & {test: string}} Label
 * @typedef {{id: string, lang: string, speaker: string, context: string, text: string, key: string, reasons: Record<string, string>,
 *   evidence: {phrase: string, why: string}[], contested: {label: string, text: string}[], thinking?: string[], phrases?: string[]}} Item
 * @typedef {{id: string, lang: string, title: string, version: string, question: string, provenance: string, labels: Label[],
 *   worked: Item[], items: Item[], reserve: {id: string, version: string, items: Item[]}}} Deck
 * @typedef {{view: "worked" | "item" | "summary" | "practice", at: number, practice?: string[], visit?: number}} Place
 */

/** @param {{model: any, el: HTMLElement, signal?: AbortSignal}} context */
function render({ model, el, signal }) {
  /** @type {Deck} */
  const deck = model.get("deck");
  const say = speaker(model.get("words"));
  const store = openStore(deck.id, isAnswer);
  const reserveStore = openStore(deck.reserve.id, isAnswer);
  const labels = new Map(deck.labels.map((label) => [label.id, label]));
  const itemsById = new Map([...deck.items, ...deck.reserve.items].map((item) => [item.id, item]));
  const status = h("p", { class: "mio-status", role: "status" });
  const stage = h("div", { class: "mio-stage" });
  const root = region(model, { name: "classify", id: deck.id, title: deck.title, lang: deck.lang }, status, stage);
  el.append(root);
  const meaning = meanings(deck.labels, say);

  /** What the reader has marked but not yet answered. @type {string | null} */
  let chosen = null;
  /** The answer that waits until the reader has pointed at what decides. @type {{label: string, sureness: import("./score.js").Sureness} | null} */
  let pending = null;

  const entries = () => store.all();
  /** @param {any[]} all */
  const presentRound = (all) => all.reduce((latest, entry) => Math.max(latest, entry.round), 1);
  function answers() {
    const all = entries();
    const round = presentRound(all);
    return firstAnswers(/** @type {any[]} */ (all.filter((entry) => entry.kind === "answer" && entry.round === round)));
  }
  const practised = () => firstAnswers(/** @type {any[]} */ (reserveStore.all().filter((entry) => entry.kind === "answer")));

  /** @returns {Place} */
  function start() {
    const place = /** @type {Place | null} */ (store.place);
    const size = { worked: deck.worked.length, item: deck.items.length, practice: place?.practice?.length ?? 0, summary: 1 };
    const sound = place && typeof place.view === "string" && Number.isInteger(place.at);
    if (sound && place.at >= 0 && place.at < (size[place.view] ?? 0)) {
      if (place.view !== "practice" || (areTexts(place.practice) && place.practice.every((id) => itemsById.has(id)))) return place;
    }
    if (answers().size === 0 && deck.worked.length > 0) return { view: "worked", at: 0 };
    return firstOpen();
  }
  /** The first item without an answer, or the summary. @returns {Place} */
  function firstOpen() {
    const given = answers();
    const at = deck.items.findIndex((item) => !given.has(item.id));
    return at < 0 ? { view: "summary", at: 0 } : { view: "item", at };
  }
  let place = start();

  /** @param {Place} next */
  function go(next) {
    place = next;
    chosen = pending = null;
    store.place = next;
    draw();
    focusOn(stage.querySelector("[data-focus]"));
  }
  function shareAnswers() {
    const given = [...answers().values(), ...practised().values()];
    share(model, given.map(({ item, label, sureness, correct, time }) => ({ item, label, sureness, correct, time })));
  }

  /** @param {Item} item @param {import("./score.js").Sureness} sureness */
  function sure(item, sureness) {
    if (!item.phrases) return answer(item, chosen, sureness);
    pending = { label: String(chosen), sureness };
    draw();
    focusOn(stage.querySelector(".mio-question"));
  }
  /** @param {Item} item @param {string | null} label @param {import("./score.js").Sureness | null} sureness @param {string[]} [phrases] */
  function answer(item, label, sureness, phrases) {
    const own = place.view !== "practice";
    (own ? store : reserveStore).add(
      { kind: "answer", item: item.id, version: (own ? deck : deck.reserve).version, label, sureness, correct: isCorrect(item, label), phrases, practiceFor: own ? undefined : deck.id, visit: own ? undefined : place.visit },
      own ? presentRound(entries()) : 1,
    );
    chosen = pending = null;
    shareAnswers();
    draw();
    focusOn(stage.querySelector(".mio-verdict"));
  }

  /** @param {Item} item @param {string[]} [evidence] */
  function utterance(item, evidence = []) {
    return h("figure", { class: "mio-utterance", lang: item.lang },
      // Where the context quotes somebody, the answer rests on those words too.
      h("p", { class: /[“«„]/.test(item.context) ? "mio-context mio-heard" : "mio-context" }, item.context),
      h("blockquote", {}, h("p", {}, marked(item.text, evidence))),
      h("figcaption", {}, item.speaker));
  }
  /** @param {Item} item */
  function evidence(item) {
    return h("ul", { class: "mio-evidence", "aria-label": say("classify.evidence") },
      ...item.evidence.map(({ phrase, why }) => h("li", { lang: item.lang }, h("q", {}, phrase), ": ", why)));
  }

  /** @param {Item} item */
  const blank = (item) => button(say("classify.blank"), () => answer(item, null, null), { class: "mio-button mio-plain" });

  /** @param {Item} item */
  function question(item) {
    const sureness = h("div", { class: "mio-sure", role: "group", "aria-label": say("classify.sure"), hidden: chosen === null },
      h("span", { class: "mio-sure-name", "aria-hidden": "true" }, say("classify.sure")),
      ...SURENESS.map((level) =>
        button(say(`classify.sure.${level}`), () => sure(item, level), { "data-sureness": level })));
    /** @param {Label} label */
    const choose = (label) => {
      chosen = label.id;
      sureness.hidden = false;
      status.textContent = say("classify.chosen", { label: label.name });
    };
    const name = `${deck.id}-${item.id}-${Math.random().toString(36).slice(2)}`;
    return [
      utterance(item),
      meaning,
      h("fieldset", { class: "mio-labels" },
        h("legend", { lang: deck.lang }, deck.question),
        ...deck.labels.map((label, i) =>
          h("label", { class: "mio-choice", "data-shape": label.shape },
            h("input", { type: "radio", name, value: label.id, checked: chosen === label.id, onchange: () => choose(label) }),
            shape(label),
            h("span", { lang: label.lang }, label.short),
            h("kbd", { "aria-hidden": "true" }, String(i + 1))))),
      sureness,
    ];
  }

  /** @param {Item & {phrases: string[]}} item @param {NonNullable<typeof pending>} waiting */
  function pointing(item, { label, sureness }) {
    return [
      h("p", { class: "mio-question" }, say("point.which"), " ", tag(/** @type {Label} */ (labels.get(label)))),
      ...picker(item, say, (phrases) => answer(item, label, sureness, phrases)),
    ];
  }
  /** What an item without an answer shows. @param {Item} item */
  const asked = (item) => (pending && item.phrases ? pointing(/** @type {any} */ (item), pending) : question(item));

  /** @param {Item} item @param {any} given */
  function verdict(item, given) {
    const key = labels.get(item.key)?.short ?? item.key;
    if (given.label === null) return say("classify.verdict.blank", { key });
    if (given.label === item.key) return say("classify.verdict.agreed", { key });
    if (given.correct) return say("classify.verdict.reading", { key });
    const label = labels.get(given.label)?.short ?? given.label;
    return say(given.sureness === "sure" ? "classify.verdict.sure" : "classify.verdict.differs", { key, label });
  }

  /** @param {Item} item @param {any} given */
  function feedback(item, given) {
    const key = /** @type {Label} */ (labels.get(item.key));
    const own = given.label !== null && given.label !== item.key ? labels.get(given.label) : null;
    const argued = item.contested.some(({ label }) => label === own?.id);
    const rest = deck.labels.filter((label) => label !== key && label !== own);
    /** @param {Label} label @param {string} heading */
    const reason = (label, heading) =>
      h("div", { class: "mio-reason", "data-shape": label.shape }, h("h5", {}, tag(label), " ", heading), h("p", { lang: item.lang }, item.reasons[label.id]));
    return [
      h("h4", { class: "mio-verdict", "data-focus": true, "data-shape": key.shape }, shape(key), h("span", {}, verdict(item, given))),
      utterance(item, item.evidence.map(({ phrase }) => phrase)),
      ...(given.phrases && item.phrases ? comparison(/** @type {any} */ (item), given.phrases, say, "h5") : [evidence(item)]),
      item.contested.length > 0 && contested(item),
      own && !argued && reason(own, say("classify.reason.own")),
      reason(key, say("classify.reason.key")),
      rest.length > 0 && h("details", {}, h("summary", {}, say("classify.reason.rest")),
        ...rest.map((label) => reason(label, ""))),
      given.sureness && h("p", { class: "mio-quiet" }, say("classify.said", { sureness: say(`classify.sure.${given.sureness}`) })),
    ];
  }
  /** @param {Item} item */
  function contested(item) {
    return h("div", { class: "mio-contested" },
      h("h5", {}, say("classify.contested")),
      h("p", {}, say("classify.contested.why")),
      ...item.contested.map(({ label, text }) => {
        const own = /** @type {Label} */ (labels.get(label));
        return h("p", { lang: item.lang }, tag(own), " ", text);
      }));
  }

  /** @param {{n: number, of: number, name?: string}} where */
  function progress({ n, of, name }) {
    return h("div", { class: "mio-progress" },
      h("h3", { "data-focus": true }, name ? h("span", {}, name) : h("span", { lang: deck.lang }, deck.title), " ", h("span", { class: "mio-count" }, say("classify.progress", { at: n, of }))),
      h("progress", { max: of, value: n, "aria-hidden": "true" }));
  }
  /** @param {...(Node | string | null | false | undefined)} parts */
  const row = (...parts) => h("div", { class: "mio-row" }, ...parts);

  function drawWorked() {
    const item = deck.worked[place.at];
    const key = /** @type {Label} */ (labels.get(item.key));
    const last = place.at === deck.worked.length - 1;
    return [
      progress({ n: place.at + 1, of: deck.worked.length, name: say("classify.worked") }),
      utterance(item, item.evidence.map(({ phrase }) => phrase)),
      h("p", { class: "mio-question", lang: deck.lang }, deck.question),
      h("ol", { class: "mio-thinking", lang: item.lang }, ...(item.thinking ?? []).map((step) => h("li", {}, step))),
      h("p", { class: "mio-answer" }, say("classify.worked.so"), " ", tag(key, "name")),
      row(
        place.at > 0 && button(say("classify.back"), () => go({ view: "worked", at: place.at - 1 })),
        button(say(last ? "classify.begin" : "classify.worked.next"),
          () => go(last ? firstOpen() : { view: "worked", at: place.at + 1 }), { class: "mio-button mio-main" }),
        !last && button(say("classify.worked.skip"), () => go(firstOpen()), { class: "mio-button mio-plain" })),
    ];
  }

  function drawItem() {
    const item = deck.items[place.at];
    const given = answers().get(item.id);
    const last = place.at === deck.items.length - 1;
    return [
      progress({ n: place.at + 1, of: deck.items.length }),
      ...(given ? feedback(item, given) : asked(item)),
      row(
        place.at > 0 && button(say("classify.back"), () => go({ view: "item", at: place.at - 1 })),
        given && button(say(last ? "classify.summary" : "classify.next"),
          () => go(last ? { view: "summary", at: 0 } : { view: "item", at: place.at + 1 }), { class: "mio-button mio-main" }),
        given && !last && firstOpen().view === "summary" &&
          button(say("classify.summary"), () => go({ view: "summary", at: 0 }), { class: "mio-button mio-plain" }),
        !given && blank(item),
        !given && place.at > 0 && answers().size > 0 && button(say("classify.pause"), () => go({ view: "summary", at: 0 }), { class: "mio-button mio-plain" }),
        place.at === 0 && deck.worked.length > 0 &&
          button(say("classify.worked.again"), () => go({ view: "worked", at: 0 }), { class: "mio-button mio-plain" })),
    ];
  }

  function drawPractice() {
    const ids = place.practice ?? [];
    const item = /** @type {Item} */ (itemsById.get(ids[place.at]));
    const given = practised().get(item.id);
    const last = place.at === ids.length - 1;
    return [
      progress({ n: place.at + 1, of: ids.length, name: say(place.visit ? "classify.visit.title" : "classify.practice.title") }),
      ...(given ? feedback(item, given) : asked(item)),
      row(
        !given && blank(item),
        button(say("classify.summary"), () => go({ view: "summary", at: 0 }), last && given ? { class: "mio-button mio-main" } : {}),
        given && !last && button(say("classify.next"), () => go({ ...place, at: place.at + 1 }), { class: "mio-button mio-main" })),
    ];
  }

  function drawSummary() {
    return summary({
      deck,
      answers: answers(),
      practised: practised(),
      aside: entries().filter((entry) => entry.kind === "answer" && !itemsById.has(entry.item)).length,
      labels,
      say,
      review: (item) => go({ view: "item", at: deck.items.findIndex(({ id }) => id === item.id) }),
      resume: () => go(firstOpen()),
      practise: (pair) => {
        const picked = pickPractice(deck.reserve.items, pair, new Set(practised().keys()));
        go({ view: "practice", at: 0, practice: picked.map(({ id }) => id) });
      },
      visit: nextVisit(deck, answers(), /** @type {any[]} */ (reserveStore.all()), Date.now()),
      goVisiting: (/** @type {{visit: number, items: Item[]}} */ { visit, items }) =>
        go({ view: "practice", at: 0, practice: items.map(({ id }) => id), visit }),
      startOver: () => {
        store.add({ kind: "start-over" }, presentRound(entries()) + 1);
        shareAnswers();
        go(deck.worked.length > 0 ? { view: "worked", at: 0 } : firstOpen());
      },
    });
  }

  function draw() {
    const views = { worked: drawWorked, item: drawItem, practice: drawPractice, summary: drawSummary };
    const parts = views[place.view]();
    stage.replaceChildren(.../** @type {Node[]} */ ([storageNote(store, say), ...parts].filter(Boolean)));
    status.textContent = "";
  }

  root.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.altKey || event.ctrlKey || event.metaKey || target.matches("textarea,input[type=text]")) return;
    const radio = stage.querySelectorAll("input[type=radio]")[Number(event.key) - 1];
    if (!(radio instanceof HTMLInputElement)) return;
    event.preventDefault();
    radio.focus();
    radio.click();
  }, { signal });
  const redraw = () => {
    if (chosen === null && pending === null) draw();
  };
  store.onOtherTab(redraw, signal);
  reserveStore.onOtherTab(redraw, signal);

  draw();
  shareAnswers();
}

export default { render };
