/**
 * The server's clock, estimated on the phone from questions and answers (Cristian's method): a short way
 * there and back leaves little room for error, so short ones count for much. Half of any lasting
 * difference between the way there and the way back remains, and cannot be known from here.
 *
 * @typedef {object} Probe
 * @property {number} sent ms on the phone's steady clock
 * @property {number} received ms on the same clock
 * @property {number} server ms since 1970, as the server answered
 *
 * @typedef {{at: number, offset: number, trip: number}} Sample
 */

const KEPT = 80;
const OLDEST_MS = 10 * 60_000;
const DRIFT_FROM_MS = 60_000;
const STEEPEST = 2e-4; // no phone's clock drifts by more than 200 in a million
const NOISE_MS = 0.5;
const COARSE_MS = 20; // some browsers give the time of an event only so exactly

export function createClock() {
  /** @type {Sample[]} */
  let samples = [];
  let line = { at: 0, offset: 0, slope: 0, error_ms: Infinity };

  return {
    /** Takes one answer. A later one of a worse network never spoils what is known. @param {Probe} probe */
    add({ sent, received, server }) {
      const at = (sent + received) / 2;
      const newest = { at, offset: server - at, trip: received - sent };
      samples = [...samples, newest]
        .filter((sample) => at - sample.at < OLDEST_MS && agree(sample, newest))
        .slice(-KEPT);
      line = fit(samples);
    },
    /** Forgets everything: the phone slept, and its steady clock may have stood still. */
    reset() {
      samples = [];
      line = { ...line, error_ms: Infinity };
    },
    /**
     * The server's time at a moment of the phone's clock.
     *
     * @param {number} now ms on the phone's steady clock
     */
    at(now) {
      return now + line.offset + line.slope * (now - line.at);
    },
    /** How far off it may well be, in ms; without an answer, Infinity. */
    get error_ms() {
      return line.error_ms;
    },
  };
}

/** @typedef {ReturnType<typeof createClock>} Clock */

/**
 * Whether two answers can both be right: the server looked at its clock on the way, so each is off by half
 * its trip at most. If they cannot, a clock was set, another server answered, or the phone has slept.
 *
 * @param {Sample} earlier
 * @param {Sample} newest
 */
function agree(earlier, newest) {
  const room = (earlier.trip + newest.trip) / 2;
  const drift = STEEPEST * (newest.at - earlier.at);
  return Math.abs(earlier.offset - newest.offset) <= room + drift + COARSE_MS;
}

/**
 * A weighted mean, and over more than a minute a weighted line: whatever a trip took longer than the
 * shortest may have been spent on one way alone.
 *
 * @param {readonly Sample[]} samples at least one
 */
function fit(samples) {
  const shortest = Math.min(...samples.map(({ trip }) => trip));
  const weighed = samples.map(({ at, offset, trip }) => ({
    at,
    offset,
    weight: 1 / (NOISE_MS + (trip - shortest) / 2) ** 2,
  }));
  const total = weighed.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (/** @type {(each: typeof weighed[0]) => number} */ of) =>
    weighed.reduce((sum, each) => sum + each.weight * of(each), 0) / total;
  const at = mean((each) => each.at);
  const offset = mean((each) => each.offset);
  const spread = mean((each) => (each.at - at) ** 2);
  const span = samples[samples.length - 1].at - samples[0].at;
  const steep =
    span < DRIFT_FROM_MS || spread === 0
      ? 0
      : mean((each) => (each.at - at) * (each.offset - offset)) / spread;
  const slope = Math.min(Math.max(steep, -STEEPEST), STEEPEST);
  const off = mean(
    (each) => (each.offset - offset - slope * (each.at - at)) ** 2,
  );
  return { at, offset, slope, error_ms: Math.sqrt(off) + NOISE_MS };
}
