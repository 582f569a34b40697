// @ts-check
/**
 * A phone in a live room. The server's state is drawn as it comes; a vote is shown as counted only once the
 * server has said so, and is sent again until it has. Text enters as text nodes only.
 *
 * @typedef {{id: string, lang: string, name: string, short: string, shape: string}} Label
 * @typedef {{label: string | null, sureness: string | null}} Own
 * @typedef {{code: string, version: number, phase: string, question: string, lang: string, labels: Label[], at: number, of: number, round: number,
 *   item: {id: string, lang: string, speaker: string, context: string, text: string}, until: string, own: Record<string, Own>,
 *   reveal: {key: string, reason: string, own_reason: string | null} | null,
 *   card: {items: number, agreed: number, moved: number} | null}} State
 * @typedef {Own & {item: string, round: number, nonce: string}} Vote
 */
/** @type {Record<string, string>} */
const WORDS = /** WORDS */ {};
const { base = "", code = "" } = document.body.dataset;
const POLL = 3000, SILENT = 40_000;
const at = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const stage = at("stage"), line = at("line"), status = at("status");
const plural = new Intl.PluralRules(document.documentElement.lang);

/** @param {string} key @param {Record<string, string | number>} [values] */
function say(key, values = {}) {
  const text = WORDS[`${key}.${plural.select(Number(values.n))}`] ?? WORDS[key] ?? WORDS[`${key}.other`];
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}
/** @param {string} tag @param {Record<string, any>} attributes @param {...(Node | string | null | false | undefined)} children */
function h(tag, attributes, ...children) {
  const element = tag === "svg" || tag === "path" ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter(Boolean)));
  return element;
}
/** @type {Record<string, string>} */
const SHAPES = {
  circle: "M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0Z", square: "M2 2h12v12H2Z", diamond: "M8 .8 15.2 8 8 15.2.8 8Z",
  ring: "M13.2 8A5.2 5.2 0 1 1 2.8 8a5.2 5.2 0 0 1 10.4 0Z", triangle: "M8 1.5 15 14.2H1Z",
};
/** @param {Label} label */
const shape = (label) => h("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" },
  h("path", { d: SHAPES[label.shape], class: label.shape === "ring" && "hollow" }));

/** @type {State} */
let state;
/** What was tapped and is not yet known to be recorded. @type {Vote | null} */
let pending = null;
let sending = false, connected = true, heard = Date.now();
/** What went wrong, in words for the reader. */
let trouble = "";
/** @type {EventSource | null} */
let source = null;
let etag = "";

try {
  pending = JSON.parse(sessionStorage.getItem(`mio-vote-${code}`) ?? "null");
} catch { /* This browser keeps nothing: a vote that is under way is lost with the page. */ }
function keep() {
  try {
    sessionStorage.setItem(`mio-vote-${code}`, JSON.stringify(pending));
  } catch { /* As above. */ }
}
const isOpen = () => state.phase === "open";
/** What the reader has chosen in this round, recorded or on its way. @returns {Own | undefined} */
const chosen = () => pending ?? state.own[state.round];
/** @param {string | null} id */
const named = (id) => state.labels.find((label) => label.id === id);

/** @param {string} path @param {any} [body] @param {Record<string, string>} [headers] */
function call(path, body, headers = {}) {
  const post = body && { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  return fetch(`${base}${code}/${path}`, { headers, cache: "no-store", signal: AbortSignal.timeout(8000), ...post });
}
/** @param {number} ms */
const rest = (ms) => new Promise((done) => setTimeout(done, ms));
/** @param {Response} response */
const patience = (response) => 1000 * Number(response.headers.get("Retry-After") ?? 2) + Math.random() * 500;

/** Enters the room, however often it takes; false when there is nothing to enter. */
async function join() {
  for (let tries = 0; ; tries++) {
    try {
      const response = await call("join", {});
      const answer = await response.json();
      if (response.ok) return take(answer.state), true;
      if ([404, 410].includes(response.status)) return close(answer.message), false;
      trouble = answer.message;
      drawLine();
      await rest(patience(response));
    } catch {
      connected = false;
      drawLine();
      await rest(Math.min(8000, 500 * 2 ** tries));
    }
  }
}
function listen() {
  source?.close();
  source = new EventSource(`${base}${code}/events`);
  source.addEventListener("state", (event) => take(JSON.parse(event.data)));
  source.addEventListener("beat", () => alive());
  source.addEventListener("gone", () => close(say("live.phone.gone")));
}
function alive() {
  heard = Date.now();
  if (connected) return;
  connected = true;
  drawLine();
}
/** Asks for the state: at once after sleep, and regularly while no stream is open. */
async function look() {
  try {
    const response = await call("state", undefined, etag ? { "If-None-Match": etag } : {});
    if (response.status === 401) return void (await join());
    if (response.status === 404) return close(say("live.phone.gone"));
    if (response.ok) {
      etag = response.headers.get("ETag") ?? "";
      take(await response.json());
    } else if (response.status === 304) alive();
  } catch {
    connected = false;
    drawLine();
  }
}
function wake() {
  if (document.hidden || !source) return;
  if (source.readyState === EventSource.CLOSED || Date.now() - heard > SILENT) listen();
  void look();
  void send();
}
function tick() {
  if (source && !document.hidden && (source.readyState !== EventSource.OPEN || Date.now() - heard > SILENT)) wake();
  setTimeout(tick, POLL + Math.random() * 500);
}

/** @param {State} next */
function take(next) {
  alive();
  if (state && next.version < state.version) return;
  // The same state comes twice, by stream and when asked for: what was said of a vote stays until the room moves.
  if (placeOf(next) !== drawn) trouble = "";
  // What was on its way while a vote was recorded does not know of it.
  if (next.version === state?.version) next.own = { ...next.own, ...state.own };
  state = next;
  if (pending && !(isOpen() && pending.item === state.item.id && pending.round === state.round)) {
    pending = null;
    keep();
    trouble = say("live.phone.late");
  }
  draw();
  void send();
}
/** @param {string | null} label @param {string | null} sureness */
function choose(label, sureness) {
  if (!isOpen()) return;
  const random = crypto.getRandomValues(new Uint32Array(4));
  pending = { item: state.item.id, round: state.round, label, sureness, nonce: [...random].map((part) => part.toString(36)).join("-") };
  keep();
  trouble = "";
  mark();
  void send();
}
/** Sends what was tapped last until the server has recorded it or says why not. */
async function send() {
  if (sending || !pending || !state) return;
  sending = true;
  while (pending) {
    const vote = pending;
    try {
      const response = await call("vote", vote);
      const answer = await response.json();
      if (response.ok) {
        alive();
        state.own[vote.round] = answer.voted;
        if (pending === vote) settle("");
      } else if (response.status === 401) {
        if (!(await join())) settle("");
      } else if (response.status === 409 && answer.state) {
        settle(say("live.phone.late"));
        state = answer.state;
        draw();
      } else if (response.status === 429 || response.status >= 500) {
        trouble = answer.message;
        mark();
        await rest(patience(response));
      } else settle(answer.message);
    } catch {
      connected = false;
      mark();
      await rest(1500);
    }
  }
  sending = false;
}
/** @param {string} problem */
function settle(problem) {
  pending = null;
  trouble = problem;
  keep();
  mark();
}

/** The room is over for this phone. @param {string} why */
function close(why) {
  source?.close();
  source = null;
  pending = null;
  keep();
  status.textContent = why;
  stage.replaceChildren();
  line.hidden = true;
}
function drawLine() {
  const text = trouble || (connected ? "" : say(pending ? "live.phone.offline.vote" : "live.phone.offline"));
  if (line.textContent !== text) line.textContent = text;
  line.hidden = !text;
}
let drawn = "";
const placeOf = (/** @type {State} */ { phase, item, round }) => [phase, item.id, round].join();
/** Draws what the state asks for; the choices only when the room has moved, so that focus stays where it is. */
function draw() {
  const now = placeOf(state);
  if (now !== drawn) {
    const inside = stage.contains(document.activeElement);
    stage.replaceChildren(.../** @type {Node[]} */ ((state.phase === "ended" ? card() : item()).filter(Boolean)));
    if (inside) /** @type {HTMLElement | null} */ (stage.querySelector("[tabindex]"))?.focus();
    at("kept").textContent = say("live.phone.kept", { day: state.until });
    drawn = now;
  }
  mark();
}
/** Shows what is chosen, what is recorded, and what is wrong. */
function mark() {
  const own = chosen();
  for (const input of stage.querySelectorAll("input")) input.checked = own?.label === input.value;
  for (const button of stage.querySelectorAll("button")) {
    const { sureness, blank } = button.dataset;
    button.setAttribute("aria-pressed", String(blank ? own?.label === null : !!sureness && own?.sureness === sureness));
  }
  const sure = stage.querySelector("#sure");
  if (sure instanceof HTMLElement) sure.hidden = !own?.label;
  const text = told(own);
  if (status.textContent !== text) status.textContent = text;
  drawLine();
}
/** @param {Own | undefined} own */
function told(own) {
  if (state.phase === "waiting") return say("live.phone.waiting");
  if (state.phase === "closed") return say(state.round === 1 ? "live.phone.discuss" : "live.phone.closed");
  if (state.phase === "revealed") return say("live.phone.revealed");
  if (state.phase === "ended") return say("live.phone.ended");
  if (!own) return say(state.round === 1 ? "live.phone.vote" : "live.phone.again");
  if (pending) return say("live.phone.sending");
  const label = named(own.label);
  return label ? say("live.phone.in", { label: label.short }) : say("live.phone.in.blank");
}
function item() {
  const { item, labels, question, lang, round, reveal } = state;
  const open = isOpen();
  return [
    h("h2", { tabindex: -1 }, say("live.phone.item", { at: state.at + 1, of: state.of }), round > 0 && ` · ${say("live.phone.round", { round })}`),
    h("figure", { lang: item.lang },
      h("p", { class: "quiet" }, item.context), h("blockquote", {}, item.text), h("figcaption", {}, item.speaker)),
    reveal && verdict(reveal),
    round > 0 && !reveal && h("fieldset", {},
      h("legend", { lang }, question),
      ...labels.map((label, i) =>
        h("label", { class: "choice", "data-shape": label.shape },
          h("input", { type: "radio", name: "label", value: label.id, disabled: !open, onchange: () => choose(label.id, null) }),
          shape(label), h("span", { lang: label.lang }, label.short), open && h("kbd", { "aria-hidden": "true" }, String(i + 1))))),
    open && h("div", { id: "sure", role: "group", "aria-label": say("live.phone.sure"), hidden: true },
      h("p", { "aria-hidden": "true" }, say("live.phone.sure")),
      h("div", { class: "row" }, ...["unsure", "fairly", "sure"].map((level) =>
        h("button", { type: "button", "data-sureness": level, onclick: () => choose(chosen()?.label ?? null, level) }, say(`live.phone.sure.${level}`))))),
    open && h("button", { type: "button", class: "plain", "data-blank": true, onclick: () => choose(null, null) }, say("live.phone.blank")),
  ];
}
/** @param {NonNullable<State["reveal"]>} reveal */
function verdict(reveal) {
  const key = /** @type {Label} */ (named(reveal.key));
  const last = state.own[2] ?? state.own[1];
  const own = last && named(last.label);
  const { lang } = state.item;
  /** @param {Label} label @param {string} words */
  const tagged = (label, words) => h("p", { "data-shape": label.shape }, `${words} `, h("span", { class: "tag", lang: label.lang }, shape(label), label.short));
  return h("div", {},
    tagged(key, say("live.phone.key")),
    h("p", { class: "reason", "data-shape": key.shape, lang }, reveal.reason),
    own && own !== key && tagged(own, say("live.phone.yours")),
    own && reveal.own_reason && h("p", { class: "reason", "data-shape": own.shape, lang }, reveal.own_reason));
}
function card() {
  const { items, agreed, moved } = state.card ?? { items: 0, agreed: 0, moved: 0 };
  return [
    h("h2", { tabindex: -1 }, say("live.phone.card")),
    items > 0 && h("p", {}, say("live.phone.card.agreed", { agreed, n: items })),
    items > 0 && h("p", {}, say("live.phone.card.moved", { n: moved })),
    h("p", { class: "quiet" }, say("live.phone.card.practice")),
  ];
}

addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const radio = stage.querySelectorAll("input")[Number(event.key) - 1];
  if (!radio || radio.disabled) return;
  event.preventDefault();
  radio.focus();
  radio.click();
});
document.addEventListener("visibilitychange", wake);
addEventListener("online", wake);
addEventListener("pageshow", wake);
addEventListener("offline", () => {
  connected = false;
  if (state) drawLine();
});

if (code && (await join())) {
  listen();
  tick();
}
