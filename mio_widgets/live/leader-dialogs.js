// @ts-check
/** What the leader is asked in a window of its own. */
import { button, h, tag } from "../exercises/dom.js";

const MOST = 1000;

/**
 * The form for a show of hands. What was typed leaves the page with the form: no count stays on the projector.
 * @param {HTMLElement} root
 * @param {import("./leader-line.js").State} state
 * @param {import("../exercises/dom.js").Say} say
 * @param {(counts: Record<string, number>) => void} save
 */
export function askHands(root, state, say, save) {
  const inputs = state.labels.map((label) => ({
    label,
    input: h("input", { type: "number", name: label.id, min: 0, max: MOST, step: 1, inputmode: "numeric", placeholder: "0" }),
  }));
  /** @param {SubmitEvent} event */
  function submit(event) {
    // JupyterLab's page sends no forms, a dialog's neither.
    event.preventDefault();
    dialog.close();
    save(Object.fromEntries(inputs.map(({ label, input }) => [label.id, Number(input.value) || 0])));
  }
  const form = h("form", { onsubmit: submit },
    h("p", { class: "mio-quiet" }, say("leader.hands.how")),
    state.hands > 0 && h("p", {}, say("leader.hands.entered", { n: state.hands })),
    ...inputs.map(({ label, input }) => h("label", { class: "live-hand" }, tag(label), input)),
    h("div", { class: "mio-row" },
      button(say("leader.hands.cancel"), () => dialog.close()),
      h("button", { type: "submit", class: "mio-button mio-main" }, say("leader.hands.save"))));
  const dialog = openDialog(root, say("leader.hands"), h("h4", {}, say("leader.hands")), form);
}

/** @param {HTMLElement} root @param {import("../exercises/dom.js").Say} say @param {() => void} end */
export function askEnd(root, say, end) {
  const dialog = openDialog(root, say("leader.end"),
    h("p", {}, say("leader.end.ask")),
    h("div", { class: "mio-row" },
      button(say("leader.end.yes"), () => {
        dialog.close();
        end();
      }, { class: "mio-button mio-main" }),
      // A space bar pressed once too often goes on.
      button(say("leader.end.no"), () => dialog.close(), { autofocus: true })));
}

/**
 * A dialog that leaves the page when it closes, and gives the focus to the next step: the space bar steps on, and would
 * else press again what opened the dialog.
 * @param {HTMLElement} root
 * @param {string} name
 * @param {...Node} parts
 */
function openDialog(root, name, ...parts) {
  const dialog = h("dialog", { class: "live-dialog", "aria-label": name }, ...parts);
  dialog.addEventListener("close", () => {
    dialog.remove();
    /** @type {HTMLElement | null} */ (root.querySelector(".live-step"))?.focus({ preventScroll: true });
  });
  root.append(dialog);
  dialog.showModal();
  return dialog;
}
