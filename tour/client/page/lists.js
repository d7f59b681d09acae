import { find, findAll } from "../dom.js";
import { clockTime } from "../pure/text.js";
import { word } from "../words.js";

/** @typedef {import("../main.js").House} House */

/**
 * The list of stops: what was heard, in words.
 *
 * @param {House} house
 */
export function showHeard({ diary }) {
  for (const line of findAll("[data-heard]")) {
    const heard = diary.heard(line.dataset.heard ?? "");
    const state = heard.finished
      ? "finished"
      : heard.started
        ? "started"
        : "none";
    line.dataset.state = state;
    line.classList.remove("coming");
    line.textContent =
      state === "finished"
        ? word("heard")
        : state === "started"
          ? word("started", { position: clockTime(heard.position_s) })
          : word("not_heard");
  }
}

/**
 * Home: "Continue" where the visitor stopped.
 *
 * @param {House} house
 */
export function offerContinue({ diary }) {
  const link = /** @type {HTMLAnchorElement | null} */ (
    find("[data-continue]")
  );
  const start = /** @type {HTMLElement | null} */ (find("[data-start]"));
  const last = diary.last();
  const stops = JSON.parse(link?.dataset.continue || "[]");
  let place = stops.findIndex(
    (/** @type {{id: string}} */ stop) => stop.id === last?.id,
  );
  if (!link || place < 0) return;
  if (diary.heard(stops[place].id).finished && stops[place + 1]) place += 1;
  const { id, code, title } = stops[place];
  link.href = `/${document.documentElement.lang}/stops/${id}`;
  link.textContent = word("continue_at", { number: code, title });
  link.hidden = false;
  start?.classList.remove("main");
  link.parentElement?.prepend(link);
}
