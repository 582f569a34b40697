// @ts-check
/** The course of arousal and mentalizing over the turns of a conversation, as an illustration. */
import { h, svg } from "./dom.js";

const WIDTH = 560;
const HEIGHT = 120;
const TOP = 4;

/**
 * @param {{arousal: number, mentalizing: number}[]} turns
 * @param {import("./dom.js").Say} say
 */
export function levels(turns, say) {
  const last = turns[turns.length - 1];
  if (!last) return false;
  // Room for sixteen turns, so that the curve grows to the right instead of being squeezed anew each time.
  const step = (WIDTH - 110) / Math.max(15, turns.length - 1);
  /** @param {number} level */
  const y = (level) => 12 + ((TOP - level) / TOP) * (HEIGHT - 30);
  /** @param {"arousal" | "mentalizing"} name */
  const line = (name) => {
    const points = turns.map((turn, i) => `${(4 + i * step).toFixed(1)},${y(turn[name]).toFixed(1)}`);
    const path = svg("polyline", { points: points.join(" "), class: `mio-${name}`, "stroke-linejoin": "round" });
    return path;
  };
  /** @param {"arousal" | "mentalizing"} name @param {number} nudge */
  const name = (name, nudge) => {
    const label = svg("text", { x: 12 + (turns.length - 1) * step, y: y(last[name]) + 4 + nudge, class: `mio-${name}` });
    label.textContent = say(`conversation.${name}`);
    return label;
  };
  const close = Math.abs(y(last.arousal) - y(last.mentalizing)) < 14;
  const picture = svg("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    class: "mio-levels",
    role: "img",
    "aria-label": say("conversation.levels.text", { arousal: last.arousal, mentalizing: last.mentalizing }),
  });
  picture.append(line("arousal"), line("mentalizing"), name("arousal", close ? -7 : 0), name("mentalizing", close ? 9 : 0));
  return h("figure", {}, picture, h("p", { class: "mio-quiet" }, say("conversation.levels")));
}
