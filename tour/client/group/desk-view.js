/**
 * The desk on the page. Everything is large and in order; nothing moves away under a glove.
 */
import { find, findAll, make } from "../dom.js";
import { clockTime } from "../pure/text.js";
import { word } from "../words.js";
import { lengthFrom } from "./words-of.js";
import { placeOnLine } from "./follow.js";

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
 * @param {{press: (command: string, more?: Record<string, unknown>) => void, takeOver: () => void, gatherHere: () => void}} asked
 */
export function showDesk(box, asked) {
  const ending = new AbortController();
  const part = (/** @type {string} */ name) =>
    /** @type {HTMLElement} */ (find(`[data-desk-${name}]`, box));
  const main = part("main");
  let mainCommand = "";

  box.addEventListener(
    "click",
    (event) => {
      const button = /** @type {HTMLElement | null} */ (
        /** @type {Element} */ (event.target).closest("button")
      );
      if (!button) return;
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
    write(part("waiting"), waitingText(shown));
    part("waiting").hidden = shown.waiting.length === 0;
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
    if (shown.phones)
      showPhones(part("phones"), shown.phones, state?.length_s ?? 0);
  }

  return { render, end: () => ending.abort() };
}

/** @param {Shown} shown */
function isOver({ state, server_ms }) {
  return state !== null && server_ms > state.at_ms + lengthFrom(state) * 1000;
}

/** What the group is doing, in one sentence. @param {Shown} shown */
function statusOf(shown) {
  const { state, reached, server_ms } = shown;
  if (!state) return word(reached ? "group_opening" : "desk_no_answer");
  if (!reached) return word("desk_no_answer");
  const { phase, stop, beats, hold_before_beat, length_s } = state;
  if (phase === "ended") return word("group_over");
  if (phase === "silent") {
    const left_s = ((state.silence_until_ms ?? 0) - server_ms) / 1000;
    if (left_s > 0)
      return word("desk_silence", { time: clockTime(Math.ceil(left_s)) });
  }
  if (phase === "gathering") return word("desk_gathering");
  if (stop === null) return word("desk_waiting");
  const at = placeOnLine(state, server_ms);
  const title = {
    number: String(state.code),
    time: clockTime(at),
    length: clockTime(length_s ?? 0),
  };
  const holdAt =
    hold_before_beat === null
      ? Infinity
      : (beats[hold_before_beat]?.at_s ?? length_s ?? 0);
  if (phase !== "playing" && at < holdAt) return word("desk_pausing", title);
  if (phase !== "playing")
    return word("desk_holding", { ...title, time: clockTime(holdAt) });
  return word(isOver(shown) ? "desk_stop_over" : "desk_playing", title);
}

/** @param {Shown} shown */
function waitingText({ waiting, failing }) {
  const names = waiting.map(({ command }) => word(`desk_do_${command}`));
  return word(failing ? "desk_unsent" : "desk_sending", {
    commands: names.join(", "),
  });
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
