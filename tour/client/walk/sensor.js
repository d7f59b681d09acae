import { createArrivals, fixOf } from "../arrival/engine.js";
import { passedBetween } from "../pure/walk-plan.js";
import { COARSE_M } from "../pure/walk-state.js";

/** Seconds on a clock that is never set back. */
const clock = () => performance.now() / 1000;
const LATE_S = 30;

/**
 * The phone's position and the arrival engine that is fed with it. A position goes from here into the
 * engine and nowhere else.
 *
 * @param {import("../arrival/geometry.js").Stop[]} places
 * @param {string[]} started stops that have started before, after a reload
 * @param {{act: (event: import("../arrival/engine.js").ArrivalEvent) => void, changed: () => void,
 *   passed: (stops: string[]) => void}} tell
 */
export function createSensor(places, started, { act, changed, passed }) {
  const arrivals = createArrivals(places, { started, rests });
  /** @type {number | null} */
  let watching = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let ticking;
  /** @type {"denied" | "unavailable" | null} */
  let trouble = null;
  /** @type {{lat: number, lng: number, accuracy_m: number, t: number} | null} */
  let newest = null;
  /** @type {{lat: number, lng: number} | null} */
  let fellAsleepAt = null;

  /** @param {GeolocationPosition} position */
  function found(position) {
    const { latitude: lat, longitude: lng, accuracy } = position.coords;
    const t = clock();
    trouble = null;
    newest = { lat, lng, accuracy_m: accuracy, t };
    arrivals.fix(fixOf(position, t)).forEach(act);
    if (fellAsleepAt && accuracy <= COARSE_M) {
      const missed = passedBetween(places, fellAsleepAt, newest);
      fellAsleepAt = null;
      if (missed.length) passed(missed);
    }
    changed();
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

  /** A hidden page is told nothing: where it fell asleep is kept until the next good position. */
  function seen() {
    if (document.visibilityState === "hidden")
      fellAsleepAt ??= newest && newest.accuracy_m <= COARSE_M ? newest : null;
    else {
      if (watching !== null) {
        unwatch(); // some phones never call again after a sleep
        watch();
      }
      changed();
    }
  }

  return {
    get trouble() {
      return trouble;
    },
    get newest() {
      return newest && { ...newest, age_s: clock() - newest.t };
    },
    start() {
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
      document.removeEventListener("visibilitychange", seen);
      newest = fellAsleepAt = null;
    },
  };
}

/** @typedef {ReturnType<typeof createSensor>} Sensor */
