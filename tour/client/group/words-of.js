/**
 * What a phone that follows a group says of itself, in one sentence: the most pressing thing first.
 *
 * @param {object} facts
 * @param {import("./follow.js").GroupState | null} facts.state
 * @param {import("./link.js").LinkState} facts.link
 * @param {boolean} facts.stopped the sound was ended on this phone
 * @param {boolean} facts.woke the phone has just caught up after a sleep
 * @param {boolean} facts.byText
 * @param {string | null} facts.trouble of the sound
 * @param {number} facts.server_ms
 * @returns {string} the key of its text
 */
export function sentenceOf({
  state,
  link,
  stopped,
  woke,
  byText,
  trouble,
  server_ms,
}) {
  if (link === "gone") return "group_gone";
  if (!state) return link === "lost" ? "group_no_signal" : "group_opening";
  if (state.phase === "ended") return "group_ended";
  if (stopped) return "group_stopped";
  if (trouble) return "group_trouble";
  if (link === "lost") return "group_no_signal";
  if (woke) return "group_woke";
  const silentUntil = state.silence_until_ms ?? 0;
  if (state.phase === "silent" && server_ms < silentUntil)
    return "group_silence";
  if (state.phase === "gathering") return "group_gathering";
  if (state.stop === null) return "group_waiting";
  if (state.phase !== "playing") return "group_holding";
  const last = state.at_ms + 1000 * lengthFrom(state);
  if (server_ms > last) return "group_stop_over";
  return byText ? "group_by_text" : "group_with";
}

/** Seconds from the beat that sounds at `at_ms` to the stop's end. @param {import("./follow.js").GroupState} state */
export function lengthFrom({ beats, from_beat, length_s }) {
  return (length_s ?? 0) - (beats[from_beat]?.at_s ?? 0);
}

/**
 * Whole seconds that are left of a silence; the sentence that is still spoken before it does not count.
 *
 * @param {import("./follow.js").GroupState | null} state
 * @param {number} server_ms
 */
export function silenceLeft_s(state, server_ms) {
  if (state?.phase !== "silent") return 0;
  const { silence_from_ms, silence_until_ms } = state;
  const from = Math.max(server_ms, silence_from_ms ?? 0);
  return Math.max(0, Math.ceil(((silence_until_ms ?? 0) - from) / 1000));
}
