// @ts-check
/** The reader's progress over the whole book, what is due again, and everything saved: as a report, a file, or gone. */
import { deleteAll, exported, importedFile } from "./archive.js";
import { askFirst, button, focusOn, h, region, speaker, tag } from "./dom.js";
import { answersOf, reserveOf, visitTo } from "./due.js";
import { report } from "./report.js";
import { SURENESS, calibration, firstAnswers, summarize } from "./score.js";
import { countAnswered } from "./store.js";
import { bar, table } from "./tables.js";

/**
 * @typedef {import("./dom.js").Label} Label
 * @typedef {{id: string, lang: string, title: string, labels: Label[], items: {id: string, lang: string, key: string, text: string, contested: {label: string, text: string}[]}[],
 *   reserve: {id: string, items: {id: string, lang: string, key: string, text: string}[]}}} ProgressDeck
 * @typedef {{id: string, lang: string, title: string}} Titled
 * @typedef {{id: string, lang: string, prompt: string}} Prompt
 * @typedef {{chapters: {slug: string, lang: string, title: string, exercises: Record<string, number>}[], decks: ProgressDeck[],
 *   quizzes: (Titled & {questions: Prompt[]})[], journals: (Titled & {prompts: Prompt[]})[]}} Book
 */

/** The first answers to reserve items that were practised for this deck. @param {ProgressDeck} deck */
const practisedFor = (deck) => firstAnswers(reserveOf(deck).filter(({ practiceFor }) => practiceFor === deck.id));

/** @param {{model: any, el: HTMLElement, signal?: AbortSignal}} context */
function render({ model, el, signal }) {
  /** @type {Book} */
  const book = model.get("book");
  const say = speaker(model.get("words"));
  const status = h("p", { class: "mio-note", role: "status", hidden: true });
  const stage = h("div", { class: "mio-stage" });
  el.append(region(model, { name: "progress-page", title: say("progress.title") }, stage));

  /** @param {string} text */
  function announce(text) {
    status.textContent = text;
    status.hidden = false;
  }
  /** Shows here what is saved now, and in the page's other exercises, which hear of other tabs' changes only. */
  function tellThisPage() {
    dispatchEvent(new StorageEvent("storage"));
    draw();
  }
  /** @param {{title: string, lang: string}} what */
  const titled = ({ title, lang }) => h("span", { lang }, title);
  /** @param {number} time */
  const day = (time) => new Date(time).toLocaleDateString(say.locale, { weekday: "long", month: "long", day: "numeric" });

  function chapters() {
    const rows = book.chapters
      .filter(({ exercises }) => Object.keys(exercises).length > 0)
      .map(({ title, lang, exercises }) => {
        const of = Object.values(exercises).reduce((sum, n) => sum + n, 0);
        const done = Object.entries(exercises).reduce((sum, [id, n]) => sum + Math.min(n, countAnswered(id)), 0);
        return [titled({ title, lang }), say("summary.share", { part: done, whole: of }), bar(done, of)];
      });
    return table(say("progress.chapters"), [say("progress.chapter"), say("progress.done"), ""], rows);
  }
  /** @param {{deck: ProgressDeck, answers: Map<string, any>, result: ReturnType<typeof summarize>}[]} decks */
  function agreement(decks) {
    return table(say("progress.decks"), [say("progress.deck"), say("summary.agreed"), ""],
      decks.map(({ deck, result }) => [titled(deck), say("summary.share", { part: result.total.correct, whole: result.total.n }),
        bar(result.total.correct, result.total.n)]));
  }
  /** @param {{result: ReturnType<typeof summarize>}[]} decks */
  function sureness(decks) {
    const levels = SURENESS.map((level, i) => ({
      sureness: level,
      n: decks.reduce((sum, { result }) => sum + result.bySureness[i].n, 0),
      correct: decks.reduce((sum, { result }) => sum + result.bySureness[i].correct, 0),
    }));
    return [
      h("h4", {}, say("progress.sureness")),
      h("p", {}, say(`summary.calibration.${calibration(levels)}`)),
      table(say("summary.bysureness"), [say("summary.sureness"), say("summary.agreed"), ""], levels.map(({ sureness: level, n, correct }) =>
        [say(`classify.sure.${level}`), n === 0 ? "–" : say("summary.share", { part: correct, whole: n }), bar(correct, n)])),
    ];
  }
  /** @param {{deck: ProgressDeck, result: ReturnType<typeof summarize>}[]} decks */
  function confusions(decks) {
    const found = decks.flatMap(({ deck, result }) => result.confusions.map((confusion) => ({ ...confusion, deck })));
    if (found.length === 0) return [];
    const worst = found.sort((a, b) => b.n - a.n).slice(0, 5);
    return [
      h("h4", {}, say("progress.confusions")),
      h("ul", { class: "mio-plainlist" }, ...worst.map(({ key, label, n, deck }) => {
        /** @param {string} id */
        const named = (id) => tag(deck.labels.find((own) => own.id === id) ?? { id, name: id, short: id, shape: "ring" });
        return h("li", {}, named(label), ` ${say("summary.confusion", { n })} `, named(key));
      })),
    ];
  }
  /** A deck's title as a link to its exercise, where the page has a list of the chapters. @param {ProgressDeck} deck @param {string | undefined} slug */
  function linked(deck, slug) {
    const chapter = document.querySelector(`.book-menu [data-chapter="${slug}"] a`);
    return chapter instanceof HTMLAnchorElement ? h("a", { href: `${chapter.href}#exercise-${deck.id}` }, deck.title) : deck.title;
  }
  /** @param {{deck: ProgressDeck}[]} decks */
  function due(decks) {
    const lines = decks.flatMap(({ deck }) => {
      const visit = visitTo(deck);
      if (!visit) return [];
      const slug = book.chapters.find(({ exercises }) => deck.id in exercises)?.slug;
      const values = { deck: "\0", n: Number(slug?.slice(0, 2)), when: day(visit.at) };
      const [before, after] = say(visit.isDue ? "progress.due.now" : "progress.due.later", values).split("\0");
      return [h("li", {}, before, linked(deck, slug), after)];
    });
    return [h("h4", {}, say("progress.due")), lines.length > 0 ? h("ul", {}, ...lines) : h("p", {}, say("progress.due.none"))];
  }

  function keeping() {
    const file = h("input", { type: "file", accept: "application/json,.json", class: "mio-file", id: "mio-import" });
    file.addEventListener("change", async () => {
      const chosen = file.files?.[0];
      if (!chosen) return;
      const { problem, added, known, unsaved } = await importedFile(localStorage, chosen);
      tellThisPage();
      if (problem) announce(say(problem === "large" ? "progress.import.large" : "progress.import.unknown"));
      else announce(say("progress.imported", { n: added, known }) + (unsaved > 0 ? ` ${say("progress.import.full", { n: unsaved })}` : ""));
      focusOn(stage.querySelector("[data-focus]"));
    });
    const words = { ask: say("progress.delete.ask"), yes: say("progress.delete.yes"), no: say("progress.delete.no") };
    const erase = askFirst(say("progress.delete"), words, () => {
      deleteAll(localStorage);
      tellThisPage();
      announce(say("progress.delete.done"));
      focusOn(stage.querySelector("[data-focus]"));
    });
    return [
      h("h4", {}, say("progress.keep")),
      h("div", { class: "mio-row" },
        button(say("progress.export"), () => download("mio-workbook.json", "application/json", exported(localStorage, new Date().toISOString()))),
        h("label", { class: "mio-button mio-filelabel" }, say("progress.import"), file)),
      erase,
    ];
  }
  /** @param {string} name @param {string} type @param {string} text */
  function download(name, type, text) {
    const link = h("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    URL.revokeObjectURL(link.href);
  }
  function portfolio() {
    const place = h("div", {});
    const show = button(say("progress.report.show"), () => {
      const { page, element } = report({ book, decks: answered(), say, lang: model.get("lang") });
      place.replaceChildren(
        h("div", { class: "mio-row" },
          button(say("progress.report.print"), () => print()),
          button(say("progress.report.save"), () => download("mio-report.html", "text/html", page())),
          button(say("progress.report.close"), () => {
            place.replaceChildren();
            draw();
            focusOn(stage.querySelector(".mio-showreport"));
          }, { class: "mio-button mio-plain" })),
        h("p", { class: "mio-quiet" }, say("progress.report.totals")),
        element);
      focusOn(element);
    }, { class: "mio-button mio-showreport" });
    return [h("h4", {}, say("progress.report")), h("div", { class: "mio-row" }, show), place];
  }

  /** The decks that have answers, with those answers and what they add up to. */
  const answered = () => book.decks
    .map((deck) => ({ deck, answers: answersOf(deck.id), practised: practisedFor(deck) }))
    .filter(({ answers }) => answers.size > 0)
    .map((own) => ({ ...own, result: summarize(own.deck.items, own.deck.labels.map(({ id }) => id), own.answers) }));

  function draw() {
    const decks = answered();
    const begun = book.chapters.some(({ exercises }) => Object.keys(exercises).some((id) => countAnswered(id) > 0));
    let storage = null;
    try {
      storage = globalThis.localStorage;
    } catch {
      // The exercises say that nothing can be saved; here there is nothing to show.
    }
    status.hidden = true;
    stage.replaceChildren(.../** @type {Node[]} */ ([
      h("h3", { "data-focus": true }, say("progress.title")),
      status,
      chapters(),
      ...(begun ? [] : [h("p", {}, say("progress.empty"))]),
      ...(decks.length > 0 ? [agreement(decks), ...sureness(decks), ...confusions(decks)] : []),
      ...due(decks),
      ...portfolio(),
      ...(storage ? keeping() : []),
    ]));
  }
  addEventListener("storage", () => {
    if (!stage.querySelector(".mio-report")) draw();
  }, { signal });
  addEventListener("pageshow", draw, { signal });
  draw();
}

export default { render };
