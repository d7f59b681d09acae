/**
 * The desk on the page. Everything is large and in order; nothing moves away under a glove.
 */
import { find, findAll, make } from "../dom.js";
import { clockTime } from "../pure/text.js";
import { word } from "../words.js";
import {
  clockOf,
  isOver,
  statusOf,
  summaryOf,
  waitingText,
} from "./desk-words.js";

const TWICE_MS = 700;

/**
 * @typedef {object} Shown
 * @property {import("./follow.js").GroupState | null} state
 * @property {any} phones the server's summary, null until it came
 * @property {boolean} leading this desk leads
 * @property {string} refused why the last press did nothing
 * @property {boolean} reached the server answered the last time
 * @property {readonly import("./presses.js").Press[]} waiting
 * @property {boolean} failing
 * @property {number} server_ms
 *
 * @param {HTMLElement} box
 * @param {{press: (command: string, more?: Record<string, unknown>) => void, unsend: () => void, takeOver: () => void, gatherHere: () => void}} asked
 */
export function showDesk(box, asked) {
  const ending = new AbortController();
  const part = (/** @type {string} */ name) =>
    /** @type {HTMLElement} */ (find(`[data-desk-${name}]`, box));
  const main = part("main");
  let mainCommand = "";
  let last = { button: main, at: -Infinity };

  /**
   * Whether a glove has pressed once more where that does another thing: a second "next" leaves a stop
   * out, a second "pause" goes on.
   *
   * @param {HTMLElement} button
   */
  function isTwice(button) {
    const before = last;
    last = { button, at: performance.now() };
    const isOther = button === main || button.dataset.press === "next";
    return (
      isOther && before.button === button && last.at - before.at < TWICE_MS
    );
  }

  box.addEventListener(
    "click",
    (event) => {
      const button = /** @type {HTMLElement | null} */ (
        /** @type {Element} */ (event.target).closest("button")
      );
      if (!button || isTwice(button)) return;
      const { play, press, seconds, gather } = button.dataset;
      if (play) asked.press("play", { stop: play });
      else if (button === main) asked.press(mainCommand);
      else if (press === "silence")
        asked.press("silence", { seconds: Number(seconds) });
      else if (press) asked.press(press);
      else if (gather === "stop") {
        const { value } = /** @type {HTMLSelectElement} */ (
          find("[data-desk-place]", box)
        );
        asked.press("gather", { stop: value });
      } else if (gather === "here") asked.gatherHere();
      else if ("deskUnsend" in button.dataset) asked.unsend();
      else if ("deskLead" in button.dataset) asked.takeOver();
      else if ("deskEnd" in button.dataset) part("sure").hidden = false;
      else if ("deskNotYet" in button.dataset) part("sure").hidden = true;
    },
    { signal: ending.signal },
  );

  /** @param {Shown} shown */
  function render(shown) {
    const { state, leading } = shown;
    write(part("status"), statusOf(shown));
    write(part("clock"), clockOf(shown));
    write(part("sending"), waitingText(shown));
    part("waiting").hidden = shown.waiting.length === 0;
    part("unsend").hidden = !shown.failing;
    write(part("refused"), shown.refused);
    part("refused").hidden = shown.refused === "";
    part("other").hidden = leading;
    const ended = state?.phase === "ended";
    for (const group of findAll("[data-desk-controls]", box))
      group.hidden = !leading || ended;
    mainCommand =
      state?.phase === "playing" && !isOver(shown) ? "hold" : "go_on";
    write(main, word(mainCommand === "hold" ? "desk_hold" : "desk_go_on"));
    for (const button of findAll("[data-play]", box)) {
      const here = button.dataset.play === state?.stop;
      if (here) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    part("summary").hidden = !shown.phones;
    if (!shown.phones) return;
    write(part("summary"), summaryOf(shown.phones));
    showPhones(part("phones"), shown.phones, state?.length_s ?? 0);
  }

  return { render, end: () => ending.abort() };
}

/**
 * @param {HTMLElement} box
 * @param {any} phones
 * @param {number} length_s
 */
function showPhones(box, phones, length_s) {
  const rows = [
    [word("desk_phones"), String(phones.phones)],
    [word("desk_in_step"), String(phones.in_step)],
    [word("desk_behind"), String(phones.behind)],
    [word("desk_asleep"), String(phones.asleep)],
    [word("desk_offline"), String(phones.offline)],
    [word("desk_saved"), String(phones.saved)],
    ...Object.entries(phones.languages).map(([lang, count]) => {
      const second = phones.seconds[lang];
      const name = box.dataset[lang] ?? lang;
      return second === undefined
        ? [name, String(count)]
        : [
            name,
            word("desk_language_at", {
              count: String(count),
              time: clockTime(second),
            }),
          ];
    }),
  ];
  const text = JSON.stringify([rows, length_s > 0]);
  if (box.dataset.shown === text) return;
  box.dataset.shown = text;
  box.replaceChildren(
    ...rows.map(([name, value]) =>
      make("div", {}, make("dt", {}, name), make("dd", {}, value)),
    ),
  );
}

/** @param {HTMLElement} element @param {string} text */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
