/**
 * The arrival engine: positions in, starts out. Pure and deterministic: it asks no clock, no network and no
 * chance, and a position never leaves it.
 *
 *     const now = createClock(() => performance.now(), () => Date.now());
 *     const arrivals = createArrivals(stops);
 *     navigator.geolocation.watchPosition((p) => arrivals.fix(fixOf(p, now())).forEach(act));
 *     setInterval(() => arrivals.tick(now()).forEach(act), 1000);
 *
 * The clock must not be set back, as the wall clock may be; that the phone stamps its fixes on another one
 * does no harm. `createClock` makes one that goes on while the phone sleeps; of another that stands still
 * meanwhile, the fixes' own stamps tell.
 */
import { Evidence } from "./evidence.js";
import { MotionFilter } from "./filter.js";
import { planeAt, zoneOf } from "./geometry.js";
import { Screen } from "./junk.js";
import { DECISION } from "./model.js";
import { Offers } from "./offers.js";

/** Longest time the filter crosses in one step, seconds. */
const STRIDE = 2;

/**
 * @typedef {import("./geometry.js").Stop} Stop
 * @typedef {import("./junk.js").Fix} Fix
 *
 * @typedef {object} ArrivalEvent
 * @property {"start" | "near"} type start: the visitor has arrived; near: ask whether to play
 * @property {string} stop id
 * @property {number} t seconds, of the fix or tick that decided
 * @property {number} probability that the visitor is there
 *
 * @typedef {object} Options
 * @property {[number, number][]} [rests] latitude and longitude of benches and other places to wait
 * @property {Iterable<string>} [started] stops that have started before, after a reload
 *
 * @typedef {object} Whereabouts
 * @property {number} lat degrees
 * @property {number} lng degrees
 * @property {number} radius metres that hold the visitor with a probability of about two thirds
 * @property {number} slow probability that the visitor stands or strolls
 */

/**
 * @param {GeolocationPosition} position
 * @param {number} now seconds, on the clock that `tick` gets too
 * @returns {Fix}
 */
export function fixOf({ coords, timestamp }, now) {
  const { latitude, longitude, accuracy, speed, heading } = coords;
  return {
    t: now,
    ts: timestamp / 1000,
    lat: latitude,
    lng: longitude,
    accuracy,
    speed,
    heading,
  };
}

/** @param {Stop} stop */
const hasPlace = (stop) => stop.points.length > 0;

class Arrivals {
  #stops;
  #plane;
  #screen;
  #filter;
  #evidence;
  #offers;
  #slept = 0; // seconds that the caller's clock has missed
  #fixedAt = -Infinity;
  #actedAt = -Infinity;
  #warmAt = -Infinity;

  /**
   * @param {Stop[]} stops
   * @param {Options} options
   */
  constructor(stops, { rests = [], started = [] }) {
    this.#stops = stops.filter((stop) => stop.auto && hasPlace(stop));
    this.#plane = planeAt(...(stops.find(hasPlace)?.points[0] ?? [0, 0]));
    this.#screen = new Screen(this.#plane.toPlane);
    /** @type {Pick<Stop, "geometry" | "points" | "margin">[]} */
    const benches = rests.map((point) => ({
      geometry: "circle",
      points: [point],
      margin: DECISION.restRadius,
    }));
    const zones = [
      ...this.#stops.map((stop) => ({
        ...stop,
        margin: stop.margin + DECISION.rim,
      })),
      ...benches,
    ].map((place) => zoneOf(place, this.#plane.toPlane));
    this.#evidence = new Evidence(this.#stops, zones);
    this.#filter = new MotionFilter(this.#evidence.habits);
    this.#offers = new Offers(stops, this.#plane.toPlane);
    const before = new Set(started);
    this.#stops.forEach(
      (stop, index) => before.has(stop.id) && this.#evidence.remember(index),
    );
  }

  /**
   * Takes one call of watchPosition's callback. Junk is recognised here, never by the caller.
   *
   * @param {Fix} fix
   * @returns {ArrivalEvent[]} what to do now, mostly nothing
   */
  fix(fix) {
    const now = fix.t + this.#slept;
    const observation = this.#screen.admit({ ...fix, t: now });
    if (!observation) return [];
    const { t, sigma, repeated, slept } = observation;
    this.#slept += slept;
    const silence = t - this.#fixedAt;
    this.#fixedAt = t;
    if (silence > DECISION.lost) {
      this.#filter.begin(observation);
      this.#evidence.forget();
      this.#warmAt = t + DECISION.warmUp;
      return this.#act(t, 1, fix.t);
    }
    let dt = silence;
    for (; dt > STRIDE + 1; dt -= STRIDE) this.#filter.wait(STRIDE, sigma);
    if (repeated) this.#filter.hold(dt, sigma);
    else this.#filter.learn(dt, observation, silence);
    const stood = Math.max(0, t - this.#actedAt);
    return this.#act(t, Math.min(stood, STRIDE + 1), fix.t);
  }

  /**
   * Lets the clock go on between fixes: an arrival already probable need not wait for the next one.
   *
   * @param {number} t seconds, on the clock of the fixes
   * @returns {ArrivalEvent[]}
   */
  tick(t) {
    const now = t + this.#slept;
    if (now <= this.#actedAt || now - this.#fixedAt > DECISION.silence)
      return [];
    return this.#act(now, now - this.#actedAt, t);
  }

  /** @returns {Whereabouts | null} null before the first fix */
  whereabouts() {
    if (!this.#filter.begun) return null;
    const { x, y, variance } = this.#filter.estimate;
    return {
      ...this.#plane.toDegrees(x, y),
      radius: 1.5 * Math.sqrt(variance),
      slow: this.#filter.slow,
    };
  }

  /**
   * @param {number} now seconds, sleeps included
   * @param {number} dt seconds for which the belief has stood
   * @param {number} t seconds, on the caller's clock
   * @returns {ArrivalEvent[]}
   */
  #act(now, dt, t) {
    this.#actedAt = now;
    /** @type {ArrivalEvent[]} */
    const events = [];
    for (const index of this.#evidence.gather(
      this.#filter,
      dt,
      now >= this.#warmAt,
    )) {
      const { present } = this.#evidence.beliefs[index];
      events.push({
        type: "start",
        stop: this.#stops[index].id,
        t,
        probability: present,
      });
    }
    const { atStop } = this.#evidence;
    return [...events, ...this.#offers.gather(this.#filter, t, dt, atStop)];
  }
}

/**
 * @param {Stop[]} stops all stops of the tour; only those with `auto` ever start
 * @param {Options} [options]
 * @returns {Arrivals}
 */
export function createArrivals(stops, options = {}) {
  return new Arrivals(stops, options);
}
