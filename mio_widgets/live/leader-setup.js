// @ts-check
/** Before a room: which deck, which utterances, and the rooms that are still here. */
import { button, focusOn, h } from "../exercises/dom.js";

const MINUTES = 8;
const FIRST = 6;
const LATEST = 2;

/**
 * @typedef {{id: string, lang: string, title: string, summary: string, items: (import("./leader-line.js").Item & {two_readings: boolean})[]}} Deck
 * @typedef {{code: string, title: string, opened: string, ended?: boolean}} Kept
 * @param {{decks: Deck[], rooms: Kept[], say: import("../exercises/dom.js").Say, base: URL,
 *   open: (deck: string, items: string[]) => void, resume: (code: string) => void, remove: (code: string) => void}} options
 */
export function setup({ decks, rooms, say, base, open, resume, remove }) {
  const chosen = h("p", { role: "status", class: "live-chosen" });
  const list = h("ul", { class: "live-picks" });
  const summary = h("p", { class: "mio-quiet" });
  const start = button(say("leader.create"), () => open(select.value, picked()), { class: "mio-button mio-main" });
  const select = h("select", { class: "live-select", id: "live-deck", onchange: () => show() },
    ...decks.map((deck) => h("option", { value: deck.id, lang: deck.lang }, deck.title)));
  /** The list may be on the projector: which utterances are contested is shown when the leader asks, and which readings hold never. */
  const mark = button(say("leader.items.mark"), () => {
    const shows = mark.getAttribute("aria-pressed") !== "true";
    mark.setAttribute("aria-pressed", String(shows));
    if (shows) list.querySelector("li:has(.live-readings)")?.scrollIntoView({ block: "center" });
  }, { class: "mio-button live-mark", "aria-pressed": "false" });
  const boxes = () => /** @type {HTMLInputElement[]} */ ([...list.querySelectorAll("input")]);
  const picked = () => boxes().filter((box) => box.checked).map((box) => box.value);

  /** @param {(at: number) => boolean} want */
  function pick(want) {
    boxes().forEach((box, at) => (box.checked = want(at)));
    count();
  }
  function count() {
    const n = picked().length;
    chosen.textContent = say("leader.items.chosen", { n, minutes: n * MINUTES });
    start.disabled = n === 0;
  }
  function show() {
    const deck = decks.find(({ id }) => id === select.value) ?? decks[0];
    summary.textContent = deck.summary;
    summary.lang = deck.lang;
    list.replaceChildren(...deck.items.map((item, at) =>
      h("li", {}, h("label", { class: "live-pick" },
        h("input", { type: "checkbox", value: item.id, onchange: count }),
        h("span", { lang: item.lang }, item.two_readings && h("span", { class: "live-readings", lang: say.locale }, say("leader.items.two")),
          h("span", { class: "live-pick-text" }, item.text), h("span", { class: "mio-quiet" }, `${at + 1}. ${item.speaker}`))))));
    mark.hidden = !deck.items.some((item) => item.two_readings);
    pick((at) => at < FIRST);
  }
  show();
  /** @param {Kept[]} some */
  const listed = (some) => h("ul", { class: "live-rooms" }, ...some.map((room) => kept(room, { say, base, resume, remove })));

  return [
    h("h1", { class: "live-title", "data-focus": true }, say("leader.title")),
    h("p", { class: "mio-lead" }, say("leader.lead")),
    rooms.length > 0 && h("section", { class: "live-earlier", "aria-labelledby": "live-earlier" },
      h("h2", { id: "live-earlier" }, say("leader.rooms")),
      listed(rooms.slice(0, LATEST)),
      rooms.length > LATEST && h("details", {}, h("summary", {}, say("leader.rooms.earlier")), listed(rooms.slice(LATEST)))),
    // The leader's other page stands beside this one.
    h("p", {}, h("a", { class: "live-file", href: "findings.ipynb" }, say("leader.findings"))),
    h("div", { class: "live-field" }, h("label", { for: "live-deck" }, h("b", {}, say("leader.deck"))), select),
    summary,
    h("fieldset", { class: "live-items" },
      h("legend", {}, say("leader.items")),
      h("p", { class: "mio-quiet" }, say("leader.items.how")),
      h("div", { class: "mio-row" },
        button(say("leader.items.six"), () => pick((at) => at < FIRST)),
        button(say("leader.items.all"), () => pick(() => true)),
        button(say("leader.items.none"), () => pick(() => false)),
        mark),
      list),
    h("div", { class: "live-create" }, chosen, start),
  ];
}

/** @param {Kept} room @param {{say: import("../exercises/dom.js").Say, base: URL, resume: (code: string) => void, remove: (code: string) => void}} options */
function kept(room, { say, base, resume, remove }) {
  const opened = new Date(room.opened).toLocaleString(say.locale, { month: "long", day: "numeric", hour: "numeric", minute: "2-digit" });
  const row = h("div", { class: "mio-row" });
  const first = button(say("leader.delete", { code: room.code }), () => {
    const sure = button(say("leader.delete.yes", { code: room.code }), () => remove(room.code));
    row.replaceChildren(sure, button(say("leader.delete.no"), rest, { class: "mio-button mio-plain" }));
    focusOn(sure);
  }, { class: "mio-button mio-plain" });
  function rest() {
    row.replaceChildren(button(say(room.ended ? "leader.review" : "leader.resume", { code: room.code }), () => resume(room.code)), ...files(room.code, base, say), first);
    if (row.isConnected) focusOn(first);
  }
  rest();
  return h("li", {}, h("span", {}, say("leader.rooms.what", { title: room.title, opened })), row);
}

/** The receipt and the votes, as links that the browser saves under the server's names. @param {string} code @param {URL} base @param {import("../exercises/dom.js").Say} say @param {string} [first] the receipt's class */
export function files(code, base, say, first = "mio-button") {
  const at = new URL(`rooms/${code}/`, base);
  return [
    h("a", { class: `${first} live-file`, href: new URL("receipt.html", at), download: true }, say("leader.receipt")),
    h("a", { class: "mio-button live-file", href: new URL("votes.csv", at), download: true }, say("leader.votes")),
  ];
}
