// @ts-check
/** Tables and small bars for counts; the bar repeats the number beside it. */
import { h } from "./dom.js";

/** @param {number} part @param {number} whole @param {string} [shape] a label's shape, for its colour */
export function bar(part, whole, shape = "") {
  const filled = h("span", { class: "mio-bar-filled", "data-shape": shape });
  filled.style.inlineSize = `${whole === 0 ? 0 : (100 * part) / whole}%`;
  return h("span", { class: "mio-bar", "aria-hidden": "true" }, filled);
}

/** @param {string} title @param {string[]} heads @param {(Node | string)[][]} rows */
export function table(title, heads, rows) {
  return h("table", {},
    h("caption", {}, title),
    h("thead", {}, h("tr", {}, ...heads.map((head) => (head ? h("th", { scope: "col" }, head) : h("td", {}))))),
    h("tbody", {}, ...rows.map(([first, ...rest]) =>
      h("tr", {}, h("th", { scope: "row" }, first), ...rest.map((cell) => h("td", {}, cell))))));
}
