// @ts-check
/**
 * What the projector shows while people join, vote and talk. Nothing here is given a count by label, a share or the
 * key: the server tells none before the reveal.
 */
import { h, marked, tag } from "../exercises/dom.js";

/**
 * @typedef {import("./leader-line.js").State} State
 * @typedef {{join_url: string, qr_svg: string, reachable: boolean, rehearsal?: boolean, command?: string, addresses: {join_url: string, qr_svg: string}[]}} Address
 * @typedef {{parts: (Node | false)[], update: (state: State) => void}} View
 */

/** An address as one types it, without its beginning and the room's code. @param {string} url */
export const typed = (url) => url.replace(/^https?:\/\//, "").replace(/\/[^/]*$/, "");

/** @param {string} source a drawing from the server, shown as a picture so that nothing in it could run @param {string} alt */
export const picture = (source, alt) => h("img", { class: "live-qr", src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(source)}`, alt });

/** @param {State} state @param {Address} address @param {import("../exercises/dom.js").Say} say @param {(address: Address) => void} use @returns {View} */
export function lobby(state, address, say, use) {
  const joined = h("p", { class: "live-count", role: "status" });
  const others = address.addresses.filter(({ join_url }) => join_url !== address.join_url);
  return {
    parts: [
      h("div", { class: "live-lobby" },
        picture(address.qr_svg, say("leader.join.qr", { url: address.join_url })),
        h("div", { class: "live-ways" },
          h("h3", { "data-focus": true }, say("leader.join")),
          h("p", {}, say("leader.join.how")),
          h("p", { class: "live-address" }, typed(address.join_url)),
          h("p", {}, say("leader.join.code")),
          h("p", { class: "live-code" }, ...[...state.code].map((letter) => h("span", {}, letter))),
          joined)),
      !address.reachable && (address.rehearsal ? h("p", { class: "mio-quiet" }, say("leader.join.rehearsal", { command: address.command ?? "" }))
        : h("p", { class: "mio-note", role: "note" }, say("leader.join.unreachable"))),
      others.length > 0 && h("details", { class: "live-others" }, h("summary", {}, say("leader.join.other")),
        h("div", { class: "mio-row" }, ...others.map((other) =>
          h("button", { type: "button", class: "mio-button", onclick: () => use({ ...address, ...other }) }, typed(other.join_url))))),
    ],
    update: ({ joined: n }) => (joined.textContent = say("leader.joined", { n })),
  };
}

/** @param {import("./leader-line.js").Item} item @param {string[]} [evidence] */
export function utterance(item, evidence = []) {
  return h("figure", { class: "live-utterance", lang: item.lang },
    item.context !== "" && h("p", { class: "live-context" }, item.context),
    h("blockquote", {}, h("p", {}, marked(item.text, evidence))),
    item.speaker !== "" && h("figcaption", {}, item.speaker));
}

/** @param {State} state @param {import("../exercises/dom.js").Say} say @returns {View} */
export function voting(state, say) {
  const count = h("p", { class: "live-count", role: "status", "aria-atomic": "true" });
  const filled = h("span", {});
  const meter = h("span", { class: "live-meter", "aria-hidden": "true" }, filled);
  const item = /** @type {import("./leader-line.js").Item} */ (state.item);
  return {
    parts: [
      utterance(item),
      h("div", { class: "live-asked" },
        h("h3", { "data-focus": true, lang: state.deck.lang }, state.deck.question),
        h("ul", { class: "live-options" }, ...state.labels.map((label) => h("li", { "data-shape": label.shape }, tag(label))))),
      state.phase === "closed" && h("div", { class: "live-talk" },
        h("h4", {}, say(state.round === 1 ? "leader.talk" : "leader.closed")),
        h("p", {}, say(state.round === 1 ? "leader.talk.how" : "leader.closed.how"))),
      state.phase === "waiting" ? h("p", { class: "live-count" }, say("leader.waiting")) : h("div", { class: "live-voted" }, meter, count),
    ],
    update: ({ voted, joined, hands }) => {
      const told = joined === 0 ? say("leader.voted.none") : say("leader.voted", { n: voted, of: joined });
      const raised = hands > 0 ? ` ${say("leader.hands.counted", { n: hands })}` : "";
      if (count.textContent !== told + raised) count.textContent = told + raised;
      filled.style.inlineSize = `${joined === 0 ? 0 : (100 * voted) / joined}%`;
    },
  };
}
