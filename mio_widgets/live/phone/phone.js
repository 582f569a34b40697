// @ts-check
/**
 * A phone in a live room. The server's state is drawn as it comes; a vote is shown as counted only once the
 * server has said so, and is sent again until it has.
 *
 * @typedef {import("./draw.js").State} State
 * @typedef {import("./draw.js").Own} Own
 * @typedef {Own & {item: string, round: number, nonce: string}} Vote
 */
import { placeOf } from "../place.js";
import { kept, say, told, view } from "./draw.js";

const { base = "", code = "" } = document.body.dataset;
const POLL = 3000, SILENT = 40_000;
const at = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
const stage = at("stage"), status = at("status");

/** @type {State} */
let state;
/** What was tapped and is not yet known to be recorded. @type {Vote | null} */
let pending = null;
let sending = false, connected = true, heard = Date.now();
/** What went wrong, in words for the reader. */
let trouble = "";
/** Null once the room is over for this phone. @type {EventSource | null | undefined} */
let source;
let etag = "";

try {
  pending = JSON.parse(sessionStorage.getItem(`mio-vote-${code}`) ?? "null");
} catch { /* This browser keeps nothing: a vote that is under way is lost with the page. */ }
function keep() {
  try {
    sessionStorage.setItem(`mio-vote-${code}`, JSON.stringify(pending));
  } catch { /* As above. */ }
}
/** What the reader has chosen in this round, recorded or on its way. @returns {Own | undefined} */
const chosen = () => pending ?? state.own[state.round];
/** The phase besides, which moves on while the place stays. @param {State} state */
const moment = (state) => [state.phase, ...Object.values(placeOf(state))].join();

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
      tell();
      await rest(patience(response));
    } catch {
      lost();
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
  tell();
}
function lost() {
  connected = false;
  tell();
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
    lost();
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
  if (moment(next) !== drawn) trouble = "";
  // What was on its way while a vote was recorded does not know of it.
  if (next.version === state?.version) next.own = { ...next.own, ...state.own };
  state = next;
  if (pending && ["open", pending.item, pending.round].join() !== moment(state)) {
    pending = null;
    keep();
    trouble = say("live.phone.late");
  }
  draw();
  void send();
}
/** @param {string | null} label @param {string | null} sureness */
function choose(label, sureness) {
  if (state.phase !== "open") return;
  pending = { ...placeOf(state), label, sureness, nonce: crypto.getRandomValues(new Uint32Array(3)).join("-") };
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
      lost();
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
  status.className = "";
  stage.replaceChildren();
}
/** What is wrong and what to do, in the one line that is always in sight; a vote that cannot be sent is not said to be on its way. */
function tell() {
  // Why it is over is the last word.
  if (source === null) return;
  const wrong = trouble || (connected ? "" : say(pending ? "live.phone.offline.vote" : "live.phone.offline"));
  const now = state && !(wrong && pending) ? told(state, chosen(), !!pending) : "";
  const text = `${wrong} ${now}`.trim();
  if (text && status.textContent !== text) status.textContent = text;
  status.className = wrong && "wrong";
}
let drawn = "";
/** Draws what the state asks for; the choices only when the room has moved, so that focus stays where it is. */
function draw() {
  const now = moment(state);
  if (now !== drawn) {
    const inside = stage.contains(document.activeElement);
    stage.replaceChildren(...view(state, (label) => choose(label, null), (level) => choose(chosen()?.label ?? null, level)));
    if (inside) /** @type {HTMLElement | null} */ (stage.querySelector("[tabindex]"))?.focus();
    at("kept").textContent = kept(state);
    drawn = now;
  }
  mark();
}
/** Shows what is chosen, what is recorded, and what is wrong. */
function mark() {
  const own = chosen();
  for (const input of stage.querySelectorAll("input")) input.checked = own?.label === input.value;
  for (const button of stage.querySelectorAll("button")) {
    const { sureness } = button.dataset;
    button.setAttribute("aria-pressed", String(sureness ? own?.sureness === sureness : own?.label === null));
  }
  const sure = /** @type {HTMLElement | null} */ (stage.querySelector("#sure"));
  if (sure) sure.hidden = !own?.label;
  tell();
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
addEventListener("offline", lost);

if (code && (await join())) {
  listen();
  tick();
}
