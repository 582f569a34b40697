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
  link.lang = target.lang;
  /** @type {HTMLElement} */ (link.closest(".book-continue")).hidden = false;
}

show();
offerToContinue();
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
