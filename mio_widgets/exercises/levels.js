// @ts-check
/** The course of arousal and mentalizing over the turns of a conversation, as an illustration. */
import { h, svg } from "./dom.js";

const WIDTH = 560;
const HEIGHT = 120;
const TOP = 4;

/** @typedef {"arousal" | "mentalizing"} Line */
/** @type {Line[]} */
const LINES = ["arousal", "mentalizing"];

/**
 * @param {{arousal: number, mentalizing: number}[]} turns
 * @param {import("./dom.js").Say} say
 */
export function levels(turns, say) {
  const last = turns[turns.length - 1];
  if (!last) return false;
  // Room for sixteen turns, so that the curve grows to the right instead of being squeezed anew each time.
  const step = (WIDTH - 8) / Math.max(15, turns.length - 1);
  /** @param {number} level */
  const y = (level) => 12 + ((TOP - level) / TOP) * (HEIGHT - 24);
  /** @param {Line} name @param {[number, number][]} points */
  const line = (name, points) =>
    svg("polyline", { points: points.map(([x, up]) => `${x.toFixed(1)},${up.toFixed(1)}`).join(" "), class: `mio-${name}`, "stroke-linejoin": "round" });
  const picture = svg("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    class: "mio-levels",
    role: "img",
    "aria-label": say("conversation.levels.text", { arousal: last.arousal, mentalizing: last.mentalizing }),
  });
  picture.append(...LINES.map((name) => line(name, turns.map((turn, i) => [4 + i * step, y(turn[name])]))));
  // The names stand as text beside the drawing, which shrinks with the screen.
  const names = LINES.map((name) => {
    const sample = svg("svg", { viewBox: "0 0 30 8", class: "mio-levels mio-sample" });
    sample.append(line(name, [[0, 4], [30, 4]]));
    return h("span", {}, sample, say(`conversation.${name}`));
  });
  return h("figure", {}, picture, h("p", { class: "mio-levelnames", "aria-hidden": "true" }, ...names), h("p", { class: "mio-quiet" }, say("conversation.levels")));
}
