// @ts-check
/** The page at the end of a deck: where reader and key agreed, what was confused, and how sureness fared. */
import { askFirst, button, h, tag } from "./dom.js";
import { visitOffer } from "./due.js";
import { calibration, pickPractice, summarize } from "./score.js";
import { bar, table } from "./tables.js";

/**
 * @param {{
 *   deck: import("./classify.js").Deck,
 *   answers: Map<string, any>,
 *   practised: Map<string, any>,
 *   aside: number,
 *   labels: Map<string, import("./dom.js").Label>,
 *   say: import("./dom.js").Say,
 *   review: (item: any) => void,
 *   resume: () => void,
 *   practise: (pair: string[]) => void,
 *   visit: {visit: number, at: number, isDue: boolean, items: any[]} | null,
 *   goVisiting: (visit: any) => void,
 *   startOver: () => void,
 * }} options
 * @returns {(Node | string | false | null)[]}
 */
export function summary({ deck, answers, practised, aside, labels, say, review, resume, practise, visit, goVisiting, startOver }) {
  const result = summarize(deck.items, deck.labels.map(({ id }) => id), answers);
  const open = deck.items.length - result.total.n - result.total.blank;
  /** @param {string} id */
  const label = (id) => /** @type {import("./dom.js").Label} */ (labels.get(id) ?? { id, name: id, short: id, shape: "ring" });

  /** @param {number} part @param {number} whole */
  const share = (part, whole) => (whole === 0 ? "–" : say("summary.share", { part, whole }));
  function total() {
    const { n, correct, blank } = result.total;
    const parts = [n > 0 ? say("summary.total", { correct, n }) : say("summary.none")];
    if (blank > 0) parts.push(say("summary.blank", { n: blank }));
    if (open > 0) parts.push(say("summary.open", { n: open }));
    return h("p", { class: "mio-lead" }, parts.join(" "));
  }
  function byLabel() {
    return table(say("summary.bylabel"), [say("summary.label"), say("summary.agreed"), ""],
      result.byLabel.filter(({ asked }) => asked > 0).map(({ label: id, n, correct }) =>
        [tag(label(id)), share(correct, n), bar(correct, n, label(id).shape)]));
  }
  function confusions() {
    if (result.confusions.length === 0) return h("p", {}, say("summary.confusion.none"));
    return h("ul", { class: "mio-plainlist" }, ...result.confusions.slice(0, 3).map(({ key, label: chosen, n }) =>
      h("li", {}, tag(label(chosen)), ` ${say("summary.confusion", { n })} `, tag(label(key)))));
  }
  function sureness() {
    return [
      h("p", {}, say(`summary.calibration.${calibration(result.bySureness)}`)),
      table(say("summary.bysureness"), [say("summary.sureness"), say("summary.agreed"), ""],
        result.bySureness.map(({ sureness: level, n, correct }) => [say(`classify.sure.${level}`), share(correct, n), bar(correct, n)])),
    ];
  }
  function again() {
    if (result.again.length === 0) return false;
    return h("ul", { class: "mio-again" }, ...result.again.map((item) =>
      h("li", {}, button(item.text, () => review(item), { class: "mio-button mio-quote", lang: item.lang, "data-shape": label(item.key).shape }))));
  }
  function practice() {
    const [worst] = result.confusions;
    if (!worst) return [];
    const pair = [worst.key, worst.label];
    const names = { one: label(pair[0]).short, other: label(pair[1]).short };
    const unseen = pickPractice(deck.reserve.items, pair, new Set(practised.keys()));
    return [
      h("h4", {}, say("summary.practice")),
      unseen.length > 0
        ? [h("p", {}, say("summary.practice.what", { ...names, n: unseen.length })), h("div", { class: "mio-row" }, button(say("summary.practice.go"), () => practise(pair)))]
        : [h("p", {}, say("summary.practice.seen", names))],
    ].flat();
  }
  return [
    h("h3", { "data-focus": true }, h("span", { lang: deck.lang }, deck.title), " ", h("span", { class: "mio-count" }, say("summary.title"))),
    total(),
    open > 0 && button(say("summary.resume"), resume, { class: "mio-button mio-main" }),
    h("h4", {}, say("summary.heading.labels")),
    byLabel(),
    confusions(),
    h("h4", {}, say("summary.heading.sureness")),
    ...sureness(),
    result.contested.length > 0 && h("p", {}, say("summary.contested", { n: result.contested.length })),
    result.again.length > 0 && h("h4", {}, say("summary.heading.again")),
    again(),
    ...practice(),
    ...(visit ? visitOffer(visit, say, () => goVisiting(visit)) : []),
    aside > 0 && h("p", { class: "mio-note" }, say("summary.aside", { n: aside })),
    h("p", { class: "mio-quiet", lang: deck.lang }, deck.provenance),
    askFirst(say("summary.over"), { ask: say("summary.over.ask"), yes: say("summary.over.yes"), no: say("summary.over.no") }, startOver),
  ];
}
