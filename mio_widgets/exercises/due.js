// @ts-check
/**
 * Return visits: after a deck is finished, unseen items of its reserve come due after 1, 3, 7 and 21 days,
 * each counted from the visit before.
 */

import { button, h } from "./dom.js";
import { firstAnswers, isAnswer } from "./score.js";
import { openStore } from "./store.js";

export const SPACING_DAYS = [1, 3, 7, 21];
export const VISIT_SIZE = 6;
const DAY = 24 * 60 * 60 * 1000;

/**
 * The next return visit, or null when the deck is not finished, all visits are made, or nothing is unseen.
 * @template {{id: string}} I
 * @param {{id: string, items: {id: string}[], reserve: {items: I[]}}} deck
 * @param {Map<string, {time: string}>} answers the first answer to each of the deck's items
 * @param {{item: string, time: string, visit?: number, practiceFor?: string}[]} practised answers to the reserve's items,
 *   which other decks may share: what was seen there is seen, but their visits are their own
 * @param {number} now milliseconds
 * @returns {{visit: number, at: number, isDue: boolean, items: I[]} | null}
 */
export function nextVisit({ id: deck, items, reserve }, answers, practised, now) {
  if (items.length === 0 || items.some(({ id }) => !answers.has(id))) return null;
  const seen = new Set(practised.map(({ item }) => item));
  const unseen = reserve.items.filter(({ id }) => !seen.has(id)).slice(0, VISIT_SIZE);
  const visits = practised.filter(({ visit, practiceFor }) => visit !== undefined && practiceFor === deck);
  const made = new Set(visits.map(({ visit }) => visit)).size;
  if (made >= SPACING_DAYS.length || unseen.length === 0) return null;
  const before = made === 0 ? [...answers.values()] : visits;
  const last = Math.max(...before.map(({ time }) => Date.parse(time)));
  const at = last + SPACING_DAYS[made] * DAY;
  return { visit: made + 1, at, isDue: now >= at, items: unseen };
}

/** The first answers of the present round of a deck. @param {string} id */
export function answersOf(id) {
  const all = openStore(id, isAnswer).all();
  const round = all.reduce((latest, entry) => Math.max(latest, entry.round), 1);
  return firstAnswers(/** @type {any[]} */ (all.filter((entry) => entry.kind === "answer" && entry.round === round)));
}

/** All answers to the items of a deck's reserve, whichever deck they were practised for. @param {{reserve: {id: string}}} deck @returns {any[]} */
export const reserveOf = ({ reserve }) => (reserve.id ? openStore(reserve.id, isAnswer).all() : []);

/**
 * The next return visit to a deck, from what this browser holds.
 * @template {{id: string}} I
 * @param {{id: string, items: {id: string}[], reserve: {id: string, items: I[]}}} deck
 */
export const visitTo = (deck) => nextVisit(deck, /** @type {any} */ (answersOf(deck.id)), reserveOf(deck), Date.now());

/**
 * The next return visit, for reading: when it is, and a button once it is due.
 * @param {{at: number, isDue: boolean, items: unknown[]}} visit @param {import("./dom.js").Say} say @param {() => void} begin
 */
export function visitOffer({ at, isDue, items }, say, begin) {
  const when = new Date(at).toLocaleDateString(say.locale, { weekday: "long", month: "long", day: "numeric" });
  const n = items.length;
  return [
    h("h4", {}, say("summary.visit")),
    h("p", {}, isDue ? say("summary.visit.due", { n }) : say("summary.visit.later", { when, n })),
    isDue && h("div", { class: "mio-row" }, button(say("summary.visit.go"), begin, { class: "mio-button mio-main" })),
  ];
}
