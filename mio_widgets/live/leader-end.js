// @ts-check
/** Looking back on the whole: how often the key was chosen, how far the room agreed, and what to keep. */
import { button, h, tag } from "../exercises/dom.js";
import { bar, table } from "../exercises/tables.js";
import { labelOf } from "./leader-reveal.js";
import { files } from "./leader-setup.js";
import { percent, total } from "./splits.js";

/**
 * @typedef {{round: number, few: boolean, sentence: string, figures: string[][], confused: string[][]}} Agreed
 * @param {import("./leader-line.js").Reveal[]} all
 * @param {Agreed[]} agreed
 * @param {import("./leader-line.js").Label[]} labels
 * @param {import("../exercises/dom.js").Say} say
 */
export function lookBack(all, agreed, labels, say) {
  const heading = h("h3", { class: "live-heading-large", "data-focus": true }, say("leader.wrap"));
  if (all.length === 0) return [heading, h("p", {}, say("leader.wrap.none"))];
  const few = agreed.every((entry) => entry.few);
  const parts = [
    agreed.length > 0 && h("section", { class: "live-agreed", "aria-label": say("leader.wrap.agreement") },
      h("h4", {}, say("leader.wrap.agreement")),
      ...(few ? [h("p", {}, agreed[agreed.length - 1].sentence)] : agreed.map((entry) => inWords(entry, say)))),
    h("div", { class: "live-overview" }, overview(all, labels, say)),
  ];
  // What the room reached comes first; that it is too early to say comes last.
  return [heading, ...(few ? parts.reverse() : parts)];
}

/** @param {import("./leader-line.js").Reveal[]} all @param {import("./leader-line.js").Label[]} labels @param {import("../exercises/dom.js").Say} say */
function overview(all, labels, say) {
  return table(say("leader.wrap.items"), [say("leader.wrap.item"), say("leader.wrap.key"), say("leader.before"), say("leader.after")],
    all.map(({ item, rounds, at }) => {
      const key = labelOf(labels, item.key);
      const shares = [1, 2].map((wanted) => share(rounds.find(({ round }) => round === wanted)?.split, key, say));
      return [h("span", { class: "live-said", lang: item.lang }, `${at + 1}. ${item.text}`), tag(key), ...shares];
    }));
}

/** @param {Record<string, number> | null | undefined} split @param {import("./leader-line.js").Label} key @param {import("../exercises/dom.js").Say} say */
function share(split, key, say) {
  if (!split) return "–";
  const of = total(split);
  const n = split[key.id];
  return h("span", { class: "live-share" }, say("leader.share", { n, percent: percent(n, of) }), bar(n, of, key.shape));
}

/** @param {Agreed} entry @param {import("../exercises/dom.js").Say} say */
function inWords({ round, few, sentence, figures, confused }, say) {
  return h("div", {},
    h("h5", {}, say(round === 1 ? "leader.wrap.round.1" : "leader.wrap.round.2")),
    h("p", {}, sentence),
    confused.length > 1 && h("p", {}, say("leader.wrap.confused", { pair: confused[1][0], share: confused[1][2] })),
    !few && h("details", {}, h("summary", {}, say("leader.wrap.details")),
      table(say("leader.wrap.agreement"), [], figures),
      confused.length > 1 && table(confused[0][0], ["", ...confused[0].slice(1)], confused.slice(1))));
}

/** @param {string} code @param {URL} base @param {import("../exercises/dom.js").Say} say @param {() => void} again */
export function farewell(code, base, say, again) {
  return h("div", { class: "live-farewell" },
    h("h3", { "data-focus": true }, say("leader.ended")),
    h("p", {}, say("leader.ended.how")),
    h("div", { class: "mio-row" }, ...files(code, base, say, "mio-button mio-main"), button(say("leader.again"), again)));
}
