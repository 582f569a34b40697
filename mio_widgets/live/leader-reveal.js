// @ts-check
/** The reveal in three parts: the votes, the words, and what to talk about. */
import { h, shape, tag } from "../exercises/dom.js";
import { bar, table } from "../exercises/tables.js";
import { flow } from "./flow.js";
import { utterance } from "./leader-board.js";
import { splits, total } from "./splits.js";

/**
 * @typedef {import("./leader-line.js").Reveal} Reveal
 * @typedef {import("./leader-line.js").Label} Label
 * @typedef {import("../exercises/dom.js").Say} Say
 * @typedef {(Node | string | false | null)[]} Parts
 */

export const PANES = 3;

/** @param {number} pane @param {Reveal} reveal @param {Label[]} labels @param {Say} say @returns {Parts} */
export function revealed(pane, reveal, labels, say) {
  return [votes, words, talk][pane](reveal, labels, say);
}

/** @param {Label[]} labels @param {string} id */
export const labelOf = (labels, id) => labels.find((label) => label.id === id) ?? { id, name: id, short: id, shape: "ring" };

/** @param {Reveal} reveal @param {Label[]} labels @param {Say} say */
function said(reveal, labels, say) {
  const key = labelOf(labels, reveal.item.key).short;
  const told = reveal.rounds.filter(({ split }) => split).map(({ split }) => /** @type {Record<string, number>} */ (split));
  if (told.length === 0) return say("leader.says.few", { key });
  const last = told[told.length - 1];
  const now = { key, n: last[reveal.item.key], of: total(last) };
  if (told.length > 1) return say("leader.says.two", { ...now, first: told[0][reveal.item.key], all: total(told[0]) });
  if (reveal.rounds.length === 1) return say("leader.says.one", now);
  // The other vote is withheld.
  return say(reveal.rounds[0].split ? "leader.says.before" : "leader.says.after", now);
}

/** @param {Reveal} reveal @param {Label[]} labels @param {Say} say @returns {Parts} */
function votes(reveal, labels, say) {
  const { item, rounds } = reveal;
  const told = rounds.filter(({ split }) => split);
  const key = labelOf(labels, item.key);
  return [
    h("blockquote", { class: "live-reminder", lang: item.lang }, item.text),
    h("h3", { class: "live-verdict", "data-focus": true, "data-shape": key.shape }, shape(key), h("span", {}, said(reveal, labels, say), ...argued(item, labels, say))),
    told.length > 0 && h("div", { class: "live-charts" },
      h("div", {}, splits(labels, told, rounds.length, item.key, say), beside(rounds, say)),
      reveal.flow ? flow(labels, reveal.flow, say) : rounds.length > 1 && h("p", { class: "mio-quiet" }, say("leader.moved.few"))),
  ];
}

/** The other reading of a contested item. @param {Reveal["item"]} item @param {Label[]} labels @param {Say} say */
const argued = (item, labels, say) => item.contested.filter(({ label }) => label !== item.key)
  .map(({ label }) => ` ${say("leader.says.contested", { other: labelOf(labels, label).short })}`);

/** What the bars do not show: blanks, hands among the votes, and votes that are too few to be told. @param {import("./leader-line.js").Round[]} rounds @param {Say} say */
function beside(rounds, say) {
  const notes = rounds.map(({ round, blank, hands, left_out, split }) => {
    const parts = [blank > 0 && say("leader.with.blank", { n: blank }), split && hands > 0 && say("leader.with.hands", { n: hands }),
      left_out > 0 && say("leader.with.left_out")].filter(Boolean);
    const when = rounds.length > 1 ? `${say(round === 1 ? "leader.before" : "leader.after")}: ` : "";
    return parts.length > 0 && when + parts.join(", ");
  }).filter(Boolean);
  return notes.length > 0 && h("p", { class: "mio-quiet" }, `${notes.join("; ")}.`);
}

/** A contested item argues its two readings in place of the two reasons. @param {Reveal} reveal @param {Label[]} labels @param {Say} say @returns {Parts} */
function words({ item }, labels, say) {
  const readings = new Map(item.contested.map(({ label, text }) => [label, text]));
  const first = [item.key, ...readings.keys()];
  const ordered = [...labels].sort((a, b) => place(first, a.id) - place(first, b.id));
  const columns = h("div", { class: "live-columns" }, ...ordered.map((label) =>
    h("div", { class: "live-reason", "data-shape": label.shape },
      h("h4", {}, tag(label), label.id === item.key && h("span", { class: "live-key" }, say("leader.key"))),
      h("p", { lang: item.lang }, readings.get(label.id) ?? item.reasons[label.id]))));
  // A reading is argued at greater length than a label is dismissed.
  columns.style.setProperty("--columns", ordered.map(({ id }) => (readings.has(id) ? "minmax(0, 1.6fr)" : "minmax(0, 1fr)")).join(" "));
  return [
    h("div", { class: "live-words" }, utterance({ ...item, context: "", speaker: "" }, item.evidence.map(({ phrase }) => phrase))),
    h("ul", { class: "live-evidence", "aria-label": say("leader.evidence") },
      ...item.evidence.map(({ phrase, why }) => h("li", { lang: item.lang }, h("q", {}, phrase), " ", why))),
    h("h3", { class: readings.size > 0 ? "live-contested" : "mio-status", "data-focus": true },
      say(readings.size > 0 ? "leader.contested" : "leader.reasons")),
    columns,
  ];
}

/** @param {string[]} first @param {string} id */
const place = (first, id) => (first.includes(id) ? first.indexOf(id) : first.length);

/** @param {Reveal} reveal @param {Label[]} labels @param {Say} say @returns {Parts} */
function talk(reveal, labels, say) {
  return [
    h("h3", { class: "mio-status", "data-focus": true }, say("leader.points")),
    h("blockquote", { class: "live-reminder", lang: reveal.item.lang }, reveal.item.text),
    h("ul", { class: "live-points" },
      ...(reveal.points ?? []).map(({ label, text, question }) =>
        h("li", { "data-shape": label === null ? "" : labelOf(labels, label).shape, lang: reveal.item.lang }, h("p", {}, text), h("p", { class: "live-ask" }, question))),
      reveal.sureness && h("li", { class: "live-sureness", "data-shape": "" }, ...sureness(reveal, labels, say))),
  ];
}

/** @param {Reveal} reveal @param {Label[]} labels @param {Say} say */
function sureness(reveal, labels, say) {
  const rows = (reveal.sureness ?? []).filter(({ agree, differ }) => agree + differ > 0);
  const contested = reveal.item.contested.length > 0;
  return [
    table(say(contested ? "leader.sureness.readings" : "leader.sureness"), [],
      rows.map(({ sureness: level, agree, differ }) => [
        level === null ? say("leader.sureness.unsaid") : say(`classify.sure.${level}`),
        say("leader.sureness.line", { agree, n: agree + differ }),
        bar(agree, agree + differ),
      ])),
    h("p", {}, elsewhere(reveal, labels, say)),
  ];
}

/** The confidently wrong, named as a question about the words and never as persons. @param {Reveal} reveal @param {Label[]} labels @param {Say} say */
function elsewhere({ item, sure_elsewhere: sure }, labels, say) {
  const counts = Object.entries(sure ?? {}).sort(([, a], [, b]) => b - a);
  const n = counts.reduce((sum, [, each]) => sum + each, 0);
  // What can be argued as well is not elsewhere, and is not the key.
  if (n === 0) return say(item.contested.length > 0 ? "leader.sure.none.readings" : "leader.sure.none");
  if (n === 1) return say("leader.sure.one");
  const [[first, most], second] = counts;
  const how = !second ? "same" : second[1] === most ? "several" : "some";
  return say(`leader.sure.${how}`, { n, label: labelOf(labels, first).short });
}
