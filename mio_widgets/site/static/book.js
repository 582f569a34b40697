// @ts-check
/** Adds to a page the reader's own progress, kept in this browser, and the meaning of its terms. */
import { countAnswered } from "../../exercises/store.js";
import { explainTerms } from "./terms.js";

const LAST = "mio:1:last-chapter";

/** @param {Element} entry */
function progressOf(entry) {
  /** @type {Record<string, number>} */
  const exercises = JSON.parse(/** @type {HTMLElement} */ (entry).dataset.exercises ?? "{}");
  const total = Object.values(exercises).reduce((sum, n) => sum + n, 0);
  const done = Object.entries(exercises).reduce((sum, [id, n]) => sum + Math.min(n, countAnswered(id)), 0);
  return { done, total };
}

function show() {
  for (const entry of document.querySelectorAll("[data-exercises]")) {
    const { done, total } = progressOf(entry);
    let badge = entry.querySelector(":scope > .book-done");
    if (!badge) {
      badge = document.createElement("span");
      badge.className = "book-done";
      entry.querySelector("a")?.after(" ", badge);
    }
    badge.textContent = total > 0 && done > 0 ? (done === total ? document.body.dataset.finished ?? "" : `${done}/${total}`) : "";
    entry.toggleAttribute("data-finished", total > 0 && done === total);
  }
}

/** The chapter this page is, or null. */
const here = document.body.dataset.chapter ?? "";

function remember() {
  try {
    if (/^0[1-9]|^[1-9]/.test(here)) localStorage.setItem(LAST, here);
    return localStorage.getItem(LAST);
  } catch {
    return null;
  }
}

function offerToContinue() {
  const last = remember();
  const link = document.querySelector(".book-continue a");
  const target = document.querySelector(`.book-contents [data-chapter="${CSS.escape(last ?? "")}"] a`);
  if (!(link instanceof HTMLAnchorElement) || !(target instanceof HTMLAnchorElement)) return;
  link.href = target.href;
  link.append(target.textContent ?? "");
  /** @type {HTMLElement} */ (link.closest(".book-continue")).hidden = false;
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
// Some private windows refuse; the book can be read all the same.
keepOffline().catch(() => {});
explainTerms();
addEventListener("storage", show);
addEventListener("pageshow", show);
// An exercise on this very page changes no other tab's storage, so ask again when the reader opens the list.
document.querySelector(".book-menu")?.addEventListener("toggle", show);
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".book-menu[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.removeAttribute("open");
  menu.querySelector("summary")?.focus();
});
