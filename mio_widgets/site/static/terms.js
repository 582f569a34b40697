// @ts-check
/**
 * Shows a term's definition beside its link: on pointing, on focus, and on tap, where the link would
 * otherwise lead down to the list of terms. Escape or a tap elsewhere puts it away.
 */

const tip = document.createElement("div");
tip.className = "book-tip";
tip.id = "book-tip";
tip.setAttribute("role", "tooltip");
tip.hidden = true;
/** @type {HTMLAnchorElement | null} */
let shownFor = null;

function putAway() {
  tip.hidden = true;
  shownFor?.removeAttribute("aria-describedby");
  shownFor = null;
}

/** @param {HTMLAnchorElement} link */
function explain(link) {
  const definition = document.getElementById(link.hash.slice(1))?.querySelector("dd");
  if (!definition?.textContent) return;
  if (shownFor && shownFor !== link) putAway();
  shownFor = link;
  tip.textContent = definition.textContent;
  tip.lang = /** @type {HTMLElement | null} */ (definition.closest("[lang]"))?.lang ?? "";
  link.setAttribute("aria-describedby", tip.id);
  link.after(tip);
  tip.hidden = false;
  const { left, bottom } = link.getClientRects()[0] ?? link.getBoundingClientRect();
  const parent = /** @type {HTMLElement} */ (tip.offsetParent ?? document.body).getBoundingClientRect();
  tip.style.left = `${Math.max(12, Math.min(left, innerWidth - tip.offsetWidth - 12)) - parent.left}px`;
  tip.style.top = `${bottom - parent.top + 4}px`;
}

/** Gives every link to a term its tooltip. */
export function explainTerms() {
  for (const link of document.querySelectorAll('a[href^="#term-"]')) {
    if (!(link instanceof HTMLAnchorElement)) continue;
    link.classList.add("book-term");
    link.addEventListener("mouseenter", () => explain(link));
    link.addEventListener("focus", () => explain(link));
    link.addEventListener("click", (event) => {
      event.preventDefault();
      explain(link);
    });
    // Leaving the link for its tooltip keeps it: a reader may want to select the text.
    link.addEventListener("mouseleave", (event) => {
      if (event.relatedTarget !== tip && document.activeElement !== link) putAway();
    });
    link.addEventListener("blur", putAway);
  }
  tip.addEventListener("mouseleave", () => {
    if (document.activeElement !== shownFor) putAway();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") putAway();
  });
  document.addEventListener("pointerdown", (event) => {
    if (shownFor && event.target !== tip && event.target !== shownFor) putAway();
  });
}
