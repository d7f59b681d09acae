import { createArrivals, fixOf } from "../arrival/engine.js";
import { createClock } from "../arrival/clock.js";
import { isWithin, passedBetween } from "../pure/walk-plan.js";
import { COARSE_M, STALE_S } from "../pure/walk-state.js";
import { watchPermission } from "./permission.js";

const LATE_S = 30;

const phoneClock = () =>
  createClock(
    () => performance.now(),
    () => Date.now(),
  );

/**
 * The phone's position and the arrival engine that is fed with it. A position goes from here into the
 * engine and nowhere else.
 *
 * @param {{places: import("../arrival/geometry.js").Stop[], rests: [number, number][]}} plan
 * @param {object} past
 * @param {string[]} past.started stops that have started before, after a reload
 * @param {import("./asleep.js").Asleep} past.asleep
 * @param {() => number} [past.clock] seconds
 * @param {{act: (event: import("../arrival/engine.js").ArrivalEvent) => void, changed: () => void,
 *   passed: (stops: string[]) => void}} tell
 */
export function createSensor(
  { places, rests },
  { started, asleep, clock = phoneClock() },
  { act, changed, passed },
) {
  const arrivals = createArrivals(places, { started, rests });
  /** @type {number | null} */
  let watching = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let ticking;
  /** @type {"denied" | "unavailable" | null} */
  let trouble = null;
  /** @type {{lat: number, lng: number, accuracy_m: number, t: number} | null} */
  let newest = null;
  let awake = false;
  /** @type {ReturnType<typeof watchPermission> | null} */
  let permission = null;

  /** @param {GeolocationPosition} position */
  function found(position) {
    const { latitude: lat, longitude: lng, accuracy } = position.coords;
    const t = clock();
    trouble = null;
    newest = { lat, lng, accuracy_m: accuracy, t };
    arrivals.fix(fixOf(position, t)).forEach(act);
    if (!awake && accuracy <= COARSE_M) wake(newest);
    changed();
  }

  /** The first good position after a sleep. @param {{lat: number, lng: number}} here */
  function wake(here) {
    awake = true;
    const from = asleep.at;
    asleep.forget();
    const missed = from ? passedBetween(places, from, here) : [];
    if (missed.length) passed(missed);
  }

  /** @param {GeolocationPositionError} error */
  function missed(error) {
    if (error.code === error.PERMISSION_DENIED) {
      trouble = "denied";
      unwatch();
    } else if (!newest || clock() - newest.t > LATE_S) trouble = "unavailable";
    changed();
  }

  function watch() {
    if (!navigator.geolocation) {
      trouble = "unavailable";
      return;
    }
    trouble = null;
    watching = navigator.geolocation.watchPosition(found, missed, {
      enableHighAccuracy: true,
      maximumAge: 0,
      timeout: LATE_S * 1000,
    });
  }

  function unwatch() {
    if (watching !== null) navigator.geolocation.clearWatch(watching);
    watching = null;
  }

  function rewatch() {
    unwatch();
    watch();
    changed();
  }

  /** Changed in the settings: who allows it now need not begin anew. */
  function allowed() {
    if (trouble === "denied" && permission?.granted) rewatch();
  }

  /** A hidden page is told nothing: where it fell asleep is kept until the next good position. */
  function seen() {
    if (document.visibilityState === "hidden") {
      if (awake && newest && newest.accuracy_m <= COARSE_M) asleep.keep(newest);
      awake = false;
    } else if (trouble !== "denied" || !permission?.refused) {
      rewatch(); // some phones never call again after a sleep, some do not tell what was allowed meanwhile
    } else changed();
  }

  return {
    get trouble() {
      return trouble;
    },
    get newest() {
      return newest && { ...newest, age_s: clock() - newest.t };
    },
    /** Whether the visitor is probably still at the stop; not if nothing new is known. @param {string} stop */
    isAt(stop) {
      const here = arrivals.whereabouts();
      const place = places.find(({ id }) => id === stop);
      if (!here || !place || !newest) return false;
      return clock() - newest.t <= STALE_S && isWithin(place, here);
    },
    start() {
      permission = watchPermission(allowed);
      watch();
      ticking = setInterval(() => {
        arrivals.tick(clock()).forEach(act);
        changed();
      }, 1000);
      document.addEventListener("visibilitychange", seen);
    },
    stop() {
      unwatch();
      clearInterval(ticking);
      permission?.stop();
      document.removeEventListener("visibilitychange", seen);
      asleep.forget();
      newest = null;
    },
  };
}

/** @typedef {ReturnType<typeof createSensor>} Sensor */
