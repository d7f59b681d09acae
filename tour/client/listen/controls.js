import { find } from "../dom.js";
import { word } from "../words.js";

/**
 * What the listener sets: begin and pause, passages with a note, the sleep timer, a link.
 *
 * @param {{toggle: () => void, sleep: (choice: string) => void, link: () => void}} asked
 */
export function listenControls(asked) {
  const box = /** @type {HTMLElement} */ (find("[data-controls]"));
  const begin = /** @type {HTMLElement} */ (find("[data-begin]", box));
  const select = /** @type {HTMLSelectElement} */ (find("[data-sleep]", box));
  box.hidden = false;
  begin.addEventListener("click", asked.toggle);
  select.addEventListener("change", () => asked.sleep(select.value));
  find("[data-resume]", box)?.addEventListener("click", asked.link);

  return {
    /** @returns {import("./order.js").Notes} */
    get notes() {
      const chosen = /** @type {HTMLInputElement | null} */ (
        find("[name=notes]:checked", box)
      );
      return /** @type {import("./order.js").Notes} */ (chosen?.value ?? "ask");
    },
    neverSleep() {
      select.value = "";
    },
    /**
     * What the main button does now.
     *
     * @param {Readonly<import("../player/store.js").PlayerState>} state
     */
    label({ status, stop, position_s }) {
      const values = { number: stop?.code ?? "", title: stop?.title ?? "" };
      if (status === "playing") begin.textContent = word("listen_pause");
      else if (stop && position_s > 0)
        begin.textContent = word("listen_go_on", values);
      else begin.textContent = word("listen_begin");
    },
  };
}
