// @ts-check
/**
 * What a round of answers adds up to: pure functions of a deck and its answers.
 *
 * @typedef {{id: string, key: string, contested: {label: string, text: string}[]}} Item
 * @typedef {{item: string, label: string | null, sureness: Sureness | null, correct: boolean | null}} Answer
 * @typedef {"unsure" | "fairly" | "sure"} Sureness
 */
import { areTexts } from "./store.js";

/** @type {Sureness[]} */
export const SURENESS = ["unsure", "fairly", "sure"];

/** Whether a saved record is a whole answer, or the mark of a new round. @param {any} entry */
export const isAnswer = (entry) =>
  entry.kind === "start-over" ||
  (entry.kind === "answer" &&
    typeof entry.item === "string" &&
    (entry.label === null || typeof entry.label === "string") &&
    (entry.sureness === null || SURENESS.includes(entry.sureness)) &&
    (entry.correct === null || typeof entry.correct === "boolean") &&
    (entry.phrases === undefined || areTexts(entry.phrases)));

/**
 * True when the label is the key or the other defensible reading; null for a blank, which is never wrong.
 * @param {Item} item @param {string | null} label
 */
export function isCorrect(item, label) {
  if (label === null) return null;
  return label === item.key || item.contested.some((reading) => reading.label === label);
}

/** The first answer given to each item, by item id. @template {Answer} A @param {A[]} answers */
export function firstAnswers(answers) {
  /** @type {Map<string, A>} */
  const first = new Map();
  for (const answer of answers) if (!first.has(answer.item)) first.set(answer.item, answer);
  return first;
}

/** @param {(Answer | undefined)[]} answers */
function tally(answers) {
  const given = answers.filter((answer) => answer && answer.label !== null);
  return { n: given.length, correct: given.filter((answer) => answer?.correct).length };
}

/**
 * @template {Item} I
 * @param {I[]} items
 * @param {string[]} labels
 * @param {Map<string, Answer>} answers
 */
export function summarize(items, labels, answers) {
  const answered = items.filter((item) => answers.has(item.id));
  /** @param {I} item */
  const answerTo = (item) => /** @type {Answer} */ (answers.get(item.id));
  /** @type {Map<string, {key: string, label: string, n: number}>} */
  const confusions = new Map();
  for (const item of answered) {
    const { label, correct } = answerTo(item);
    if (label === null || correct) continue;
    const found = confusions.get(`${item.key} ${label}`) ?? { key: item.key, label, n: 0 };
    found.n += 1;
    confusions.set(`${item.key} ${label}`, found);
  }
  return {
    total: { ...tally(answered.map(answerTo)), blank: answered.filter((item) => answerTo(item).label === null).length },
    byLabel: labels.map((label) => {
      const own = answered.filter((item) => item.key === label);
      return { label, asked: own.length, ...tally(own.map(answerTo)) };
    }),
    bySureness: SURENESS.map((sureness) => ({
      sureness,
      ...tally(answered.map(answerTo).filter((answer) => answer.sureness === sureness)),
    })),
    confusions: [...confusions.values()].sort((a, b) => b.n - a.n),
    again: answered.filter((item) => answerTo(item).correct === false),
    contested: answered.filter((item) => item.contested.length > 0),
  };
}

/** Fewer answers than this at one sureness say nothing about calibration. */
export const FEWEST = 3;

/**
 * Which sentence describes the learner's calibration.
 * @param {{sureness: Sureness, n: number, correct: number}[]} bySureness
 * @returns {"few" | "overconfident" | "modest" | "tracks" | "flat"}
 */
export function calibration(bySureness) {
  const [unsure, , sure] = bySureness;
  /** @param {{n: number, correct: number}} level */
  const share = ({ n, correct }) => correct / n;
  if (sure.n < FEWEST) return "few";
  if (share(sure) < 0.75) return "overconfident";
  if (unsure.n < FEWEST) return "few";
  if (share(unsure) > 0.8) return "modest";
  return share(sure) - share(unsure) >= 0.15 ? "tracks" : "flat";
}

/**
 * Unseen items whose key is one of the two confused labels, as many of each as there are, in the reserve's order.
 * @template {Item} I
 * @param {I[]} reserve @param {string[]} pair @param {Set<string>} seen @param {number} size
 * @returns {I[]}
 */
export function pickPractice(reserve, pair, seen, size = 4) {
  const queues = pair.map((label) => reserve.filter((item) => item.key === label && !seen.has(item.id)));
  const picked = new Set();
  for (let i = 0; picked.size < size && queues.some((queue) => queue.length > i); i += 1) {
    for (const queue of queues) if (queue[i] && picked.size < size) picked.add(queue[i]);
  }
  return reserve.filter((item) => picked.has(item));
}
