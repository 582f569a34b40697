// @ts-check
/**
 * Two raters who always agree equally often, and what kappa and AC1 make of it as one label comes to dominate.
 */
import { h, region, shape, speaker, svg, tag } from "./dom.js";
import { table } from "./tables.js";

/**
 * @typedef {import("./dom.js").Label} Label
 * @typedef {{both: number, neither: number, apart: number, share: number, percent: number,
 *   kappa: number, kappaChance: number, ac1: number, ac1Chance: number}} Pair
 */

/** The chart's space around its lines; its letters keep their size, so it has fewer units across on a phone. */
const CHART = { wide: 560, narrow: 340, height: 250, left: 34, right: 14, top: 14, bottom: 30 };
const LOWEST = -0.2;
/** Where each line's name stands, clear of the other lines: by a share of the width, and a value. */
const LINES = /** @type {const} */ ([
  { name: "percent", at: 0.01, value: 0.935, anchor: "start" },
  { name: "ac1", at: 1, value: 0.73, anchor: "end" },
  { name: "kappa", at: 0.86, value: 0.28, anchor: "end" },
]);

/**
 * Both raters give the first label to `first` of the items; half of what they disagree on goes each way.
 * Kappa by Cohen (1960), AC1 by Gwet (2008), for two labels and raters with equal habits.
 * @param {number} first @param {number} items @param {number} agreed
 * @returns {Pair}
 */
function measure(first, items, agreed) {
  const apart = items - agreed;
  const both = first - apart / 2;
  const share = first / items;
  const percent = agreed / items;
  const kappaChance = share ** 2 + (1 - share) ** 2;
  const ac1Chance = 2 * share * (1 - share);
  const kappa = (percent - kappaChance) / (1 - kappaChance);
  const ac1 = (percent - ac1Chance) / (1 - ac1Chance);
  return { both, neither: agreed - both, apart, share, percent, kappa, kappaChance, ac1, ac1Chance };
}

/** A label's shape in its colour. @param {Label} label */
function mark(label) {
  const element = h("span", { "data-shape": label.shape });
  element.append(shape(label));
  return element;
}

/** @param {{model: any, el: HTMLElement, signal?: AbortSignal}} context */
function render({ model, el, signal }) {
  /** @type {{items: number, agreed: number, labels: Label[]}} */
  const { items, agreed, labels } = model.get("figure");
  const say = speaker(model.get("words"));
  const [first, second] = labels;
  /** @param {number} fewest @param {number} most how many decimals @returns {(value: number) => string} */
  const decimals = (fewest, most) => {
    const format = new Intl.NumberFormat(say.locale, { minimumFractionDigits: fewest, maximumFractionDigits: most, signDisplay: "negative" });
    return (value) => format.format(value).replace("-", "−");
  };
  const one = decimals(0, 1);
  const two = decimals(2, 2);
  const tick = decimals(1, 1);
  const least = items / 2;
  const most = items - (items - agreed) / 2;
  const status = h("p", { class: "mio-status", role: "status" });
  const sentence = h("p", { class: "mio-lead" });
  const chart = svg("svg", { class: "mio-kappachart", role: "img" });
  const states = Array.from({ length: most - least + 1 }, (_, i) => measure(least + i, items, agreed));
  const pairs = h("div", { class: "mio-pairs", "aria-hidden": "true" });
  const numbers = h("div", {});
  const slider = h("input", { type: "range", min: least, max: most, step: 1, value: least, class: "mio-slider", oninput: draw, onchange: announce });
  const ends = h("p", { class: "mio-ends mio-quiet", "aria-hidden": "true" }, h("span", {}, String(least)), h("span", {}, String(most)));
  const root = region(model, { name: "kappa", title: say("kappa.title") },
    status,
    h("div", { class: "mio-stage" },
      h("h3", {}, say("kappa.title")),
      h("p", {}, say("kappa.setting", { items, agreed, first: first.short, second: second.short })),
      h("div", {}, h("label", { class: "mio-sliderlabel" }, h("span", {}, say("kappa.slider", { label: first.short, items })), slider), ends),
      h("figure", {}, pairs, pairsKey()),
      sentence,
      h("figure", {}, chart),
      numbers,
      h("p", {}, say("kappa.why", { label: first.short })),
      h("p", { class: "mio-quiet" }, say("kappa.not"))));
  el.append(root);

  /** What the marks of the raters mean. */
  function pairsKey() {
    return h("p", { class: "mio-pairskey mio-quiet", "aria-hidden": "true" },
      say("kappa.each"), ...labels.map((label) => tag(label)), h("span", { class: "mio-tag" }, ...labels.map(mark), say("kappa.apart")));
  }

  /** The words and figures of a state, for sentences. @param {Pair} pair */
  const values = (pair) => ({
    items, agreed, first: first.short, second: second.short, at: Number(slider.value), both: pair.both, neither: pair.neither,
    kappa: two(pair.kappa), ac1: two(pair.ac1), kappaChance: one(pair.kappaChance * items), ac1Chance: one(pair.ac1Chance * items),
    start: two(states[0].kappa), kappaEnd: two(states[states.length - 1].kappa), ac1End: two(states[states.length - 1].ac1),
  });

  /** @param {Pair} pair */
  function drawPairs(pair) {
    const marks = [];
    for (let i = 0; i < items; i += 1) {
      const given = i < pair.both ? [first] : i < pair.both + pair.apart ? labels : [second];
      marks.push(h("span", {}, ...given.map(mark)));
    }
    pairs.replaceChildren(...marks);
  }

  /** @param {Pair} now */
  function drawChart(now) {
    const { wide, narrow, height, left, right, top, bottom } = CHART;
    const width = root.clientWidth < 500 ? narrow : wide;
    chart.setAttribute("viewBox", `0 0 ${width} ${height}`);
    /** @param {number} at */
    const x = (at) => left + ((at - least) / (most - least)) * (width - left - right);
    /** @param {number} value */
    const y = (value) => top + ((1 - value) / (1 - LOWEST)) * (height - top - bottom);
    /** @param {string} text @param {Record<string, any>} attributes */
    const write = (text, attributes) => {
      const element = svg("text", attributes);
      element.textContent = text;
      return element;
    };
    const parts = [];
    for (const value of [0, 0.5, 1]) {
      parts.push(svg("line", { x1: left, x2: width - right, y1: y(value), y2: y(value), class: "mio-grid" }));
      parts.push(write(tick(value), { x: left - 8, y: y(value) + 4, "text-anchor": "end" }));
    }
    const here = Number(slider.value);
    parts.push(svg("line", { x1: x(here), x2: x(here), y1: top, y2: height - bottom, class: "mio-here" }));
    for (let at = least; at <= most; at += (most - least) / 3) {
      parts.push(write(String(Math.round(at)), { x: x(at), y: height - 10, "text-anchor": "middle" }));
    }
    for (const { name } of LINES) {
      const points = states.map((state, i) => `${x(least + i).toFixed(1)},${y(state[name]).toFixed(1)}`);
      parts.push(svg("polyline", { points: points.join(" "), class: `mio-line mio-line-${name}` }));
    }
    for (const { name, at, value, anchor } of LINES) {
      parts.push(svg("circle", { cx: x(here), cy: y(now[name]), r: 5, class: `mio-point mio-line-${name}` }));
      const place = { x: left + at * (width - left - right), y: y(value), "text-anchor": anchor };
      parts.push(write(say(`kappa.line.${name}`), { ...place, class: `mio-name mio-name-${name}` }));
    }
    chart.replaceChildren(...parts);
    chart.setAttribute("aria-label", say("kappa.chart", values(now)));
  }

  /** @param {Pair} pair */
  function drawNumbers(pair) {
    numbers.replaceChildren(
      table(say("kappa.table", { items }), ["", say("kappa.agreed"), say("kappa.expected"), say("kappa.coefficient")], [
        [say("kappa.line.percent"), String(agreed), "–", two(pair.percent)],
        [say("kappa.line.kappa"), String(agreed), one(pair.kappaChance * items), two(pair.kappa)],
        [say("kappa.line.ac1"), String(agreed), one(pair.ac1Chance * items), two(pair.ac1)],
      ]));
  }

  function draw() {
    const pair = measure(Number(slider.value), items, agreed);
    slider.setAttribute("aria-valuetext", say("kappa.value", values(pair)));
    sentence.textContent = say("kappa.sentence", values(pair));
    drawPairs(pair);
    drawChart(pair);
    drawNumbers(pair);
  }
  /** Said aloud when the slider comes to rest. */
  function announce() {
    status.textContent = sentence.textContent;
  }
  draw();
  let width = root.clientWidth;
  const resized = new ResizeObserver(() => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    draw();
  });
  resized.observe(root);
  signal?.addEventListener("abort", () => resized.disconnect());
}

export default { render };
