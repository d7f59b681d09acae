import { find, findAll } from "../dom.js";
import { word } from "../words.js";

/**
 * What the listener sets: begin and pause, passages with a note, the sleep timer, a link. What was set
 * before the listener left the page still holds.
 *
 * @param {import("./walk.js").Listening} walk
 * @param {() => void} link
 */
export function listenControls(walk, link) {
  const box = /** @type {HTMLElement} */ (find("[data-controls]"));
  const begin = /** @type {HTMLElement} */ (find("[data-begin]", box));
  const select = /** @type {HTMLSelectElement} */ (find("[data-sleep]", box));
  box.hidden = false;
  begin.addEventListener("click", walk.toggle);
  select.value = walk.sleep.choice;
  select.addEventListener("change", () => walk.sleep.set(select.value));
  find("[data-resume]", box)?.addEventListener("click", link);
  for (const choice of /** @type {HTMLInputElement[]} */ (
    findAll("[name=notes]", box)
  )) {
    choice.checked = choice.value === walk.notes;
    choice.addEventListener("change", () => {
      walk.notes = /** @type {import("./order.js").Notes} */ (choice.value);
    });
  }

  return {
    neverSleep() {
      select.value = "";
    },
    /**
     * What the main button does now.
     *
     * @type {import("./walk.js").View["label"]}
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
