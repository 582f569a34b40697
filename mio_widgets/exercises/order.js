// @ts-check
/** Cards into order, by buttons or by drag, then compared with the key. */
import { button, focusOn, h, region, speaker, storageNote } from "./dom.js";
import { share } from "./kernel.js";
import { openStore } from "./store.js";

/** @typedef {{id: string, lang: string, text: string, reason: string}} OrderCard */

/** @param {any} entry */
const isOrdered = (entry) =>
  entry.kind === "start-over" || (entry.kind === "order" && typeof entry.item === "string" && Number.isInteger(entry.at));

/** @param {{model: any, el: HTMLElement, signal?: AbortSignal}} context */
function render({ model, el, signal }) {
  /** @type {{id: string, lang: string, title: string, prompt: string, cards: OrderCard[], shuffled: string[]}} */
  const order = model.get("order");
  const say = speaker(model.get("words"));
  const store = openStore(order.id, isOrdered);
  const cards = new Map(order.cards.map((card) => [card.id, card]));
  const status = h("p", { class: "mio-status", role: "status" });
  const stage = h("div", { class: "mio-stage" });
  const root = region(model, { name: "order", id: order.id, title: order.title, lang: order.lang }, status, stage);
  el.append(root);

  const round = () => store.all().reduce((latest, entry) => Math.max(latest, entry.round), 1);
  /** @returns {Map<string, any>} */
  function compared() {
    const now = round();
    return new Map(store.all().filter((entry) => entry.kind === "order" && entry.round === now).map((entry) => [entry.item, entry]));
  }
  const saved = store.place?.sequence;
  const whole = Array.isArray(saved) && saved.length === cards.size && new Set(saved).size === cards.size && saved.every((id) => cards.has(id));
  /** @type {string[]} */
  let sequence = whole ? saved : order.shuffled;
  const shareAnswers = () =>
    share(model, [...compared().values()].map(({ item, at, correct, time }) => ({ item, at, correct, time })));

  /** @param {string} id @param {number} to */
  function move(id, to) {
    const way = to < sequence.indexOf(id) ? "up" : "down";
    const rest = sequence.filter((other) => other !== id);
    sequence = [...rest.slice(0, to), id, ...rest.slice(to)];
    store.place = { sequence };
    draw();
    status.textContent = say("order.moved", { card: cards.get(id)?.text ?? "", at: to + 1, of: sequence.length });
    // The same button again, so that a card can be moved on; at either end it is out of use, and the other one is not.
    const buttons = `[data-card="${CSS.escape(id)}"] button:not([disabled])`;
    focusOn(stage.querySelector(`${buttons}[data-way="${way}"]`) ?? stage.querySelector(buttons));
  }
  function compare() {
    const now = round();
    sequence.forEach((id, at) => {
      store.add({ kind: "order", item: id, at, correct: order.cards[at].id === id }, now);
    });
    shareAnswers();
    draw();
    focusOn(stage.querySelector("[data-focus]"));
  }
  function startOver() {
    store.add({ kind: "start-over" }, round() + 1);
    sequence = order.shuffled;
    store.place = { sequence };
    draw();
    focusOn(stage.querySelector("[data-focus]"));
  }

  /** @param {string} id @param {number} at */
  function row(id, at) {
    const card = /** @type {OrderCard} */ (cards.get(id));
    const last = sequence.length - 1;
    const item = h("li", { class: "mio-card mio-orderable", "data-card": id },
      h("span", { class: "mio-cardtext", lang: card.lang }, card.text),
      h("span", { class: "mio-row" },
        button("↑", () => move(id, at - 1), { disabled: at === 0, "data-way": "up", "aria-label": say("order.up", { card: card.text }) }),
        button("↓", () => move(id, at + 1), { disabled: at === last, "data-way": "down", "aria-label": say("order.down", { card: card.text }) })));
    item.draggable = true;
    item.addEventListener("dragstart", (event) => event.dataTransfer?.setData("text/plain", id));
    item.addEventListener("dragover", (event) => event.preventDefault());
    item.addEventListener("drop", (event) => {
      event.preventDefault();
      const dragged = event.dataTransfer?.getData("text/plain") ?? "";
      if (cards.has(dragged) && dragged !== id) move(dragged, at);
    });
    return item;
  }

  const heading = () => h("h3", { "data-focus": true, lang: order.lang }, order.title);

  function drawOrdering() {
    return [
      heading(),
      h("p", { lang: order.lang }, order.prompt),
      h("ol", { class: "mio-plainlist" }, ...sequence.map(row)),
      h("div", { class: "mio-row" }, button(say("sort.compare"), compare, { class: "mio-button mio-main" })),
    ];
  }
  function drawCompared() {
    const given = compared();
    const right = order.cards.filter(({ id }) => given.get(id)?.correct).length;
    return [
      heading(),
      h("p", { class: "mio-lead" }, say(right === order.cards.length ? "order.same" : "order.other", { right, of: order.cards.length })),
      h("ol", { class: "mio-results" }, ...order.cards.map((card) =>
        h("li", { class: "mio-reason" },
          h("p", { class: "mio-cardtext", lang: card.lang }, card.text),
          !given.get(card.id)?.correct && given.has(card.id) && h("p", { class: "mio-quiet" }, say("order.yours", { at: given.get(card.id).at + 1 })),
          h("p", { lang: card.lang }, card.reason)))),
      h("div", { class: "mio-row" }, button(say("sort.again"), startOver)),
    ];
  }

  function draw() {
    const parts = compared().size > 0 ? drawCompared() : drawOrdering();
    stage.replaceChildren(.../** @type {Node[]} */ ([storageNote(store, say), ...parts].filter(Boolean)));
  }
  store.onOtherTab(draw, signal);
  draw();
  shareAnswers();
}

export default { render };
