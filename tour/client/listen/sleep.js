/**
 * The sleep timer: after a time, or at the end of the stop, and never in the middle of a sentence.
 *
 * @param {() => number} now milliseconds
 */
export function createSleep(now) {
  /** @type {number | null} */
  let until = null;
  let atStop = false;
  let chosen = "";
  /** @type {number | null} */
  let sentence = null;

  return {
    /** @param {string} choice minutes, `stop`, or nothing for never */
    set(choice) {
      chosen = choice;
      atStop = choice === "stop";
      const minutes = Number(choice);
      until = minutes > 0 ? now() + minutes * 60_000 : null;
      sentence = null;
    },
    /** What is set now, as it was chosen. */
    get choice() {
      return chosen;
    },
    /** Whether the end of a stop is also the end of listening. */
    get endsHere() {
      return atStop || (until !== null && now() >= until);
    },
    /**
     * Whether to pause now: the time is over and another sentence is about to be spoken.
     *
     * @param {number} spoken the sentence that is spoken
     */
    due(spoken) {
      if (until === null || now() < until) return false;
      const before = sentence;
      sentence = spoken;
      return before !== null && spoken !== before;
    },
  };
}
