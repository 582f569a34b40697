// @ts-check
/**
 * The leader's dashboard. The server has the room; this page shows its present state and sends the next step.
 *
 * `take` receives every state, `draw` shows it, `step` says what comes next: the one large button, and the space bar.
 */
import { focusOn, h, speaker } from "../exercises/dom.js";
import { footBar, topBar } from "./leader-bars.js";
import { lobby, voting } from "./leader-board.js";
import { askEnd, askHands } from "./leader-dialogs.js";
import { farewell, lookBack } from "./leader-end.js";
import { Refusal, call, follow, liveBase } from "./leader-line.js";
import { PANES, revealed } from "./leader-reveal.js";
import { placeOf } from "./place.js";
import { roomy } from "./leader-room.js";
import { setup } from "./leader-setup.js";

/** @typedef {import("./leader-line.js").State} State */

/** Where keys are typed, and what the space bar presses. */
const TYPING = "input,textarea,select";
const PRESSED = "button,a,summary";

/** @param {{model: any, el: HTMLElement, signal?: AbortSignal}} context */
function render({ model, el, signal }) {
  const lang = model.get("lang");
  const say = speaker(model.get("words"));
  const base = liveBase(location);
  const status = h("p", { class: "mio-status", role: "status" });
  const note = h("p", { class: "mio-note live-note", role: "alert", hidden: true });
  const top = h("header", { class: "live-top" });
  const stage = h("div", { class: "live-stage" });
  const room = roomy(stage, say, signal);
  const main = h("button", { type: "button", class: "mio-button mio-main live-step", onclick: () => step()?.go() });
  const rest = h("div", { class: "live-rest" });
  const foot = h("footer", { class: "live-foot", hidden: true }, room.below, rest, main);
  const root = h("section", { class: "mio mio-workshop", "aria-label": say("leader.title"), lang }, status, note, top, stage, foot);
  el.append(root);

  /** @type {State | null} */
  let state = null;
  /** @type {import("./leader-board.js").Address | null} */
  let address = null;
  /** The part of the reveal that is shown, where the server does not keep it. */
  let ownPane = 0;
  let busy = false;
  let line = Promise.resolve();
  /** What is drawn: the same again only needs its counts brought up to date. */
  let drawn = "";
  /** What was drawn when the last step was asked for. */
  let asked = "";
  /** @type {(state: State) => void} */
  let update = () => {};
  let following = new AbortController();

  /** @param {string} text */
  function tell(text) {
    note.textContent = text;
    note.hidden = text === "";
  }
  /** Runs calls one after the other; what goes wrong is said. @param {() => Promise<void>} what */
  function attempt(what) {
    line = line.then(() => run(what));
  }
  /** @param {() => Promise<void>} what */
  async function run(what) {
    busy = true;
    root.setAttribute("aria-busy", "true");
    try {
      await what();
    } catch (error) {
      if (!(error instanceof Refusal)) tell(say("leader.trouble"));
      else if (error.status === 401) tell(say("leader.token"));
      else tell(error.message || say(error.status === 404 && !state ? "leader.elsewhere" : "leader.refused"));
      if (error instanceof Refusal && error.state) take(error.state);
      if (!(error instanceof Refusal || error instanceof TypeError)) console.error(error);
    } finally {
      busy = false;
      root.removeAttribute("aria-busy");
    }
  }
  /** @param {State} at where the room was when this was asked for @param {string} what @param {Record<string, any>} [more] */
  async function send(at, what, more = {}) {
    take(await call(base, `rooms/${at.code}/do`, "POST", { do: what, ...placeOf(at), ...more }));
    tell("");
  }
  /** A press is dropped while the step that the screen still shows is on its way. @param {string} what @param {Record<string, any>} [more] */
  function act(what, more) {
    if (busy && drawn === asked) return;
    asked = drawn;
    const at = /** @type {State} */ (state);
    attempt(() => send(at, what, more));
  }

  /** No step: one that is asked for while the hands are on their way must not be dropped, and comes after them. @param {Record<string, number>} counts */
  function count(counts) {
    const at = /** @type {State} */ (state);
    attempt(() => send(at, "hands", { counts }));
  }

  const pane = () => state?.pane ?? ownPane;
  /** @param {number} to */
  function turn(to) {
    if (state?.can.includes("show")) return act("show", { pane: to });
    ownPane = to;
    draw();
  }

  /** What comes next, and its name. @returns {{name: string, go: () => void} | null} */
  function step() {
    if (!state) return null;
    const { phase, round, can } = state;
    if (phase === "lobby") return { name: say("leader.step.begin"), go: () => act("begin") };
    if (phase === "waiting") return { name: say("leader.step.open.1"), go: () => act("open") };
    if (phase === "open") return { name: say("leader.step.close"), go: () => act("close") };
    if (phase === "closed" && round === 1) return { name: say("leader.step.open.2"), go: () => act("open") };
    if (phase === "closed") return { name: say("leader.step.reveal"), go: () => act("reveal") };
    if (phase !== "revealed") return null;
    if (pane() < PANES - 1) return { name: say(pane() === 0 ? "leader.step.pane.1" : "leader.step.pane.2"), go: () => turn(pane() + 1) };
    if (can.includes("next")) return { name: say("leader.step.next"), go: () => act("next") };
    if (pane() < PANES) return { name: say("leader.step.finish"), go: () => turn(PANES) };
    return { name: say("leader.step.end"), go: end };
  }

  const end = () => askEnd(root, say, () => act("end"));
  const rested = () => main.focus({ preventScroll: true });

  /** @param {State} next */
  function take(next) {
    if (state && next.code === state.code && next.version < state.version) return;
    if (next.item?.id !== state?.item?.id || next.phase !== state?.phase) ownPane = 0;
    state = next;
    draw();
  }

  function draw() {
    if (!state) return;
    const now = [state.code, state.phase, ...Object.values(placeOf(state)), pane(), address?.join_url].join(" ");
    if (now !== drawn) {
      drawn = now;
      show(state);
    }
    update(state);
  }

  /** @param {State} state */
  function show(state) {
    const { phase } = state;
    root.dataset.view = pane() === PANES ? "wrap" : phase;
    update = () => {};
    if (phase === "lobby" && address) {
      const view = lobby(state, address, say, (other) => {
        address = other;
        draw();
      });
      update = view.update;
      fill(view.parts);
    } else if (phase === "ended" || pane() === PANES) wrapUp(state);
    else if (phase === "revealed" && state.reveal) fill(revealed(pane(), state.reveal, state.labels, say));
    else {
      const view = voting(state, say);
      update = view.update;
      fill(view.parts);
    }
    top.replaceChildren(...topBar(state, address, ["lobby", "wrap", "ended"].includes(root.dataset.view ?? ""), say));
    drawFoot(state);
    const next = step();
    status.textContent = next ? `${say(`leader.phase.${phase}`)} ${say("leader.then", { step: next.name })}` : say(`leader.phase.${phase}`);
  }
  /** @param {(Node | string | false | null | undefined)[]} parts */
  function fill(parts) {
    const lost = document.activeElement === document.body || root.contains(document.activeElement);
    stage.replaceChildren(.../** @type {Node[]} */ (parts.filter(Boolean)));
    room.fit();
    if (lost && document.activeElement !== main) focusOn(stage.querySelector("[data-focus]"));
  }
  /** @param {State} state */
  function wrapUp(state) {
    const { code, phase } = state;
    const drawnFor = drawn;
    fill([]);
    Promise.all([call(base, `rooms/${code}/revealed`), call(base, `rooms/${code}/agreement`)]).then(([all, agreed]) => {
      if (drawn !== drawnFor) return;
      fill([phase === "ended" && farewell(code, base, say, leave), ...lookBack(all, agreed.rounds, state.labels, say)]);
    }, () => {
      // Asked for again with the next state.
      if (drawn === drawnFor) drawn = "";
      tell(say("leader.trouble"));
    });
  }

  const latest = () => state;
  /** @param {State} state */
  function drawFoot(state) {
    const next = step();
    main.replaceChildren(...(next ? [next.name, " ", h("kbd", { "aria-hidden": "true" }, say("leader.space"))] : []));
    main.hidden = !next;
    foot.hidden = false;
    rest.replaceChildren(...footBar(state, pane(), say, {
      turn, leave,
      act, end,
      // Since this was drawn hands may have been entered.
      hands: () => askHands(root, latest() ?? state, say, count),
      full: fullScreen,
      rest: rested,
    }));
  }

  function fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.().catch(() => {});
  }

  /** @param {string} code */
  async function enter(code) {
    following.abort();
    following = new AbortController();
    address = await call(base, `rooms/${code}/address`);
    history.replaceState(null, "", `#${code}`);
    take(await call(base, `rooms/${code}`));
    tell("");
    follow(base, code, {
      state: (next) => next.code === state?.code && take(next),
      gone: () => {
        leave();
        tell(say("leader.gone"));
      },
      trouble: (is) => {
        if (is) tell(say("leader.trouble"));
        else if (note.textContent === say("leader.trouble")) tell("");
      },
    }, following.signal);
  }
  function leave() {
    following.abort();
    if (document.fullscreenElement) document.exitFullscreen();
    state = address = null;
    drawn = "";
    history.replaceState(null, "", location.pathname + location.search);
    attempt(prepare);
  }
  async function prepare() {
    const [all, rooms] = await Promise.all([call(base, "decks"), call(base, "rooms")]);
    /** @type {string[]} */
    const order = model.get("order");
    /** @param {{id: string}} deck */
    const place = (deck) => (order.includes(deck.id) ? order.indexOf(deck.id) : order.length);
    const decks = [...all].sort((a, b) => place(a) - place(b));
    root.dataset.view = "setup";
    foot.hidden = true;
    top.replaceChildren();
    status.textContent = "";
    fill(setup({
      decks, rooms, say, base,
      open: (deck, items) => attempt(async () => enter((await call(base, "rooms", "POST", { deck, items })).code)),
      resume: (code) => attempt(() => enter(code)),
      remove: (code) => attempt(async () => {
        await call(base, `rooms/${code}`, "DELETE");
        await prepare();
      }),
    }));
  }
  async function begin() {
    const code = location.hash.slice(1);
    if (!/^[0-9A-Z]{6}$/.test(code)) return prepare();
    try {
      await enter(code);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 401) throw error;
      await prepare();
    }
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const { key, repeat } = event;
    if (!root.isConnected || !state || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (target.matches?.(TYPING) || root.querySelector("dialog[open]")) return;
    if (key === "f") fullScreen();
    else if (key === "Escape" && menu()) closeMenu();
    else if (key === "ArrowDown" || key === "ArrowUp") room.scroll(key === "ArrowDown" ? 3 : -3);
    else if (key === "PageUp" && state.phase === "revealed") pane() > 0 && !repeat && turn(pane() - 1);
    else if (key !== "PageDown" && (key !== " " || target.matches?.(PRESSED))) return;
    else if (!repeat) step()?.go();
    event.preventDefault();
  }
  const menu = () => /** @type {HTMLDetailsElement | null} */ (rest.querySelector(".live-menu[open]"));
  function closeMenu() {
    const open = /** @type {HTMLDetailsElement} */ (menu());
    open.open = false;
    if (open.contains(document.activeElement)) rested();
  }
  /** The space bar steps on again after a click on what only opens; by keyboard the focus stays there. @param {MouseEvent} event */
  function onClick(event) {
    const target = /** @type {Element} */ (event.target);
    if (!root.isConnected || !state) return;
    if (menu() && !menu()?.contains(target)) closeMenu();
    if (event.detail > 0 && root.contains(target) && target.closest("summary")) rested();
  }
  document.addEventListener("keydown", onKey, { signal });
  document.addEventListener("click", onClick, { signal });
  signal?.addEventListener("abort", () => following.abort());
  attempt(begin);
}

export default { render };
