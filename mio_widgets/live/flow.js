// @ts-check
/** Who moved where between the two votes, as bands from left to right; the table beside it says the same. */
import { h, svg, tag } from "../exercises/dom.js";
import { table } from "../exercises/tables.js";

const BANDS = 176;
const TALL = 230;
const TOP = 24;
/** What a letter of a name may take, in a wide face. */
const LETTER = 9.6;
const GAP = 8;
const LINE = 16;

/**
 * @param {import("./leader-line.js").Label[]} labels
 * @param {import("./leader-line.js").Move[]} moves
 * @param {import("../exercises/dom.js").Say} say
 */
export function flow(labels, moves, say) {
  const blank = { id: "", name: say("leader.blank"), short: say("leader.blank"), shape: "ring" };
  const rows = moves.some(({ from, to }) => from === null || to === null) ? [...labels, blank] : labels;
  return h("figure", { class: "live-flow" },
    drawing(rows, moves, say),
    h("figcaption", {}, sentence(rows, moves, say)),
    h("p", { class: "mio-quiet" }, say("leader.flow.who")),
    h("details", {}, h("summary", {}, say("leader.numbers")), numbers(rows, moves, say)));
}

/** @param {import("./leader-line.js").Label[]} rows @param {string | null} id */
const rowOf = (rows, id) => rows.find((row) => row.id === (id ?? "")) ?? rows[0];

/** The moves away from a label, the largest first. @param {import("./leader-line.js").Move[]} moves */
const away = (moves) => moves.filter(({ from, to, n }) => from !== to && n > 0).sort((a, b) => b.n - a.n);

/** @param {import("./leader-line.js").Label[]} rows @param {import("./leader-line.js").Move[]} moves @param {import("../exercises/dom.js").Say} say */
export function sentence(rows, moves, say) {
  const of = moves.reduce((sum, { n }) => sum + n, 0);
  const moved = away(moves);
  const n = moved.reduce((sum, move) => sum + move.n, 0);
  if (n === 0) return say("leader.moved.none", { of });
  const names = { from: rowOf(rows, moved[0].from).short, to: rowOf(rows, moved[0].to).short };
  if (moved.length === 1) return say("leader.moved.all", { n, of, ...names });
  return moved[0].n > moved[1].n ? say("leader.moved.most", { n, of, most: moved[0].n, ...names }) : say("leader.moved", { n, of });
}

/** @param {import("./leader-line.js").Label[]} rows @param {import("./leader-line.js").Move[]} moves @param {import("../exercises/dom.js").Say} say */
function numbers(rows, moves, say) {
  /** @param {string} from @param {string} to */
  const n = (from, to) => moves.find((move) => (move.from ?? "") === from && (move.to ?? "") === to)?.n ?? 0;
  return table(say("leader.flow.table"), [say("leader.flow.from"), ...rows.map(({ short }) => short)],
    rows.map((from) => [tag(from), ...rows.map((to) => String(n(from.id, to.id)))]));
}

/** @param {import("./leader-line.js").Label[]} rows @param {import("./leader-line.js").Move[]} moves @param {import("../exercises/dom.js").Say} say */
function drawing(rows, moves, say) {
  const of = moves.reduce((sum, { n }) => sum + n, 0) || 1;
  const longest = Math.max(...rows.map(({ short }) => short.length)) + String(of).length + 1;
  const edge = Math.ceil(16 + LETTER * longest);
  const wide = BANDS + 2 * edge;
  const scale = (TALL - TOP - GAP * (rows.length - 1)) / of;
  const picture = svg("svg", { viewBox: `0 0 ${wide} ${TALL}`, role: "img", "aria-label": sentence(rows, moves, say) });
  const left = column(rows, (id) => moves.filter(({ from }) => (from ?? "") === id), scale);
  const right = column(rows, (id) => moves.filter(({ to }) => (to ?? "") === id), scale);
  const words = [heading(say("leader.before"), edge - 6, "end"), heading(say("leader.after"), wide - edge + 6, "start")];
  for (const from of rows) {
    for (const to of rows) {
      const n = moves.find((move) => (move.from ?? "") === from.id && (move.to ?? "") === to.id)?.n ?? 0;
      if (n === 0) continue;
      const [a, b] = [left.get(from.id), right.get(to.id)].map((node) => /** @type {{used: number}} */ (node));
      picture.append(band(edge, a.used, b.used, n * scale, from, from === to));
      if (from !== to && n * scale >= 13) words.push(word(String(n), edge + 16, a.used + (n * scale) / 2 + 5, "start", "live-moved"));
      a.used += n * scale;
      b.used += n * scale;
    }
  }
  for (const [places, x, side] of /** @type {[typeof left, number, number][]} */ ([[left, edge - 6, -1], [right, wide - edge, 1]])) {
    let lowest = 0;
    for (const row of rows) {
      const place = places.get(row.id);
      if (!place || place.n === 0) continue;
      // Names of thin bands keep a line's distance.
      lowest = Math.max(place.top + place.tall / 2 + 5, lowest + LINE);
      picture.append(...node(row, place, x, side, lowest));
    }
  }
  picture.append(...words);
  return picture;
}

/** @param {import("./leader-line.js").Label[]} rows @param {(id: string) => import("./leader-line.js").Move[]} of @param {number} scale */
function column(rows, of, scale) {
  let top = TOP;
  return new Map(rows.map(({ id }) => {
    const n = of(id).reduce((sum, move) => sum + move.n, 0);
    const place = { n, top, used: top, tall: n * scale };
    top += n * scale + GAP;
    return [id, place];
  }));
}

/** @param {number} x @param {number} from @param {number} to @param {number} tall @param {{shape: string}} label @param {boolean} stays */
function band(x, from, to, tall, label, stays) {
  const [y, middle] = [x + BANDS, x + BANDS / 2];
  const d = `M${x} ${from}C${middle} ${from} ${middle} ${to} ${y} ${to}v${tall}C${middle} ${to + tall} ${middle} ${from + tall} ${x} ${from + tall}Z`;
  return svg("path", { d, class: stays ? "live-band live-stays" : "live-band", "data-shape": label.shape });
}

/** @param {import("./leader-line.js").Label} label @param {{n: number, top: number, tall: number}} place @param {number} x @param {number} side @param {number} y */
function node(label, place, x, side, y) {
  const edge = side < 0 ? x - 5 : x + 11;
  return [
    svg("rect", { x, y: place.top, width: 6, height: place.tall, class: "live-node", "data-shape": label.shape }),
    word(`${label.short} ${place.n}`, edge, y, side < 0 ? "end" : "start", "live-name", label.shape),
  ];
}

/** @param {string} text @param {number} x @param {"start" | "end"} anchor */
const heading = (text, x, anchor) => word(text, x, 12, anchor, "live-heading");

/** @param {string} text @param {number} x @param {number} y @param {"start" | "end"} anchor @param {string} className @param {string} [shape] */
function word(text, x, y, anchor, className, shape = "") {
  const element = svg("text", { x, y, "text-anchor": anchor, class: className, "data-shape": shape });
  element.append(text);
  return element;
}
