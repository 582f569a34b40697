// @ts-check
/** A report on what one browser holds, for the reader's own portfolio: printable, and as a page that stands alone. */
import { h } from "./dom.js";
import { SURENESS } from "./score.js";
import { openStore } from "./store.js";
import { table } from "./tables.js";

const STYLE = `
body { font: 1rem/1.5 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #26221d; background: #fff; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2rem; } h3 { font-size: 1.05rem; margin-bottom: .3rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; } caption { text-align: left; font-style: italic; padding-bottom: .3rem; }
th, td { border-bottom: 1px solid #ccc; padding: .3rem .5rem; text-align: left; vertical-align: top; font-weight: normal; }
thead th { color: #555; } svg { max-width: 24rem; } .mio-text { white-space: pre-wrap; }
@media (max-width: 40rem) { table { font-size: .85rem; } th, td { padding: .3rem .2rem; } }
`;

/**
 * @param {{book: import("./progress.js").Book, decks: any[], say: import("./dom.js").Say, lang: string}} options
 * @returns {{element: HTMLElement, page: () => string}} `element` is for the page it is made in, whose stylesheet shows
 *   all of it on paper and the totals alone on a screen; `page` makes a document of all of it
 */
export function report({ book, decks, say, lang }) {
  const when = new Date().toLocaleDateString(say.locale, { dateStyle: "long" });
  const element = h("article", { class: "mio-report", tabindex: "-1", "aria-label": say("progress.report") },
    h("h1", {}, say("progress.report")),
    h("p", {}, say("progress.report.made", { when })),
    h("p", {}, h("strong", {}, say("progress.report.not"))),
    decks.length > 0 && table(say("progress.decks"), [say("progress.deck"), say("summary.agreed")], decks.map(({ deck, result }) =>
      [deck.title, say("summary.share", { part: result.total.correct, whole: result.total.n })])),
    ...decks.flatMap((deck) => deckPart(deck, say, lang)),
    ...book.quizzes.flatMap((quiz) => writtenPart(say("progress.report.recall"), quiz, quiz.questions)),
    ...book.journals.flatMap((journal) => writtenPart(say("progress.report.journal"), journal, journal.prompts)));
  return {
    element,
    page() {
      const whole = document.implementation.createHTMLDocument(say("progress.report"));
      whole.documentElement.lang = lang;
      const charset = whole.createElement("meta");
      charset.setAttribute("charset", "utf-8");
      const viewport = whole.createElement("meta");
      viewport.name = "viewport";
      viewport.content = "width=device-width, initial-scale=1";
      whole.head.prepend(charset, viewport);
      whole.body.append(whole.importNode(element, true));
      // As text: the page in which it is made lets no style in but its own.
      const html = whole.documentElement.outerHTML.replace("</head>", () => `<style>${STYLE}</style></head>`);
      return `<!doctype html>\n${html}`;
    },
  };
}

/** @param {{deck: import("./progress.js").ProgressDeck, answers: Map<string, any>, practised: Map<string, any>, result: any}} found @param {import("./dom.js").Say} say @param {string} lang */
function deckPart({ deck, answers, practised, result }, say, lang) {
  const labels = new Map(deck.labels.map(({ id, short }) => [id, short]));
  /** @param {{part: number, whole: number}} counts */
  const share = (counts) => (counts.whole === 0 ? "–" : say("summary.share", counts));
  /** @param {{id: string, lang: string, text: string, key: string}[]} items @param {Map<string, any>} given */
  const rows = (items, given) => items.filter(({ id }) => given.has(id)).map((item) => {
    const { label, sureness, time } = given.get(item.id);
    return [h("span", { lang: item.lang }, item.text), label === null ? say("progress.report.blank") : labels.get(label) ?? label, labels.get(item.key) ?? item.key,
      sureness ? say(`classify.sure.${sureness}`) : "–", new Date(time).toLocaleDateString(say.locale, { month: "short", day: "numeric" })];
  });
  const heads = [say("progress.report.item"), say("progress.report.you"), say("progress.report.key"), say("summary.sureness"), say("progress.report.day")];
  const again = rows(deck.reserve.items, practised);
  const surely = result.bySureness.some((/** @type {any} */ { n }) => n > 0);
  return [
    h("h2", { lang: deck.lang }, deck.title),
    table(say("progress.report.answers"), [say("summary.label"), say("summary.agreed")],
      result.byLabel.filter((/** @type {any} */ { asked }) => asked > 0).map((/** @type {any} */ { label, n, correct }) =>
        [labels.get(label) ?? label, share({ part: correct, whole: n })])),
    surely && table(say("summary.bysureness"), [say("summary.sureness"), say("summary.agreed")],
      SURENESS.map((level, i) => [say(`classify.sure.${level}`), share({ part: result.bySureness[i].correct, whole: result.bySureness[i].n })])),
    table(deck.title, heads, rows(deck.items, answers)),
    again.length > 0 && table(say("progress.report.practice"), heads, again),
  ];
}

/** What was written to the prompts of a quiz or a journal. @param {string} kind @param {import("./progress.js").Titled} from @param {import("./progress.js").Prompt[]} prompts */
function writtenPart(kind, from, prompts) {
  const texts = openStore(from.id).all().filter(({ text }) => typeof text === "string");
  const latest = new Map(texts.map((entry) => [entry.item, entry]));
  const written = prompts.filter(({ id }) => latest.get(id)?.text);
  if (written.length === 0) return [];
  return [h("h2", {}, `${kind}: `, h("span", { lang: from.lang }, from.title)),
    ...written.flatMap(({ id, lang, prompt }) => [h("h3", { lang }, prompt), h("p", { class: "mio-text" }, latest.get(id)?.text)])];
}
