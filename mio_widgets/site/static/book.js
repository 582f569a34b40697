// @ts-check
/** Adds to a page the reader's own progress, kept in this browser, and the meaning of its terms. */
import { visitTo } from "../../exercises/due.js";
import { countAnswered, lastExercise } from "../../exercises/store.js";
import { explainTerms } from "./terms.js";

/** @param {Element} entry */
function progressOf(entry) {
  /** @type {Record<string, number>} */
  const exercises = JSON.parse(/** @type {HTMLElement} */ (entry).dataset.exercises ?? "{}");
  const total = Object.values(exercises).reduce((sum, n) => sum + n, 0);
  const done = Object.entries(exercises).reduce((sum, [id, n]) => sum + Math.min(n, countAnswered(id)), 0);
  return { done, total };
}

const menu = /** @type {HTMLElement | null} */ (document.querySelector(".book-menu"));

/** @param {number} done @param {number} of */
const share = (done, of) => (menu?.dataset.done ?? "").replace("{done}", String(done)).replace("{of}", String(of));

function show() {
  for (const entry of document.querySelectorAll("[data-exercises]")) {
    const { done, total } = progressOf(entry);
    let badge = entry.querySelector(":scope > .book-done");
    if (!badge) {
      badge = document.createElement("span");
      badge.className = "book-done";
      entry.querySelector("a")?.after(" ", badge);
    }
    badge.textContent = total === 0 || done === 0 ? "" : done === total ? document.body.dataset.finished ?? "" : share(done, total);
    entry.toggleAttribute("data-finished", total > 0 && done === total);
  }
}

/** A link to an exercise of the chapter that `entry` lists. @param {Element} entry @param {string} exercise @param {string} text @param {string} [lang] */
function linkTo(entry, exercise, text, lang = "") {
  const link = document.createElement("a");
  link.href = `${entry.querySelector("a")?.href}#exercise-${exercise}`;
  link.textContent = text;
  if (lang) link.lang = lang;
  return link;
}

/** Under the home page's title: where the reader was, and what is due again. */
function offerToContinue() {
  const box = /** @type {HTMLElement | null} */ (document.querySelector(".book-onward"));
  const title = document.querySelector("main h1");
  if (!box || !title) return;
  const entries = [...document.querySelectorAll(".book-contents > li")].map((entry) => {
    const { exercises, decks } = /** @type {HTMLElement} */ (entry).dataset;
    return { entry, exercises: JSON.parse(exercises ?? "{}"), decks: JSON.parse(decks ?? "[]") };
  });
  const last = lastExercise();
  const chapter = entries.find(({ exercises }) => last !== null && last in exercises)?.entry;
  const due = entries.flatMap(({ entry, decks }) => decks
    .filter((/** @type {any} */ deck) => visitTo(deck)?.isDue)
    .map((/** @type {any} */ { id, title: name, lang }) => linkTo(entry, id, name, lang)));
  const goOn = chapter && last ? [linkTo(chapter, last, chapter.querySelector("a")?.textContent ?? "", chapter.querySelector("a")?.lang)] : [];
  const lines = /** @type {[string | undefined, HTMLElement[]][]} */ ([[box.dataset.continue, goOn], [box.dataset.due, due]]);
  box.replaceChildren(...lines.filter(([, links]) => links.length > 0).map(([words, links]) => {
    const line = document.createElement("p");
    line.append(...[words ?? "", ...links].flatMap((part) => [part, " "]));
    return line;
  }));
  box.hidden = goOn.length + due.length === 0;
  const subtitle = title.nextElementSibling?.matches("p") ? title.nextElementSibling : title;
  subtitle.after(box);
}

/** Goes to the exercise that the address names, once it is drawn. */
function goToExercise() {
  const name = location.hash.slice(1);
  if (!name.startsWith("exercise-")) return;
  const find = () => {
    const exercise = document.getElementById(name);
    exercise?.scrollIntoView();
    return exercise !== null;
  };
  if (find()) return;
  const drawn = new MutationObserver(() => find() && drawn.disconnect());
  drawn.observe(document.body, { childList: true, subtree: true });
  // A reader who has begun to read is not moved any more.
  for (const own of ["wheel", "touchstart", "keydown"]) addEventListener(own, () => drawn.disconnect(), { once: true, passive: true });
}

/** The next chapter's link once more where the text ends: references and terms can be long. */
function offerNext() {
  const next = document.querySelector(".book-pager [rel=next]");
  const sources = document.querySelector(".book-sources");
  const before = [...document.querySelectorAll(".book-prose")].filter((prose) => sources && prose.compareDocumentPosition(sources) & Node.DOCUMENT_POSITION_FOLLOWING);
  // The home page is a list of links already.
  if (!next || document.querySelector(".book-contents")) return;
  const line = document.createElement("p");
  line.className = "book-next";
  line.append(next.cloneNode(true));
  before.at(-1)?.before(line);
}

/** Has the browser keep the book for reading offline if it was built so; if not, lets go of what an earlier build kept. */
async function keepOffline() {
  const workers = navigator.serviceWorker; // missing without https
  const script = new URL("offline.js", document.baseURI).href;
  if (document.body.dataset.offline !== undefined) {
    await workers?.register(script);
    return;
  }
  const earlier = await workers?.getRegistration();
  if (earlier?.active?.scriptURL !== script) return;
  await earlier.unregister();
  const kept = (await caches.keys()).filter((name) => name.startsWith(`mio-book ${earlier.scope} `));
  await Promise.all(kept.map((name) => caches.delete(name)));
}

show();
offerToContinue();
offerNext();
goToExercise();
// Some private windows refuse; the book can be read all the same.
keepOffline().catch(() => {});
explainTerms();
addEventListener("storage", show);
addEventListener("pageshow", () => {
  show();
  offerToContinue();
});
addEventListener("hashchange", goToExercise);
// An exercise on this very page changes no other tab's storage, so ask again when the reader opens the list.
menu?.addEventListener("toggle", show);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu?.hasAttribute("open")) return;
  menu.removeAttribute("open");
  menu.querySelector("summary")?.focus();
});
