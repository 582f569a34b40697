// @ts-check
/**
 * A conversation with branches: the reader is the therapist and chooses the next line, hears the answer,
 * and reads quietly what the line did. The path is kept; every line can be taken back.
 */
import { button, focusOn, h, region, speaker, storageNote } from "./dom.js";
import { share } from "./kernel.js";
import { levels } from "./levels.js";
import { areTexts, openStore } from "./store.js";

/**
 * @typedef {{id: string, text: string, move: string, answer: string, effect: string, element: string, next: string}} Line
 * @typedef {{id: string, lang: string, says: string, arousal: number, mentalizing: number, choices: Line[]}} Turn
 * @typedef {{turn: Turn, line: Line}} Step
 */

/** @param {any} entry */
const isPath = (entry) => entry.kind === "conversation" && typeof entry.item === "string" && areTexts(entry.path);

/** @param {{model: any, el: HTMLElement, signal?: AbortSignal}} context */
function render({ model, el, signal }) {
  /** @type {{id: string, lang: string, title: string, mother: string, content_note: string, setting: string, start: string, closing: string, turns: Turn[]}} */
  const vignette = model.get("vignette");
  const say = speaker(model.get("words"));
  const store = openStore(vignette.id, isPath);
  const turns = new Map(vignette.turns.map((turn) => [turn.id, turn]));
  const stage = h("div", { class: "mio-stage" });
  const root = region(model, { name: "conversation", id: vignette.id, title: vignette.title, lang: vignette.lang }, stage);
  el.append(root);

  /** The lines chosen so far, by id; null before the reader has begun. @type {string[] | null} */
  let path = areTexts(store.place?.path) ? store.place.path : null;

  /** The steps of a path, as far as it can still be followed. @param {string[]} ids @returns {{steps: Step[], turn: Turn | undefined}} */
  function follow(ids) {
    /** @type {Step[]} */
    const steps = [];
    let turn = turns.get(vignette.start);
    for (const id of ids) {
      const line = turn?.choices.find((choice) => choice.id === id);
      if (!turn || !line) break;
      steps.push({ turn, line });
      turn = turns.get(line.next);
    }
    return { steps, turn };
  }

  const shareAnswers = () =>
    share(model, store.all().map(({ item, path: chosen, time }) => ({ item, path: chosen, time })));

  /** @param {string[] | null} next @param {string} focus */
  function go(next, focus) {
    path = next;
    store.place = { path };
    const { steps, turn } = follow(next ?? []);
    if (next && steps.length > 0 && !turn) {
      store.add({ kind: "conversation", item: vignette.id, path: next }, 1);
      shareAnswers();
    }
    draw();
    const targets = stage.querySelectorAll(focus);
    focusOn(/** @type {HTMLElement | null} */ (targets[targets.length - 1] ?? null));
  }

  /** @param {string} text @param {Turn | undefined} turn */
  const her = (text, turn) => text && h("p", { class: "mio-said mio-her", lang: turn?.lang }, h("b", {}, vignette.mother), text);
  /** @param {Step} step @param {number} at */
  const exchange = ({ turn, line }, at) => [
    at > 0 && her(turn.says, turn),
    h("p", { class: "mio-said mio-you" }, h("b", {}, say("conversation.you")), h("span", { lang: turn.lang }, line.text)),
    her(line.answer, turn),
    h("p", { class: "mio-effect" }, h("strong", {}, say(`conversation.move.${line.move}`)), ". ", h("span", { lang: turn.lang }, line.effect), " ",
      say("conversation.about", { element: say(`conversation.element.${line.element}`) })),
  ];

  function drawSetting() {
    return [
      h("h3", { "data-focus": true }, say("conversation.setting")),
      h("p", { class: "mio-note", lang: vignette.lang }, vignette.content_note),
      h("p", { lang: vignette.lang }, vignette.setting),
      h("div", { class: "mio-row" }, button(say("conversation.begin"), () => go([], ".mio-her"), { class: "mio-button mio-main" })),
    ];
  }

  /** @param {Step[]} steps @param {Turn} turn */
  function drawTurn(steps, turn) {
    const first = turns.get(vignette.start);
    return [
      h("h3", {}, say("conversation.turn", { n: steps.length + 1 })),
      h("div", { class: "mio-talk" }, her(first?.says ?? "", first), ...steps.flatMap(exchange), steps.length > 0 && her(turn.says, turn)),
      h("div", { class: "mio-lines", role: "group", "aria-label": say("conversation.choose") },
        h("p", { class: "mio-question", "aria-hidden": "true" }, say("conversation.choose")),
        ...turn.choices.map((line) => button(line.text, () => go([...steps.map((step) => step.line.id), line.id], ".mio-you"), { lang: turn.lang }))),
      steps.length > 0 && back(steps),
      steps.length > 0 && figure(steps, turn),
    ];
  }
  /** @param {Step[]} steps @param {Turn} [turn] */
  function figure(steps, turn) {
    const shown = [...steps.map((step) => step.turn), ...(turn ? [turn] : [])];
    return levels(shown, say);
  }
  /** @param {Step[]} steps */
  const back = (steps) =>
    h("div", { class: "mio-row" },
      button(say("conversation.back"), () => go(steps.slice(0, -1).map((step) => step.line.id), ".mio-her")),
      button(say("conversation.over"), () => go(null, "[data-focus]"), { class: "mio-button mio-plain" }));

  /** @param {Step[]} steps */
  function drawEnd(steps) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const { line } of steps) counts.set(line.move, (counts.get(line.move) ?? 0) + 1);
    return [
      h("h3", { "data-focus": true }, say("conversation.transcript")),
      h("details", {}, h("summary", {}, say("conversation.earlier")),
        h("div", { class: "mio-talk" }, her(turns.get(vignette.start)?.says ?? "", turns.get(vignette.start)), ...steps.slice(0, -1).flatMap(exchange))),
      h("div", { class: "mio-talk" }, ...exchange(steps[steps.length - 1], steps.length - 1)),
      h("p", { class: "mio-lead" }, say("conversation.end")),
      figure(steps),
      h("h4", {}, say("conversation.moves")),
      h("ul", {}, ...[...counts].map(([move, n]) => h("li", {}, `${say(`conversation.move.${move}`)}: ${n}`))),
      h("h4", {}, say("conversation.closing")),
      h("p", { lang: vignette.lang }, vignette.closing),
      back(steps),
    ];
  }

  function draw() {
    const { steps, turn } = follow(path ?? []);
    const parts = path === null ? drawSetting() : turn ? drawTurn(steps, turn) : drawEnd(steps);
    stage.replaceChildren(.../** @type {Node[]} */ ([storageNote(store, say), ...parts].filter(Boolean)));
  }
  store.onOtherTab(shareAnswers, signal);
  draw();
  shareAnswers();
}

export default { render };
