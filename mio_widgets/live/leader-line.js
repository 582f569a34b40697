// @ts-check
/**
 * The leader's line to the server: calls, and the room's state as it changes. The contract is docs/live-api.md.
 *
 * @typedef {import("../exercises/dom.js").Label} Label
 * @typedef {{id: string, lang?: string, speaker: string, context: string, text: string}} Item
 * @typedef {{label: string | null, text: string, question: string}} Point
 * @typedef {{round: number, voted: number, hands: number, left_out: number, blank: number, split: Record<string, number> | null}} Round
 * @typedef {{from: string | null, to: string | null, n: number}} Move
 * @typedef {{item: Item & {key: string, reasons: Record<string, string>, evidence: {phrase: string, why: string}[],
 *   contested: {label: string, text: string}[]}, at: number, points?: Point[], rounds: Round[], both: number, flow: Move[] | null,
 *   sureness: {sureness: string | null, agree: number, differ: number}[] | null, sure_elsewhere: Record<string, number> | null}} Reveal
 * @typedef {{code: string, version: number, phase: "lobby" | "waiting" | "open" | "closed" | "revealed" | "ended",
 *   deck: {id: string, lang?: string, title: string, question: string, provenance: string}, labels: Label[], at: number, of: number,
 *   round: number, item: Item | null, joined: number, voted: number, hands: number, can: string[], revealed: string[],
 *   reveal: Reveal | null, pane?: number}} State
 */

/** A call that the server refused; the message can be shown as it is. */
export class Refusal extends Error {
  /** @param {number} status @param {any} answer */
  constructor(status, answer) {
    super(answer?.message ?? "");
    this.status = status;
    /** Where the room is now, if the answer said so. @type {State | null} */
    this.state = answer?.state ?? null;
  }
}

/** A page below `…/voila/render/` belongs to a server whose room stands beside `voila/`. @param {Location} page */
export const liveBase = (page) => new URL(`${page.pathname.split("voila/render/")[0].replace(/[^/]*$/, "")}live/api/`, page.origin);

/**
 * @param {URL} base
 * @param {string} path
 * @param {string} [method]
 * @param {any} [body]
 */
export async function call(base, path, method = "GET", body) {
  const sent = body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(new URL(path, base), { method, cache: "no-store", ...sent });
  const answer = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok || (answer === null && response.status !== 204)) throw new Refusal(response.ok ? 404 : response.status, answer);
  return answer;
}

const CHECK = 2_000;
const QUIET = 20_000;

/**
 * Tells every state of a room until `signal` ends it. Where the stream of events does not come through, it asks.
 * @param {URL} base
 * @param {string} code
 * @param {{state: (state: State) => void, gone: () => void, trouble: (is: boolean) => void}} tell
 * @param {AbortSignal} signal
 */
export function follow(base, code, tell, signal) {
  /** @type {EventSource | null} */
  let source = null;
  let heard = 0;
  const listen = () => {
    source?.close();
    source = new EventSource(new URL(`rooms/${code}/events`, base));
    source.addEventListener("state", (event) => heardOf(JSON.parse(/** @type {MessageEvent} */ (event).data)));
    source.addEventListener("gone", () => tell.gone());
  };
  /** @param {State} state */
  function heardOf(state) {
    if (signal.aborted) return;
    heard = Date.now();
    tell.trouble(false);
    tell.state(state);
  }
  async function ask() {
    try {
      heardOf(await call(base, `rooms/${code}`));
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof Refusal && error.status === 404) tell.gone();
      else tell.trouble(true);
    }
  }
  const check = setInterval(() => {
    if (source?.readyState === EventSource.CLOSED) listen();
    if (source?.readyState !== EventSource.OPEN || Date.now() - heard > QUIET) ask();
  }, CHECK);
  signal.addEventListener("abort", () => {
    clearInterval(check);
    source?.close();
  });
  listen();
}
