// @ts-check
/** Prompts for reflection. What is written is saved as it is written, and can be deleted. */
import { askFirst, focusOn, h, region, speaker, storageNote } from "./dom.js";
import { share } from "./kernel.js";
import { openStore } from "./store.js";

/** @param {any} entry */
const isEntryOfJournal = (entry) => entry.kind === "journal" && typeof entry.item === "string" && typeof entry.text === "string";

/** @param {{model: any, el: HTMLElement, signal?: AbortSignal}} context */
function render({ model, el, signal }) {
  /** @type {{id: string, lang: string, title: string, prompts: {id: string, lang: string, prompt: string}[]}} */
  const journal = model.get("journal");
  const say = speaker(model.get("words"));
  const store = openStore(journal.id, isEntryOfJournal);
  const note = h("div", {});
  const list = h("ol", {});
  const parts = [h("h3", { lang: journal.lang }, journal.title), h("p", { class: "mio-quiet" }, say("journal.how")), note, list];
  el.append(region(model, { name: "journal", id: journal.id, title: journal.title, lang: journal.lang }, ...parts));

  /** The latest text to each prompt. @returns {Map<string, any>} */
  const latest = () => new Map(store.all().map((entry) => [entry.item, entry]));
  const shareAnswers = () =>
    share(model, [...latest().values()].map(({ item, text, time }) => ({ item, text, time })));

  /** @param {string} prompt @param {string} text @param {HTMLElement} status */
  function save(prompt, text, status) {
    if ((latest().get(prompt)?.text ?? "") === text) return;
    store.add({ kind: "journal", item: prompt, text }, 1);
    // The last three versions are kept: one more than a slip of the finger needs.
    store.forget((entry, newer) => entry.item === prompt && newer >= 3);
    status.textContent = say("journal.saved");
    showNote();
    shareAnswers();
  }
  function showNote() {
    note.replaceChildren(...[storageNote(store, say)].filter((part) => part !== false));
  }

  for (const { id, lang, prompt } of journal.prompts) {
    const label = `${journal.id}-${id}`;
    const text = h("textarea", { rows: 4, "aria-labelledby": label });
    const status = h("p", { class: "mio-quiet", role: "status" });
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let soon;
    // What the reader has not touched is not saved again: another tab may have rewritten or deleted it since.
    let touched = false;
    const keep = () => {
      clearTimeout(soon);
      if (touched) save(id, text.value, status);
      touched = false;
    };
    text.addEventListener("input", () => {
      touched = true;
      remove.hidden = text.value === "";
      clearTimeout(soon);
      soon = setTimeout(keep, 800);
    });
    text.addEventListener("change", keep);
    addEventListener("pagehide", keep, { signal });
    const words = { ask: say("journal.delete.ask"), yes: say("journal.delete.yes"), no: say("journal.delete.no") };
    const remove = askFirst(say("journal.delete"), words, () => {
      clearTimeout(soon);
      touched = false;
      text.value = "";
      remove.hidden = true;
      store.forget((entry) => entry.item === id);
      status.textContent = say("journal.deleted");
      shareAnswers();
      focusOn(text);
    });
    const show = () => {
      if (document.activeElement !== text) text.value = latest().get(id)?.text ?? "";
      remove.hidden = text.value === "";
    };
    show();
    store.onOtherTab(show, signal);
    list.append(h("li", {}, h("p", { class: "mio-prompt", id: label, lang }, prompt), text, status, remove));
  }
  showNote();
  shareAnswers();
}

export default { render };
