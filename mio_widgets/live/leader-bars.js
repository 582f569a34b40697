// @ts-check
/** What stands above and below the projected part: where the room is, how to join late, and the leader's controls. */
import { button, h } from "../exercises/dom.js";
import { typed } from "./leader-board.js";
import { PANES } from "./leader-reveal.js";

/**
 * @typedef {import("./leader-line.js").State} State
 * @typedef {import("../exercises/dom.js").Say} Say
 */

/** What people do now. @param {State} state @param {Say} say */
function doing({ phase, round }, say) {
  if (phase === "waiting") return say("leader.read");
  if (phase === "open") return say(`leader.round.${round}`);
  if (phase === "closed") return round === 1 ? say("leader.talk") : say("leader.closed");
  return "";
}

/** @param {State} state @param {import("./leader-board.js").Address | null} address @param {boolean} apart @param {Say} say */
export function topBar(state, address, apart, say) {
  const { at, of, code } = state;
  // Where people join and at the end the part below says where the room is; a rehearsal is told from a room all along.
  const rehearsal = address?.rehearsal ? [h("p", { class: "live-rehearsal" }, h("b", {}, say("leader.rehearsal")))] : [];
  if (apart) return rehearsal;
  return [
    ...rehearsal,
    h("p", { class: "live-where" }, h("b", {}, say("leader.at", { at: at + 1, of })), ` ${doing(state, say)}`),
    ...(address ? [h("p", { class: "live-late" }, say("leader.late", { address: typed(address.join_url) }), " ", h("b", {}, code))] : []),
  ];
}

/**
 * Everything beside the next step.
 * @param {State} state
 * @param {number} pane of the reveal, as it is shown
 * @param {Say} say
 * @param {{act: (what: string) => void, turn: (pane: number) => void, hands: () => void, full: () => void, leave: () => void,
 *   end: () => void, rest: () => void}} to `rest` gives the focus back to the next step
 */
export function footBar(state, pane, say, to) {
  const { can, phase, round } = state;
  /** @param {string} name @param {() => void} go */
  const small = (name, go) => button(name, () => {
    menu.open = false;
    go();
    if (menu.contains(document.activeElement)) to.rest();
  });
  const menu = h("details", { class: "live-menu" },
    h("summary", {}, say("leader.more")),
    h("div", {},
      can.includes("reopen") && small(say("leader.reopen"), () => to.act("reopen")),
      phase === "closed" && round === 1 && small(say("leader.early"), () => to.act("reveal")),
      phase !== "revealed" && can.includes("next") && small(say("leader.skip"), () => to.act("next")),
      small(say("leader.full"), to.full),
      small(say("leader.leave"), to.leave),
      can.includes("end") && button(say("leader.end"), to.end)));
  return /** @type {Node[]} */ ([
    menu,
    can.includes("hands") && button(say("leader.hands"), to.hands),
    phase === "revealed" && h("div", { class: "live-panes", role: "group", "aria-label": say("leader.panes") },
      ...Array.from({ length: PANES }, (_, at) =>
        button(say(`leader.pane.${at}`), () => {
          to.turn(at);
          to.rest();
        }, { "aria-pressed": String(at === pane) }))),
  ].filter(Boolean));
}
