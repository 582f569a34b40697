// @ts-check
/**
 * Before and after, label by label: bars that are a table. A full bar is everybody, in every utterance and round. No chart library, since the page would load 4.8 MB
 * for two small charts, and the bars here grow with the projector, follow light and dark, and are read aloud as they stand.
 */
import { h, tag } from "../exercises/dom.js";

/** Half a percent is rounded up. @param {number} part @param {number} whole */
export const percent = (part, whole) => (whole === 0 ? 0 : Math.round((100 * part) / whole));

/** @param {Record<string, number>} split */
export const total = (split) => Object.values(split).reduce((sum, n) => sum + n, 0);

/**
 * @param {import("./leader-line.js").Label[]} labels
 * @param {import("./leader-line.js").Round[]} rounds those with a split
 * @param {number} of how many rounds there were
 * @param {string} key
 * @param {import("../exercises/dom.js").Say} say
 */
export function splits(labels, rounds, of, key, say) {
  /** @param {import("./leader-line.js").Round} round @param {string} id */
  const line = ({ round, split }, id) => {
    const n = split?.[id] ?? 0;
    const all = total(split ?? {});
    const bar = h("span", { class: "live-bar", "data-round": round, "aria-hidden": "true" });
    bar.style.inlineSize = `${all === 0 ? 0 : (100 * n) / all}%`;
    return h("td", {}, h("span", { class: "live-when" }, name(round, of, say)), h("span", { class: "live-track" }, bar),
      h("span", { class: "live-n" }, say("leader.share", { n, percent: percent(n, all) })));
  };
  return h("table", { class: "live-splits" },
    h("caption", { class: "mio-status" }, say("leader.splits")),
    h("thead", { class: "mio-status" }, h("tr", {}, h("th", { scope: "col" }, say("leader.label")),
      ...rounds.map(({ round }) => h("th", { scope: "col" }, name(round, of, say))))),
    h("tbody", {}, ...labels.map((label) =>
      h("tr", { "data-shape": label.shape, "data-key": label.id === key },
        h("th", { scope: "row" }, tag(label), label.id === key && h("span", { class: "live-key" }, say("leader.key"))),
        ...rounds.map((round) => line(round, label.id))))));
}

/** @param {number} round @param {number} of @param {import("../exercises/dom.js").Say} say */
function name(round, of, say) {
  if (of === 1) return "";
  return round === 1 ? say("leader.before") : say("leader.after");
}
