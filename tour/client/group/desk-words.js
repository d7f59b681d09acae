/**
 * What the desk says of the group, of what was pressed, and of the phones.
 */
import { clockTime } from "../pure/text.js";
import { word } from "../words.js";
import { placeOnLine } from "./follow.js";
import { lengthFrom, silenceLeft_s } from "./words-of.js";

/** @param {import("./desk-view.js").Shown} shown */
export function isOver({ state, server_ms }) {
  return state !== null && server_ms > state.at_ms + lengthFrom(state) * 1000;
}

/** What the group is doing, in one sentence that is heard once: the running clock is told apart. @param {import("./desk-view.js").Shown} shown */
export function statusOf(shown) {
  const { state, reached, server_ms } = shown;
  if (!state) return word(reached ? "group_opening" : "desk_no_answer");
  if (!reached) return word("desk_no_answer");
  const { phase, stop, beats, hold_before_beat, length_s } = state;
  if (phase === "ended") return word("group_over");
  if (silenceLeft_s(state, server_ms) > 0) return word("desk_silence");
  if (phase === "gathering") return word("desk_gathering");
  if (stop === null) return word("desk_waiting");
  const at = placeOnLine(state, server_ms);
  const title = { number: String(state.code) };
  const holdAt =
    hold_before_beat === null
      ? Infinity
      : (beats[hold_before_beat]?.at_s ?? length_s ?? 0);
  if (phase !== "playing" && at < holdAt) return word("desk_pausing", title);
  if (phase !== "playing")
    return word("desk_holding", { ...title, time: clockTime(holdAt) });
  return word(isOver(shown) ? "desk_stop_over" : "desk_playing", title);
}

/** How far the stop or the silence has come; "" where nothing runs. @param {import("./desk-view.js").Shown} shown */
export function clockOf(shown) {
  const { state, reached, server_ms } = shown;
  if (!state || !reached) return "";
  const left_s = silenceLeft_s(state, server_ms);
  if (left_s > 0) return word("desk_left", { time: clockTime(left_s) });
  if (state.phase !== "playing" || isOver(shown)) return "";
  return word("desk_clock", {
    time: clockTime(placeOnLine(state, server_ms)),
    length: clockTime(state.length_s ?? 0),
  });
}

/** @param {import("./desk-view.js").Shown} shown */
export function waitingText({ waiting, failing }) {
  const names = waiting.map(({ command }) => word(`desk_do_${command}`));
  return word(failing ? "desk_unsent" : "desk_sending", {
    commands: names.join(", "),
  });
}

/**
 * The phones in one line, for a guide who does not scroll.
 *
 * @param {{[state: string]: number}} phones
 * @param {(key: string) => string} name
 */
export function summaryOf(phones, name = word) {
  return ["phones", "in_step", "behind", "asleep", "offline"]
    .filter((state) => state === "phones" || phones[state] > 0)
    .map((state) => `${name(`desk_${state}`)} ${phones[state]}`)
    .join(" · ");
}
