// @ts-check
/**
 * What can a trial of this size see? The reader moves the size and picks the difference found; the picture
 * shows the interval around it, and from where on a true difference would usually be noticed.
 */
import { button, h, region, speaker } from "./dom.js";
import { trialPicture } from "./trial_picture.js";

/** A screen reader hears the result once the reader has stopped for this long, in milliseconds. */
const PAUSE = 600;
const START_SIZE = 47;
const START_FOUND = 0.5;

/** @param {{model: any, el: HTMLElement, signal?: AbortSignal}} context */
function render({ model, el, signal }) {
  /** @type {{first: number, found: number[], smallest: number[], intervals: [number, number][][]}} */
  const table = model.get("table");
  /** @type {number[]} */
  const marked = model.get("marked");
  const say = speaker(model.get("words"));
  const last = table.first + table.smallest.length - 1;
  let size = START_SIZE;
  let found = START_FOUND;

  const two = new Intl.NumberFormat(say.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const one = new Intl.NumberFormat(say.locale, { maximumSignificantDigits: 1 });
  const plain = new Intl.NumberFormat(say.locale);
  /** Two digits, or more where two would make a nought of something; with a real minus sign. @param {number} value */
  const number = (value) => (value !== 0 && Math.abs(value) < 0.005 ? one : two).format(value).replace("-", "−");

  /** What a trial of `n` mothers that finds `found` leaves possible, and what it would notice. @param {number} n */
  const seenBy = (n) => {
    const [low, high] = table.intervals[table.found.indexOf(found)][n - table.first];
    return { n, low, high, zero: low <= 0 && high >= 0, smallest: table.smallest[n - table.first] };
  };
  const verdict = () => {
    const { low, high, zero, smallest } = seenBy(size);
    const values = { n: size, found: plain.format(found), low: number(low), high: number(high) };
    return {
      interval: say("trial-size.interval", values),
      zero: found === 0 ? say("trial-size.none", values) : say(zero ? "trial-size.inside" : "trial-size.outside"),
      smallest: say("trial-size.smallest", { smallest: number(smallest) }),
    };
  };

  const slider = h("input", { type: "range", min: table.first, max: last, step: 1, id: nameOf("size") });
  const exact = h("input", { type: "number", min: table.first, max: last, step: 1, inputmode: "numeric", "aria-label": say("trial-size.number") });
  const marks = marked.map((n) =>
    button("", () => choose(n), { class: "mio-button mio-mark", "data-size": n }));
  marks.forEach((mark, i) => mark.append(h("b", {}, String(marked[i])), " ", h("span", {}, say(`trial-size.mark.${marked[i]}`))));
  const group = nameOf("found");
  const picks = table.found.map((value) =>
    h("label", { class: "mio-choice" },
      h("input", { type: "radio", name: group, value, checked: value === found, onchange: () => { found = value; draw(); announce(); } }),
      h("span", { class: "mio-dot", "aria-hidden": "true" }),
      h("span", {}, plain.format(value))));
  const picture = h("div", { class: "mio-trialpicture" });
  const said = h("div", { class: "mio-trialsaid" });
  const numbers = h("div", {});
  const status = h("p", { class: "mio-status", role: "status" });

  /** @param {number} n */
  function choose(n) {
    size = Math.min(last, Math.max(table.first, Math.round(n)));
    draw();
    announce();
  }
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let soon;
  function announce() {
    clearTimeout(soon);
    soon = setTimeout(() => { status.textContent = Object.values(verdict()).join(" "); }, PAUSE);
  }
  slider.addEventListener("input", () => choose(slider.valueAsNumber));
  // While a number is being typed it may be too small for a moment: it is put right when the field is left.
  exact.addEventListener("input", () => {
    const n = exact.valueAsNumber;
    if (Number.isInteger(n) && n >= table.first && n <= last) choose(n);
  });
  exact.addEventListener("change", () => choose(Number.isNaN(exact.valueAsNumber) ? size : exact.valueAsNumber));

  function draw() {
    slider.value = String(size);
    if (document.activeElement !== exact || exact.valueAsNumber !== size) exact.value = String(size);
    marks.forEach((mark, i) => mark.setAttribute("aria-pressed", String(marked[i] === size)));
    const words = verdict();
    said.replaceChildren(
      h("p", { class: "mio-lead" }, words.interval, " ", h("strong", {}, words.zero)),
      h("p", {}, words.smallest));
    paint();
    numbers.replaceChildren(tableOf());
  }
  function paint() {
    const width = picture.clientWidth;
    if (width === 0) return;
    const { smallest } = seenBy(size);
    picture.replaceChildren(trialPicture(width, {
      found,
      chosen: seenBy(size),
      others: marked.map(seenBy),
      text: say("trial-size.picture", { text: Object.values(verdict()).join(" ") }),
      possible: say("trial-size.possible", { found: plain.format(found), n: size }),
      seen: say("trial-size.seen", { smallest: number(smallest) }),
      missed: say("trial-size.missed"),
      row: (n) => say("trial-size.row", { n }),
      number,
    }));
  }
  function tableOf() {
    const sizes = [...new Set([...marked, size])].sort((a, b) => a - b).map(seenBy);
    const heads = [say("trial-size.table.size"), say("trial-size.table.interval"), say("trial-size.table.zero"), say("trial-size.table.smallest")];
    return h("table", {},
      h("caption", {}, say("trial-size.table.caption", { found: plain.format(found) })),
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...sizes.map(({ n, low, high, zero, smallest }) =>
        h("tr", {},
          h("th", { scope: "row" }, String(n)),
          h("td", {}, say("trial-size.table.range", { low: number(low), high: number(high) })),
          h("td", {}, say(zero ? "trial-size.table.in" : "trial-size.table.out")),
          h("td", {}, number(smallest))))));
  }

  el.append(region(model, { name: "trialsize", title: say("trial-size.title") },
    h("h3", {}, say("trial-size.title")),
    h("p", { class: "mio-quiet" }, say("trial-size.how")),
    h("p", { class: "mio-quiet" }, say("trial-size.terms")),
    h("div", { class: "mio-sizing" },
      h("label", { for: slider.id, class: "mio-question" }, say("trial-size.size")),
      h("div", { class: "mio-sliding" }, slider, exact),
      h("div", { class: "mio-marks", role: "group", "aria-label": say("trial-size.marked") }, ...marks)),
    h("fieldset", { class: "mio-labels mio-found" }, h("legend", {}, say("trial-size.found")), ...picks),
    h("figure", {}, picture, h("p", { class: "mio-quiet mio-axisname", "aria-hidden": "true" }, say("trial-size.axis"))),
    said, status,
    h("details", {}, h("summary", {}, say("trial-size.numbers")), numbers),
    h("p", { class: "mio-quiet" }, say("trial-size.note"))));
  const observer = new ResizeObserver(paint);
  observer.observe(picture);
  signal?.addEventListener("abort", () => { observer.disconnect(); clearTimeout(soon); });
  draw();
}

/** A name that no other copy of the figure in the page has. @param {string} part */
function nameOf(part) {
  return `trial-${part}-${Math.random().toString(36).slice(2)}`;
}

export default { render };
