/**
 * Whether this phone keeps step: by what is heard from it, not by what it means to play.
 */
import { soundAt } from "./follow.js";

const IN_STEP_S = 0.25;
const STUMBLE_MS = 1_500;

export function createStepWatch(now = () => performance.now()) {
  /** @type {number | null} */
  let since = null;
  const soundless_ms = () => (since === null ? 0 : now() - since);
  return {
    /**
     * Called at every tick.
     *
     * @param {import("./element-sound.js").Line | null} line null: nothing is to be heard
     * @param {boolean} sounding something is
     */
    look(line, sounding) {
      const wanted = line && soundAt(line.slots, line.at(), line.span);
      if (sounding || !wanted || wanted.over) since = null;
      else if (!wanted.silent) since ??= now();
    },
    /** For how long a sentence should have been heard, and was not. */
    get soundless_ms() {
      return soundless_ms();
    },
    /** @param {number} off_s how far the sound is from where it should be */
    inStep(off_s) {
      return Math.abs(off_s) <= IN_STEP_S && soundless_ms() < STUMBLE_MS;
    },
  };
}
