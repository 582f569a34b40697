// @ts-check
/**
 * The line between a page and the kernel that drew it: Jupyter's messages over the kernel's websocket, of which widgets
 * need those that bring a trait across. When it is lost the page says so; what the reader does stays in the browser.
 *
 * @typedef {(traits: Record<string, any>) => void} Take
 */

/** Seconds until the line is tried again, one after the other; then as the last. */
const PAUSES = [1, 2, 4, 8, 15];

/** What Jupyter calls a kernel that has lost its memory. */
const GONE = new Set(["dead", "restarting"]);

class Line {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    const { kernel = "", base = "/" } = place.dataset;
    this.session = crypto.randomUUID?.() ?? String(Math.random()); // missing without https
    const channels = new URL(`${base}api/kernels/${kernel}/channels?session_id=${this.session}`, location.href);
    channels.protocol = channels.protocol.replace("http", "ws");
    this.channels = channels.href;
    this.shutdown = new URL(`${base}voila/api/shutdown/${kernel}`, location.href).href;
    /** @type {Map<string, Take>} */
    this.models = new Map();
    /** What Python was told, by model: a line that was cut may have lost some of it. @type {Map<string, Record<string, any>>} */
    this.told = new Map();
    /** @type {WebSocket | null} */
    this.socket = null;
    this.tries = 0;
    this.left = false;
    this.ended = false;
    this.open();
    // Before the next page asks for a kernel of its own; some phones say only the second.
    addEventListener("beforeunload", () => this.leave());
    addEventListener("pagehide", () => this.leave());
    // A page that comes back from the browser's memory has no kernel any more.
    addEventListener("pageshow", ({ persisted }) => persisted && this.sayLost());
  }

  open() {
    this.socket = new WebSocket(this.channels);
    this.socket.onopen = () => {
      this.tries = 0;
      this.place.replaceChildren();
      for (const [id, state] of this.told) this.send(id, state);
    };
    this.socket.onmessage = ({ data }) => typeof data === "string" && this.hear(JSON.parse(data));
    this.socket.onclose = () => this.closed();
  }

  closed() {
    if (this.left) return;
    this.sayLost();
    setTimeout(() => this.left || this.open(), 1000 * (PAUSES[this.tries] ?? PAUSES[PAUSES.length - 1]));
    this.tries += 1;
  }

  /** @param {any} message */
  hear({ header, content }) {
    if (header.msg_type === "status" && GONE.has(content.execution_state)) {
      this.left = true; // what answers under this name now knows nothing of the page
      this.socket?.close();
      this.sayLost();
    } else if (header.msg_type === "comm_msg" && content.data.method === "update") {
      this.models.get(content.comm_id)?.(content.data.state);
    }
  }

  /** Tells Python of new values, as soon as there is a line. @param {string} id @param {Record<string, any>} traits */
  tell(id, traits) {
    this.told.set(id, { ...this.told.get(id), ...traits });
    this.send(id, traits);
  }

  /** @param {string} id @param {Record<string, any>} state */
  send(id, state) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(this.update(id, state)));
  }

  /** @param {string} id @param {Record<string, any>} state */
  update(id, state) {
    const header = { msg_id: `${this.session}-${Date.now()}-${id}`, msg_type: "comm_msg", session: this.session, username: "", version: "5.3" };
    const content = { comm_id: id, data: { method: "update", state, buffer_paths: [] } };
    return { channel: "shell", header, parent_header: {}, metadata: {}, content };
  }

  /** Ends the kernel together with the page. */
  leave() {
    if (this.ended) return;
    this.ended = true;
    this.left = true;
    this.socket?.close();
    const form = new FormData();
    form.set("_xsrf", /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)?.[1] ?? "");
    navigator.sendBeacon(this.shutdown, form);
  }

  sayLost() {
    if (this.place.childElementCount) return;
    const text = document.createElement("p");
    text.textContent = this.place.dataset.lost ?? "";
    const reload = document.createElement("button");
    reload.type = "button";
    reload.textContent = this.place.dataset.reload ?? "";
    reload.onclick = () => location.reload();
    this.place.append(text, reload);
  }
}

/** The page's line to its kernel; null where there is none. */
export function lineOf() {
  const place = /** @type {HTMLElement | null} */ (document.querySelector(".book-line"));
  return place && new Line(place);
}
