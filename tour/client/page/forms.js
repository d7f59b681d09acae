import { find, findAll, make } from "../dom.js";
import { fill } from "../pure/text.js";
import { createAsleep } from "../walk/asleep.js";
import { word } from "../words.js";

/** @typedef {import("../main.js").House} House */

/** The keypad: large keys instead of the phone's own keyboard. */
export function enterKeypad() {
  const form = /** @type {HTMLFormElement | null} */ (find("[data-keypad]"));
  const input = /** @type {HTMLInputElement | null} */ (find("#code"));
  const keys = /** @type {HTMLElement | null} */ (find("[data-keys]"));
  if (!form || !input || !keys) return;
  keys.hidden = false;
  sayFault(form, input);
  find("[data-plain-submit]", form)?.remove();
  input.inputMode = "none"; // our keys stand below; a keyboard that is attached still types
  keys.addEventListener("click", (event) => {
    const key = /** @type {HTMLElement | null} */ (
      /** @type {Element} */ (event.target).closest("button")
    );
    if (key?.dataset.key && input.value.length < input.maxLength)
      input.value += key.dataset.key;
    if (key && "delete" in key.dataset) input.value = input.value.slice(0, -1);
  });
}

/**
 * Without signal the saved page answers a number that no stop has: what was wrong is said here.
 *
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement} input
 */
function sayFault(form, input) {
  const typed = new URLSearchParams(location.search).get("code");
  if (typed === null || find("#fault", form)) return;
  const code = typed.replace(/\s+/g, "").slice(0, input.maxLength);
  const { unknown = "", empty = "" } = form.dataset;
  const line = make("p", { class: "fault", id: "fault", role: "alert" });
  line.textContent = code ? fill(unknown, { code }) : empty;
  find("label", form)?.before(line);
  input.value = code;
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", "hint fault");
}

/**
 * "Forget me" on the about page.
 *
 * @param {House} house
 */
export function offerForgetting({ outbox, player, briefly }) {
  const box = /** @type {HTMLElement | null} */ (find("[data-forget]"));
  const state = /** @type {HTMLElement | null} */ (find("[data-forget-state]"));
  if (!box || !state) return;
  box.hidden = false;
  find("button", box)?.addEventListener("click", async () => {
    player.clear();
    createAsleep(briefly, () => Date.now()).forget();
    const done = await outbox.forget();
    state.hidden = false;
    state.textContent = word(done ? "forgotten" : "forgotten_here");
  });
}

/**
 * Stronger contrast for sunlight, kept on this phone.
 *
 * @param {import("../storage.js").Memory} memory
 */
export function offerContrast(memory) {
  const root = document.documentElement;
  const show = () => {
    const high = memory.get("contrast") === "high";
    if (high) root.dataset.contrast = "high";
    else delete root.dataset.contrast;
    for (const button of findAll("button[data-contrast]")) {
      button.hidden = false;
      button.textContent = word(high ? "contrast_off" : "contrast_on");
    }
    return high;
  };
  show();
  find("button[data-contrast]")?.addEventListener("click", () => {
    if (memory.get("contrast") === "high") memory.remove("contrast");
    else memory.set("contrast", "high");
    show();
  });
}
