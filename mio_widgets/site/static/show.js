// @ts-check
/** Shows a leader's figures one at a time: buttons, arrow keys, a clicker's page keys, swipes; filters by study and outcome. */

const WIDE = 900;
/** A width at which a figure is well read unscaled, and the height of what stands around it in the show. */
const UNSCALED = 760;
const HEADS = 230;
const SWIPE = 60;
const STEPS = /** @type {Record<string, number>} */ ({
  ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1, Home: -Infinity, End: Infinity,
});

/** @param {HTMLElement} show */
function present(show) {
  const slides = /** @type {HTMLElement[]} */ ([...show.querySelectorAll(".mio-slide")]);
  const filters = /** @type {HTMLSelectElement[]} */ ([...show.querySelectorAll("[data-filter]")]);
  const status = /** @type {HTMLElement} */ (show.querySelector("[role=status]"));
  const start = slides.findIndex((slide) => slide.querySelector(`#finding-${CSS.escape(location.hash.slice(1))}`));
  let current = slides[Math.max(0, start)];

  const chosen = () =>
    slides.filter((slide) =>
      filters.every(({ value, dataset }) => !value || JSON.parse(slide.dataset[String(dataset.filter)] ?? "[]").includes(value)),
    );

  function draw() {
    const there = chosen();
    if (!there.includes(current)) current = there[0];
    for (const slide of slides) slide.hidden = slide !== current;
    for (const button of show.querySelectorAll("button")) {
      const last = Number(button.dataset.step) > 0 ? there.length - 1 : 0;
      if (button.dataset.step) button.setAttribute("aria-disabled", String(!current || there.indexOf(current) === last));
    }
    const title = current?.querySelector(".mio-figure-title")?.textContent ?? "";
    const at = String(there.indexOf(current) + 1);
    const words = current ? `${show.dataset.position}: ${title}` : String(show.dataset.none);
    status.textContent = words.replace("{at}", at).replace("{of}", String(there.length));
    const name = /** @type {HTMLElement | null} */ (current?.querySelector(".mio-figure"))?.dataset.finding;
    if (name) history.replaceState(null, "", `#${name}`);
  }

  /** @param {number} by */
  function step(by) {
    const there = chosen();
    const at = Math.min(Math.max(there.indexOf(current) + by, 0), there.length - 1);
    current = there[at];
    draw();
    face();
  }

  /** Puts the show at the top of the wall: below the page's own heads there is no room for a whole figure. */
  function face() {
    if (show.clientWidth >= WIDE) show.scrollIntoView();
  }

  /** A figure grows with the wall, as far as all of it can be seen at once. */
  function fit() {
    for (const slide of slides) {
      const place = /** @type {HTMLElement} */ (slide.querySelector(".mio-figure"));
      const height = Number(/** @type {HTMLElement} */ (place.querySelector(".mio-plot")).dataset.height);
      const room = Math.min(show.clientWidth / UNSCALED, (innerHeight - HEADS) / height);
      const scale = show.clientWidth >= WIDE ? String(Math.min(2, Math.max(1, room))) : "1";
      place.dataset.scale = scale;
      slide.style.setProperty("--scale", scale);
    }
    dispatchEvent(new Event("mio:figures"));
  }

  /** @type {{ x: number, y: number } | null} */
  let touch = null;
  show.addEventListener("pointerdown", (event) => {
    const inTable = /** @type {Element} */ (event.target).closest(".mio-scroll");
    touch = event.pointerType === "touch" && !inTable ? { x: event.clientX, y: event.clientY } : null;
  });
  show.addEventListener("pointerup", (event) => {
    if (!touch) return;
    const [x, y] = [event.clientX - touch.x, event.clientY - touch.y];
    touch = null;
    if (Math.abs(x) > SWIPE && Math.abs(x) > 2 * Math.abs(y)) step(x < 0 ? 1 : -1);
  });
  document.addEventListener("keydown", (event) => {
    const busy = /** @type {Element} */ (event.target).closest?.("select, input, textarea, .mio-scroll");
    if (busy || event.altKey || event.ctrlKey || event.metaKey || !(event.key in STEPS)) return;
    event.preventDefault();
    step(STEPS[event.key]);
  });
  for (const button of show.querySelectorAll("button")) {
    if (button.dataset.step) button.addEventListener("click", () => step(Number(button.dataset.step)));
  }
  for (const filter of filters) filter.addEventListener("change", draw);
  addEventListener("resize", fit);
  show.dataset.ready = "";
  draw();
  fit();
  face();
}

for (const show of document.querySelectorAll(".mio-show")) present(/** @type {HTMLElement} */ (show));
