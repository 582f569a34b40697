// @ts-check
/**
 * Cards into groups: place every card, by button or by drag, then compare the piles with the key.
 */
import { button, focusOn, h, meanings, region, shape, speaker, storageNote, tag } from "./dom.js";
import { nextVisit, visitOffer } from "./due.js";
import { share } from "./kernel.js";
import { areTexts, openStore } from "./store.js";

/**
 * @typedef {import("./dom.js").Label & {test: string}} Group
 * @typedef {{id: string, lang: string, context: string, text: string, key: string, reasons: Record<string, string>}} SortCard
 */

/** Whether a record is a card's place, or its lack of one; or the mark of a new round. @param {any} entry */
const isSorted = (entry) =>
  entry.kind === "start-over" ||
  (entry.kind === "answer" && typeof entry.item === "string" && (entry.label === null || typeof entry.label === "string"));

/** @param {{model: any, el: HTMLElement, signal?: AbortSignal}} context */
function render({ model, el, signal }) {
  /** @type {{id: string, lang: string, title: string, version: string, question: string, provenance: string, labels: Group[], items: SortCard[],
   *   reserve: {id: string, version: string, items: SortCard[]}}} */
  const deck = model.get("deck");
  const say = speaker(model.get("words"));
  const store = openStore(deck.id, isSorted);
  const reserveStore = openStore(deck.reserve.id, isSorted);
  const groups = new Map(deck.labels.map((label) => [label.id, label]));
  const cards = new Map([...deck.items, ...deck.reserve.items].map((card) => [card.id, card]));
  const status = h("p", { class: "mio-status", role: "status" });
  const stage = h("div", { class: "mio-stage" });
  const root = region(model, { name: "sort", id: deck.id, title: deck.title, lang: deck.lang }, status, stage);
  el.append(root);
  const meaning = meanings(deck.labels, say);

  /** The return visit that is under way: its number and its cards. @type {{visit: number, ids: string[]} | null} */
  let visiting = savedVisit(store.place?.visiting);
  /** @param {any} saved */
  function savedVisit(saved) {
    const sound = Number.isInteger(saved?.visit) && areTexts(saved.ids) && deck.reserve.items.some(({ id }) => saved.ids.includes(id));
    return sound ? saved : null;
  }
  const hand = () => (visiting ? deck.reserve.items.filter(({ id }) => visiting?.ids.includes(id)) : deck.items);
  const keepPlace = () => {
    store.place = { placed, visiting };
  };

  const round = () => store.all().reduce((latest, entry) => Math.max(latest, entry.round), 1);
  /** Cards of the present round that have been compared: card id to the record. @returns {Map<string, any>} */
  function compared() {
    if (visiting) {
      const { visit } = visiting;
      return new Map(reserveStore.all().filter((entry) => entry.visit === visit && entry.practiceFor === deck.id).map((entry) => [entry.item, entry]));
    }
    const now = round();
    return new Map(store.all().filter((entry) => entry.kind === "answer" && entry.round === now).map((entry) => [entry.item, entry]));
  }
  /** Where each card lies, by card id, before it is compared. @type {Record<string, string>} */
  let placed = Object.fromEntries(
    Object.entries(store.place?.placed ?? {}).filter(([card, group]) => cards.has(card) && typeof group === "string" && groups.has(group)),
  );
  /** The card in hand. @type {string | null} */
  let inHand = null;

  const waiting = () => hand().filter(({ id }) => !placed[id]);
  const current = () => cards.get(inHand ?? "") ?? waiting()[0];
  const shareAnswers = () =>
    share(model, [...compared().values()].map(({ item, label, correct, time }) => ({ item, label, correct, time })));

  /** @param {string} card @param {string} group */
  function put(card, group) {
    placed = { ...placed, [card]: group };
    inHand = null;
    keepPlace();
    draw();
    status.textContent = say("sort.placed", { group: groups.get(group)?.name ?? group, n: waiting().length });
    focusOn(stage.querySelector(waiting().length > 0 ? "[data-focus]" : ".mio-main"));
  }
  /** @param {string} card */
  function take(card) {
    inHand = card;
    draw();
    focusOn(stage.querySelector("[data-focus]"));
  }
  function compare() {
    const now = round();
    for (const card of hand()) {
      const label = placed[card.id] ?? null;
      const answer = { kind: "answer", item: card.id, label, sureness: null, correct: label === null ? null : label === card.key };
      if (visiting) reserveStore.add({ ...answer, version: deck.reserve.version, practiceFor: deck.id, visit: visiting.visit }, 1);
      else store.add({ ...answer, version: deck.version }, now);
    }
    placed = {};
    keepPlace();
    shareAnswers();
    draw();
    focusOn(stage.querySelector("[data-focus]"));
  }
  function startOver() {
    store.add({ kind: "start-over" }, round() + 1);
    visit(null);
  }
  /** Goes to a return visit, or back to the deck. @param {typeof visiting} next */
  function visit(next) {
    visiting = next;
    placed = {};
    keepPlace();
    draw();
    focusOn(stage.querySelector("[data-focus]"));
  }

  /** Makes an element something a mouse can drag to a pile. @param {HTMLElement} element @param {string} card */
  function draggable(element, card) {
    element.draggable = true;
    element.addEventListener("dragstart", (event) => event.dataTransfer?.setData("text/plain", card));
    return element;
  }
  /** @param {HTMLElement} element @param {string} group */
  function takesDrops(element, group) {
    element.addEventListener("dragover", (event) => {
      event.preventDefault();
      element.classList.add("mio-over");
    });
    element.addEventListener("dragleave", () => element.classList.remove("mio-over"));
    element.addEventListener("drop", (event) => {
      event.preventDefault();
      const card = event.dataTransfer?.getData("text/plain") ?? "";
      if (cards.has(card)) put(card, group);
    });
    return element;
  }

  /** @param {Group} group */
  function pile(group) {
    const here = hand().filter(({ id }) => placed[id] === group.id && id !== inHand);
    return takesDrops(
      h("section", { class: "mio-pile", "data-shape": group.shape, "aria-label": group.name, lang: group.lang },
        h("h4", {}, tag(group), " ", h("span", { class: "mio-count" }, String(here.length))),
        h("ul", { class: "mio-plainlist" }, ...here.map((card) =>
          h("li", {}, draggable(button(card.text, () => take(card.id), { class: "mio-button mio-quote", lang: model.get("lang"), "aria-label": say("sort.take", { card: card.text }) }), card.id))))),
      group.id,
    );
  }

  function drawSorting() {
    const card = current();
    const all = hand().length;
    const done = all - waiting().length;
    return [
      h("div", { class: "mio-progress" },
        h("h3", { "data-focus": true }, h("span", { lang: deck.lang }, deck.title), " ",
          h("span", { class: "mio-count" }, say("sort.progress", { done, of: all }))),
        h("progress", { max: all, value: done, "aria-hidden": "true" })),
      card && h("div", { class: "mio-inhand" },
        draggable(h("figure", { class: "mio-utterance mio-card", lang: card.lang },
          card.context && h("p", { class: "mio-context" }, card.context),
          h("blockquote", {}, h("p", {}, card.text))), card.id),
        meaning,
        h("div", { class: "mio-groups", role: "group", "aria-label": deck.question, lang: deck.lang },
          h("p", { class: "mio-question", "aria-hidden": "true" }, deck.question),
          ...deck.labels.map((group, i) => {
            const choice = button("", () => put(card.id, group.id), { class: "mio-button mio-choice", "data-shape": group.shape, "aria-pressed": String(placed[card.id] === group.id) });
            choice.append(shape(group), h("span", { lang: group.lang }, group.short), h("kbd", { "aria-hidden": "true" }, String(i + 1)));
            return choice;
          }))),
      !card && h("p", { class: "mio-lead" }, say("sort.ready")),
      done > 0 && card && h("p", { class: "mio-quiet" }, say("sort.early", { n: all - done })),
      done > 0 && h("div", { class: "mio-row" },
        button(say("sort.compare"), compare, card ? {} : { class: "mio-button mio-main" })),
      h("div", { class: "mio-piles" }, ...deck.labels.map(pile)),
    ];
  }

  /** @param {SortCard} card @param {any} given */
  function result(card, given) {
    const key = /** @type {Group} */ (groups.get(card.key));
    const own = given.correct ? undefined : groups.get(given.label);
    /** @param {Group} group @param {string} heading */
    const reason = (group, heading) =>
      h("div", { class: "mio-reason", "data-shape": group.shape }, h("h5", {}, tag(group), " ", heading), h("p", { lang: card.lang }, card.reasons[group.id]));
    return h("li", {},
      h("p", { class: "mio-cardtext", lang: card.lang }, card.text),
      own && h("p", {}, say("classify.verdict.differs", { key: key.short, label: own.short })),
      own && reason(own, say("classify.reason.own")),
      reason(key, say("classify.reason.key")));
  }
  function drawCompared() {
    const given = compared();
    const answered = hand().filter(({ id }) => given.has(id));
    const right = answered.filter(({ id }) => given.get(id).correct);
    const differs = answered.filter(({ id }) => given.get(id).label !== null && !given.get(id).correct);
    const blank = answered.filter(({ id }) => given.get(id).label === null);
    /** @param {SortCard[]} cards */
    const results = (cards) => h("ul", { class: "mio-results" }, ...cards.map((card) => result(card, given.get(card.id))));
    return [
      h("h3", { "data-focus": true }, h("span", { lang: deck.lang }, deck.title), " ", h("span", { class: "mio-count" }, say("summary.title"))),
      h("p", { class: "mio-lead" },
        right.length + differs.length > 0 ? say("summary.total", { correct: right.length, n: right.length + differs.length }) : say("summary.none"),
        blank.length > 0 && ` ${say("summary.blank", { n: blank.length })}`),
      differs.length > 0 && h("h4", {}, say("summary.heading.again")),
      differs.length > 0 && results(differs),
      right.length > 0 && h("details", { open: differs.length === 0 }, h("summary", {}, say("sort.agreed", { n: right.length })), results(right)),
      blank.length > 0 && h("details", {}, h("summary", {}, say("sort.blank", { n: blank.length })), results(blank)),
      h("p", { class: "mio-quiet", lang: deck.lang }, deck.provenance),
      ...(visiting ? [] : returnVisit()),
      h("div", { class: "mio-row" },
        visiting ? button(say("sort.back"), () => visit(null)) : button(say("sort.again"), startOver)),
    ];
  }

  function returnVisit() {
    const practised = /** @type {any[]} */ (reserveStore.all());
    const next = nextVisit(deck, compared(), practised, Date.now());
    return next ? visitOffer(next, say, () => visit({ visit: next.visit, ids: next.items.map(({ id }) => id) })) : [];
  }

  function draw() {
    status.textContent = "";
    const parts = compared().size > 0 ? drawCompared() : drawSorting();
    stage.replaceChildren(.../** @type {Node[]} */ ([storageNote(store, say), ...parts].filter(Boolean)));
  }
  root.addEventListener("keydown", (event) => {
    const card = current();
    const group = deck.labels[Number(event.key) - 1];
    if (event.altKey || event.ctrlKey || event.metaKey || !card || !group || compared().size > 0) return;
    event.preventDefault();
    put(card.id, group.id);
  }, { signal });
  store.onOtherTab(draw, signal);
  draw();
  shareAnswers();
}

export default { render };
