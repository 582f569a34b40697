// @ts-check
/**
 * Draws the figures of a page: loads the plotting library once, from our own origin, when the first figure nears the
 * screen; draws in the colours of the page and for the width there is; and brings the download buttons to life.
 *
 * @typedef {{ data: any[], layout: Record<string, any> }} Spec
 * @typedef {{ wide: Spec, narrow: Spec }} Both
 */

const NARROW = 560;
const CONFIG = { displayModeBar: false, scrollZoom: false, doubleClick: false, showTips: false };
/** Lengths that grow with the figure when it is shown to a room. */
const LENGTHS = new Set(["size", "width", "height", "xshift", "yshift", "standoff", "borderpad", "arrowwidth", "l", "r", "t", "b"]);

/** @type {Promise<any> | undefined} */
let loading;

/**
 * Lets the library set the `style` attribute of its drawings. The page's policy forbids the attribute, since markup
 * that was smuggled in could carry one; it allows a script to set the same through the object model.
 */
function styleThroughTheObjectModel() {
  const setAttribute = SVGElement.prototype.setAttribute;
  SVGElement.prototype.setAttribute = function (name, value) {
    if (name === "style") this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
}

/** The plotting library, asked for once. */
function plotly() {
  loading ??= new Promise((resolve, reject) => {
    styleThroughTheObjectModel();
    const script = document.createElement("script");
    const where = /** @type {HTMLElement | null} */ (document.querySelector("[data-plotly]"))?.dataset.plotly ?? "";
    script.src = new URL(where, document.baseURI).href;
    script.onload = () => resolve(/** @type {any} */ (window).Plotly);
    script.onerror = () => reject(new Error(`no plotting library at ${script.src}`));
    document.head.append(script);
  });
  return loading;
}

/** The colours of the stylesheet's properties as they are just now, for elements inside `place`. @param {Element} place */
function palette(place) {
  const probe = document.createElement("i");
  place.append(probe);
  /** @type {Map<string, string>} */
  const found = new Map();
  const colour = (/** @type {string} */ name) => {
    if (!found.has(name)) {
      probe.style.color = `var(${name})`;
      found.set(name, getComputedStyle(probe).color);
    }
    return found.get(name) ?? "";
  };
  return { colour, done: () => probe.remove() };
}

/** A copy of the figure with colours for names, and every length times `scale`. @param {Spec} spec @param {Element} place @param {number} scale */
function dressed(spec, place, scale) {
  const { colour, done } = palette(place);
  const copy = JSON.parse(JSON.stringify(spec), (key, value) => {
    if (typeof value === "string" && value.startsWith("--mio-")) return colour(value);
    return typeof value === "number" && LENGTHS.has(key) ? value * scale : value;
  });
  // A bar's width is counted on its axis, which does not grow.
  copy.data.forEach((/** @type {any} */ trace, /** @type {number} */ at) => {
    if (trace.type === "bar") trace.width = spec.data[at].width;
  });
  done();
  return /** @type {Spec} */ (copy);
}

class Figure {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.name = String(place.dataset.finding);
    this.plot = /** @type {HTMLElement} */ (place.querySelector(".mio-plot"));
    this.both = /** @type {Both} */ (JSON.parse(place.querySelector("script")?.textContent ?? "{}"));
    this.width = 0;
    this.failed = false;
    this.drawn = Promise.resolve();
    this.reserve();
  }

  get scale() {
    return Number(this.place.dataset.scale ?? 1);
  }

  get spec() {
    return this.plot.clientWidth < NARROW * this.scale ? this.both.narrow : this.both.wide;
  }

  /** Keeps the room that the figure will take, so that nothing below it jumps. */
  reserve() {
    if (!this.failed) this.plot.style.minHeight = `${this.spec.layout.height * this.scale}px`;
  }

  /** Draws the figure, or draws it anew after a change of width, colours or scale. */
  draw() {
    this.drawn = this.drawn.then(() => this.drawNow()).catch((error) => this.fail(error));
    return this.drawn;
  }

  async drawNow() {
    const library = await plotly();
    if (this.plot.clientWidth === 0) return; // hidden: drawn when it is shown
    this.width = this.plot.clientWidth;
    this.reserve();
    const { data, layout } = dressed(this.spec, this.place, this.scale);
    await library.react(this.plot, data, { ...layout, width: this.width, autosize: false }, CONFIG);
    this.place.dataset.drawn = "";
  }

  /** @param {unknown} error */
  fail(error) {
    this.failed = true;
    this.plot.style.minHeight = "";
    this.plot.removeAttribute("role");
    this.plot.textContent = this.place.dataset.missing ?? "";
    this.plot.lang = document.documentElement.lang;
    console.error(error);
  }

  resized() {
    if (this.plot.clientWidth !== this.width) this.draw();
  }

  /** Saves the figure with its title, as it stands on the screen. */
  async savePicture() {
    const library = await plotly();
    const title = this.place.querySelector(".mio-figure-title")?.textContent ?? "";
    const { data, layout } = dressed(this.both.wide, this.place, 1);
    const { colour, done } = palette(this.place);
    const [paper, room, width] = [colour("--mio-paper"), 44, 900];
    done();
    const framed = {
      ...layout,
      width,
      height: layout.height + room,
      margin: { ...layout.margin, l: 24, r: 24, t: layout.margin.t + room, b: layout.margin.b + 6 },
      paper_bgcolor: paper,
      title: { text: `<b>${title}</b>`, x: 0, xref: "container", xanchor: "left", y: 1, yanchor: "top", pad: { l: 24, t: 16 }, font: { size: 18 } },
    };
    const svg = await library.toImage({ data, layout: framed, config: CONFIG }, { format: "svg", width, height: framed.height });
    const image = new Image();
    image.src = svg;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * 2, framed.height * 2];
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => blob && save(blob, `${this.name}.png`), "image/png");
  }
}

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The table as CSV; a cell with links gives their addresses too. @param {HTMLTableElement} table */
function csvOf(table) {
  const cellText = (/** @type {HTMLTableCellElement} */ cell) => {
    const links = [...cell.querySelectorAll("a")].map((link) => `${link.textContent} ${link.href}`);
    const text = links.join("; ") || (cell.textContent ?? "");
    // A spreadsheet would compute a cell that begins like a formula; after an apostrophe it is text.
    return /^(?:[=+@]|-(?!\d*\.?\d+$))/.test(text) ? `'${text}` : text;
  };
  const quoted = (/** @type {string} */ text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [...table.rows].map((row) => [...row.cells].map((cell) => quoted(cellText(cell))).join(",")).join("\r\n");
}

/** @param {Figure} figure */
function enableDownloads(figure) {
  const words = document.querySelector(`[data-for="${CSS.escape(figure.name)}"]`);
  for (const button of words?.querySelectorAll("button") ?? []) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const table = words?.querySelector("table");
      if (button.dataset.download === "png") figure.savePicture().catch((error) => figure.fail(error));
      // Spreadsheets take a file for UTF-8 when it begins with this mark.
      else if (table) save(new Blob(["\uFEFF", csvOf(table)], { type: "text/csv" }), `${figure.name}.csv`);
    });
  }
}

/** @type {Map<Element, Figure>} */
const figures = new Map();
const widths = new ResizeObserver((entries) => entries.forEach(({ target }) => figures.get(target)?.resized()));
const nearby = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const figure = figures.get(target);
      if (!isIntersecting || !figure) continue;
      nearby.unobserve(target);
      figure.draw().then(() => widths.observe(target));
    }
  },
  { rootMargin: "600px" },
);

for (const place of document.querySelectorAll(".mio-figure")) {
  const figure = new Figure(/** @type {HTMLElement} */ (place));
  figures.set(figure.plot, figure);
  enableDownloads(figure);
  nearby.observe(figure.plot);
}
const redraw = () => [...figures.values()].filter((figure) => figure.width && !figure.failed).forEach((figure) => figure.draw());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
addEventListener("mio:figures", redraw);
