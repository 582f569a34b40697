// @ts-check
/**
 * Recall first, then reveal: the reader writes an answer, compares it with the workbook's, and says
 * how near it came. Drafts and ratings stay in the browser.
 */
import { button, focusOn, h, region, speaker, storageNote } from "./dom.js";
import { share } from "./kernel.js";
import { openStore } from "./store.js";

/**
 * @typedef {{text: string, correct: boolean, reason: string}} Option
 * @typedef {{id: string, lang: string, prompt: string, answer: string | null, choices: Option[], sources: {id: string, name: string}[]}} Question
 */

const RATINGS = ["had", "partly", "not-yet"];

/** @param {any} entry */
const isRecall = (entry) =>
  typeof entry.item === "string" &&
  ((entry.kind === "recall" && typeof entry.text === "string" && (entry.rating === null || RATINGS.includes(entry.rating))) ||
    (entry.kind === "choice" && typeof entry.text === "string" && typeof entry.correct === "boolean"));

/** @param {{model: any, el: HTMLElement, signal?: AbortSignal}} context */
function render({ model, el, signal }) {
  /** @type {{id: string, lang: string, title: string, questions: Question[]}} */
  const quiz = model.get("quiz");
  const say = speaker(model.get("words"));
  const store = openStore(quiz.id, isRecall);
  const drafts = openStore(`${quiz.id}.draft`);
  const note = h("div", {});
  const list = h("ol", {});
  const parts = [h("h3", { lang: quiz.lang }, quiz.title), h("p", { class: "mio-quiet" }, say("quiz.how")), note, list];
  el.append(region(model, { name: "quiz", id: quiz.id, title: quiz.title, lang: quiz.lang }, ...parts));

  /** The latest record of each question. @returns {Map<string, any>} */
  const latest = () => new Map(store.all().map((entry) => [entry.item, entry]));

  const shareAnswers = () =>
    share(model, [...latest().values()].map(({ item, text, rating, correct, time }) =>
      rating === undefined ? { item, text, correct, time } : { item, text, rating, time }));

  /** @param {Question} question @param {Record<string, any>} fields */
  function record(question, fields) {
    store.add({ item: question.id, ...fields }, 1);
    shareAnswers();
    showNote();
  }
  function showNote() {
    note.replaceChildren(...[storageNote(store, say)].filter((part) => part !== false));
  }

  /** @param {Question} question @param {HTMLElement} place */
  function draw(question, place) {
    const given = latest().get(question.id);
    const id = `${quiz.id}-${question.id}`;
    place.replaceChildren(
      h("p", { class: "mio-prompt", id, lang: question.lang }, question.prompt),
      ...(question.choices.length > 0
        ? choosing(question, place, given, id)
        : given ? revealed(question, place, given) : open(question, place, id)),
    );
  }
  /** @param {Question} question @param {HTMLElement} place @param {any} given @param {string} id */
  function choosing(question, place, given, id) {
    const name = `${id}-${Math.random().toString(36).slice(2)}`;
    const options = question.choices.map((option) =>
      h("label", { class: "mio-choice mio-option" },
        h("input", { type: "radio", name, checked: given?.text === option.text, disabled: Boolean(given), onchange: () => compare.removeAttribute("disabled") }),
        h("span", { class: "mio-dot", "aria-hidden": "true" }),
        h("span", { lang: question.lang }, option.text,
          // The radio says to a screen reader that it is checked.
          given?.text === option.text && h("span", { class: "mio-mine", lang: model.get("lang"), "aria-hidden": "true" }, say("quiz.chosen")))));
    const compare = button(say("quiz.compare"), () => {
      const chosen = options.findIndex((option) => option.querySelector("input")?.checked);
      const { text, correct } = question.choices[chosen];
      record(question, { kind: "choice", text, correct });
      draw(question, place);
      focusOn(place.querySelector("[data-focus]"));
    }, { disabled: true });
    const list = h("div", { class: "mio-options", role: "radiogroup", "aria-labelledby": id }, ...options);
    if (!given) return [list, h("div", { class: "mio-row" }, compare)];
    options.forEach((label, i) => {
      const { correct, reason } = question.choices[i];
      label.after(h("p", { class: "mio-why" }, h("strong", {}, say(correct ? "quiz.option.holds" : "quiz.option.fails")), " ", h("span", { lang: question.lang }, reason)));
    });
    return [h("p", { "data-focus": true, class: "mio-lead" }, say(given.correct ? "quiz.holds" : "quiz.fails")), list, sources(question)];
  }
  /** @param {Question} question */
  const sources = (question) =>
    question.sources.length > 0 ? h("p", { class: "mio-quiet" }, ...question.sources.flatMap(({ id, name }, i) =>
      [i > 0 ? "; " : "", h("a", { href: `#ref-${id}` }, name)])) : "";

  /** @param {Question} question @param {HTMLElement} place @param {string} id */
  function open(question, place, id) {
    const text = h("textarea", { rows: 3, "aria-labelledby": id, oninput: () => { drafts.place = { ...drafts.place, [question.id]: text.value }; } });
    const draft = drafts.place?.[question.id];
    text.value = typeof draft === "string" ? draft : "";
    const reveal = button(say("quiz.reveal"), () => {
      record(question, { kind: "recall", text: text.value.trim(), rating: null });
      draw(question, place);
      focusOn(place.querySelector("[data-focus]"));
    });
    return [text, h("div", { class: "mio-row" }, reveal)];
  }
  /** @param {Question} question @param {HTMLElement} place @param {any} given */
  function revealed(question, place, given) {
    const rate = RATINGS.map((rating) =>
      button(say(`quiz.rating.${rating}`), () => {
        record(question, { kind: "recall", text: given.text, rating: given.rating === rating ? null : rating });
        draw(question, place);
        focusOn(place.querySelector(`[data-rating="${rating}"]`));
      }, { "aria-pressed": String(given.rating === rating), "data-rating": rating }));
    return [
      h("div", { class: "mio-compare" },
        h("div", {}, h("h4", {}, say("quiz.yours")), h("p", {}, given.text || say("quiz.blank"))),
        h("div", {}, h("h4", { "data-focus": true }, say("quiz.ours")), h("p", { lang: question.lang }, question.answer ?? ""), sources(question))),
      h("div", { class: "mio-sure", role: "group", "aria-label": say("quiz.rating") },
        h("span", { class: "mio-sure-name", "aria-hidden": "true" }, say("quiz.rating")), ...rate),
    ];
  }

  for (const question of quiz.questions) {
    const place = h("li", {});
    list.append(place);
    draw(question, place);
    store.onOtherTab(() => {
      const answeredHere = !place.querySelector("textarea, input:enabled");
      if (answeredHere || latest().has(question.id)) draw(question, place);
    }, signal);
  }
  showNote();
  shareAnswers();
}

export default { render };
