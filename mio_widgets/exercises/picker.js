// @ts-check
/** An utterance in phrases that can be tapped, and how what was tapped compares with the evidence. */
import { button, h } from "./dom.js";

/**
 * @typedef {{id: string, lang?: string, text: string, phrases: string[], evidence: {phrase: string, why: string}[]}} Pointed
 */

/**
 * The phrases as toggle buttons, and a button that hands over those pressed.
 * @param {Pointed} item @param {import("./dom.js").Say} say @param {(phrases: string[]) => void} done
 */
export function picker(item, say, done) {
  /** @type {Map<string, HTMLElement>} */
  const toggles = new Map();
  const parts = item.phrases.flatMap((phrase, i) => {
    // What stands between two phrases, an "and", is text and no choice.
    const decides = item.evidence.some((evidence) => evidence.phrase === phrase);
    const [, closing, before, words, after] = /** @type {RegExpMatchArray} */ (phrase.match(/^([,.;:…!?”’—]*)(\s*)(.*?)(\s*)$/su));
    // Every box holds the marks that follow it: without them, a phrase that decides could be told by its bare end.
    const following = item.phrases[i + 1]?.match(/^[,.;:…!?”’—]*/u)?.[0] ?? "";
    const opening = i === 0 ? closing : "";
    if (!decides && (phrase.match(/\p{L}/gu) ?? []).length < 5) return [opening, before, words, after, following];
    const toggle = h("button", { type: "button", class: "mio-phrase", "aria-pressed": "false" }, opening, words, after ? "" : following);
    toggle.addEventListener("click", () =>
      toggle.setAttribute("aria-pressed", String(toggle.getAttribute("aria-pressed") !== "true")));
    toggles.set(phrase, toggle);
    return [before, toggle, after, after ? following : ""];
  });
  const pressed = () => [...toggles].filter(([, toggle]) => toggle.getAttribute("aria-pressed") === "true").map(([phrase]) => phrase);
  return [
    h("div", { class: "mio-phrases", role: "group", "aria-label": say("point.which") }, h("span", { lang: item.lang }, ...parts)),
    h("div", { class: "mio-row" }, button(say("point.compare"), () => done(pressed()), { class: "mio-button mio-main" })),
  ];
}

/** How the tapped phrases compare with the evidence. @param {Pointed} item @param {string[]} tapped */
export function compared(item, tapped) {
  const decisive = new Set(item.evidence.map(({ phrase }) => phrase));
  return {
    found: item.evidence.filter(({ phrase }) => tapped.includes(phrase)),
    missed: item.evidence.filter(({ phrase }) => !tapped.includes(phrase)),
    beside: tapped.filter((phrase) => !decisive.has(phrase)),
  };
}

/**
 * The comparison, for reading, with headings one level below what stands above it.
 * @param {Pointed} item @param {string[]} tapped @param {import("./dom.js").Say} say @param {"h4" | "h5"} level
 */
export function comparison(item, tapped, say, level) {
  const { found, missed, beside } = compared(item, tapped);
  /** @param {string} title @param {{phrase: string, why?: string}[]} phrases */
  const list = (title, phrases) =>
    phrases.length > 0 && h("div", { class: "mio-compared" }, h(level, {}, title),
      h("ul", { class: "mio-evidence" }, ...phrases.map(({ phrase, why }) => h("li", { lang: item.lang }, h("q", {}, phrase.trim()), why ? `: ${why}` : ""))));
  return [
    list(say("point.found"), found),
    list(say(found.length > 0 ? "point.missed" : "classify.evidence"), missed),
    list(say("point.beside"), beside.map((phrase) => ({ phrase }))),
  ];
}
