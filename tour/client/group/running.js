/**
 * Whether an element's clock runs: after a start or a jump some outputs give a first drop of sound and
 * then stand, for up to two seconds (Firefox over PulseAudio, Bluetooth speakers that wake up). What is
 * measured meanwhile says nothing.
 */
const WINDOW_MS = 250;
const ENOUGH = 0.7;
const PATIENCE_MS = 4_000;

export function createRunning(now = () => performance.now()) {
  /** @type {{at: number, place: number, rate: number}[]} */
  let seen = [];
  let began = now();
  let runs = false;

  return {
    /** Something was started, or put elsewhere. */
    begin() {
      seen = [];
      began = now();
      runs = false;
    },
    /**
     * Called at every tick.
     *
     * @param {number} place s
     * @param {number} rate
     */
    look(place, rate) {
      const at = now();
      seen.push({ at, place, rate });
      const from = seen.findLastIndex((each) => at - each.at >= WINDOW_MS);
      if (from < 0) return (runs = false);
      seen = seen.slice(from);
      const slowest = Math.min(...seen.map((each) => each.rate));
      const due_s = ((at - seen[0].at) / 1000) * slowest;
      runs = place - seen[0].place >= due_s * ENOUGH;
      return runs;
    },
    get runs() {
      return runs;
    },
    /** Whether one need not wait any longer for it. */
    get givenUp() {
      return !runs && now() - began > PATIENCE_MS;
    },
  };
}
