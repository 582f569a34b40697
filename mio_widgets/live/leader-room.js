// @ts-check
/** Room on the projector: a part that is too long is set smaller, and one that is still too long says that it goes on below. */
import { button } from "../exercises/dom.js";

/** Never below the page's own type, which a phone has. */
const SIZES = ["", "max(1rem, .92em)", "max(1rem, .85em)", "max(1rem, .78em)"];

/** @param {HTMLElement} stage what scrolls @param {import("../exercises/dom.js").Say} say @param {AbortSignal} [signal] */
export function roomy(stage, say, signal) {
  const below = button(say("leader.below"), () => stage.scrollBy({ top: stage.clientHeight * 0.8 }), { class: "mio-button live-below", hidden: true });
  const fits = () => stage.scrollHeight <= stage.clientHeight;
  function look() {
    below.hidden = stage.scrollHeight - stage.clientHeight - stage.scrollTop < 4;
  }
  function size() {
    // Where the smallest does not do either, one has to scroll, and may as well read large type.
    const small = SIZES.find((size) => {
      stage.style.fontSize = size;
      return fits();
    });
    stage.style.fontSize = small ?? "";
    look();
  }
  const watcher = new ResizeObserver(size);
  watcher.observe(stage);
  signal?.addEventListener("abort", () => watcher.disconnect());
  stage.addEventListener("scroll", look);
  // What opens stands where it was opened: the type keeps its size.
  stage.addEventListener("toggle", look, true);
  return {
    below,
    /** What is shown is new. */
    fit() {
      stage.scrollTop = 0;
      size();
    },
    /** @param {number} lines */
    scroll: (lines) => stage.scrollBy({ top: lines * parseFloat(getComputedStyle(stage).lineHeight) }),
  };
}
