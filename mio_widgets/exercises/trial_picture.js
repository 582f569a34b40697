// @ts-check
/** The picture of `trial_size`: drawn at the width there is, so that its words keep their size on a phone. */
import { svg } from "./dom.js";

/** The axis: as far as the widest interval and the largest of the smallest differences reach. */
const FROM = -1.3;
const TO = 2.3;
const TICKS = [-1, -0.5, 0, 0.5, 1, 1.5, 2];
/** Heights from the top, in pixels. */
const ROW = { possible: 14, chosen: 58, others: 86, other: 19, end: 136, seen: 164, noticed: 206, axis: 242, all: 264 };
/** From this width on, a row is named in words and not by its number alone. */
const WIDE = 480;
/** Below this width the two headings take smaller letters. */
const TIGHT = 290;

/** @typedef {{n: number, low: number, high: number, zero: boolean, smallest: number}} Seen */

/**
 * @param {number} width
 * @param {{found: number, chosen: Seen, others: Seen[], text: string, possible: string, seen: string, missed: string, row: (n: number) => string, number: (value: number) => string}} what
 */
export function trialPicture(width, { found, chosen, others, text, possible, seen, missed, row, number }) {
  const gutter = width < WIDE ? 34 : 100;
  const named = width < WIDE ? String : row;
  /** @param {number} d */
  const x = (d) => gutter + ((d - FROM) / (TO - FROM)) * (width - gutter - 2);
  const drawing = svg("svg", { class: width < TIGHT ? "mio-tight" : "", viewBox: `0 0 ${width} ${ROW.all}`, width, height: ROW.all, role: "img", "aria-label": text });
  /** @param {string} tag @param {Record<string, any>} attributes @param {string} [content] */
  const add = (tag, attributes, content) => {
    const element = svg(tag, attributes);
    if (content !== undefined) element.textContent = content;
    drawing.append(element);
  };
  /** @param {string} kind @param {number} from @param {number} to @param {number} y */
  const line = (kind, from, to, y) => add("line", { class: kind, x1: x(from), x2: x(to), y1: y, y2: y });
  /** @param {string} kind @param {number} at @param {number} y @param {string} content @param {string} [anchor] */
  const word = (kind, at, y, content, anchor = "middle") => add("text", { class: kind, x: at, y, "text-anchor": anchor }, content);

  for (const d of TICKS) {
    for (const [y1, y2] of [[ROW.possible + 12, ROW.end], [ROW.seen + 12, ROW.axis]]) {
      add("line", { class: d === 0 ? "mio-zero" : "mio-grid", x1: x(d), x2: x(d), y1, y2 });
    }
    word(d === 0 ? "mio-strong" : "mio-faint", x(d), ROW.axis + 17, number(d).replace(/[.,]?0+$/, "") || "0");
  }
  word("mio-strong", 0, ROW.possible, possible, "start");
  line("mio-interval", chosen.low, chosen.high, ROW.chosen);
  for (const end of [chosen.low, chosen.high]) {
    add("line", { class: "mio-interval", x1: x(end), x2: x(end), y1: ROW.chosen - 7, y2: ROW.chosen + 7 });
  }
  add("circle", { class: chosen.zero ? "mio-open" : "mio-full", cx: x(found), cy: ROW.chosen, r: 7 });
  // Two numbers too near each other lean apart.
  const near = x(chosen.high) - x(chosen.low) < 50;
  word("mio-end", x(chosen.low) + (near ? 8 : 0), ROW.chosen - 13, number(chosen.low), near ? "end" : "middle");
  word("mio-end", Math.min(x(chosen.high), width - 18) - (near ? 8 : 0), ROW.chosen - 13, number(chosen.high), near ? "start" : "middle");
  word("mio-strong", 0, ROW.chosen + 5, named(chosen.n), "start");
  others.forEach((other, i) => {
    const y = ROW.others + i * ROW.other;
    line("mio-other", other.low, other.high, y);
    add("circle", { class: other.zero ? "mio-open mio-small" : "mio-full mio-small", cx: x(found), cy: y, r: 3.5 });
    word("mio-faint", 0, y + 4, named(other.n), "start");
  });

  word("mio-strong", 0, ROW.seen, seen, "start");
  word("mio-faint", x(0) - 10, ROW.noticed + 4, missed, "end");
  line("mio-missed", 0, chosen.smallest, ROW.noticed);
  line("mio-noticed", chosen.smallest, TO, ROW.noticed);
  const at = x(chosen.smallest);
  add("path", { class: "mio-full", d: `M${at} ${ROW.noticed + 5}l-8 -14h16Z` });
  word("mio-end", Math.min(at, width - 18), ROW.noticed - 15, number(chosen.smallest));
  for (const other of others) {
    add("line", { class: "mio-other", x1: x(other.smallest), x2: x(other.smallest), y1: ROW.noticed + 5, y2: ROW.noticed + 11 });
    word("mio-faint", x(other.smallest), ROW.noticed + 24, String(other.n));
  }
  return drawing;
}
