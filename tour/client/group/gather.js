import { metresBetween } from "../pure/plan.js";

const POINTS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"];

/**
 * How far and whereto, for words: the same rounding as on the plan, and the point of the compass.
 *
 * @param {{lat: number, lng: number}} from
 * @param {{lat: number, lng: number}} to
 * @returns {{metres: number, direction: string}} direction: n, ne, e …
 */
export function wayTo(from, to) {
  const metres = metresBetween(from, to);
  const north = to.lat - from.lat;
  const east = (to.lng - from.lng) * Math.cos((from.lat * Math.PI) / 180);
  const turn = (Math.atan2(east, north) / (2 * Math.PI)) * POINTS.length;
  const direction = POINTS[(Math.round(turn) + POINTS.length) % POINTS.length];
  return { metres: Math.max(10, Math.round(metres / 10) * 10), direction };
}

/**
 * The position of this phone, once, asked by the visitor's tap. It goes nowhere.
 *
 * @returns {Promise<{lat: number, lng: number, accuracy_m: number}>}
 * @throws {GeolocationPositionError} it was refused or is not known
 */
export function whereAmI() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) return reject(new Error("no position here"));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          lat: coords.latitude,
          lng: coords.longitude,
          accuracy_m: coords.accuracy,
        }),
      reject,
      { enableHighAccuracy: true, maximumAge: 10_000, timeout: 20_000 },
    );
  });
}

/**
 * What a phone may say of its way to a place.
 *
 * @param {{lat: number, lng: number, accuracy_m: number}} here
 * @param {{lat: number, lng: number, uncertainty_m: number | null}} place
 * @returns {{near: boolean, metres: number, direction: string}} near: the position cannot tell it from there
 */
export function wayOf(here, place) {
  const way = wayTo(here, place);
  const near = way.metres <= here.accuracy_m + (place.uncertainty_m ?? 0);
  return { near, ...way };
}

const REFUSED = 1;

/**
 * Where this phone is, for as long as it is to be known. It asks only in the visitor's tap, unless they
 * have allowed it before. The position goes nowhere.
 *
 * @param {() => void} changed
 * @param {{geolocation?: Geolocation, permissions?: Permissions}} [by]
 */
export function createFinder(
  changed,
  { geolocation, permissions } = globalThis.navigator ?? {},
) {
  /** @type {{lat: number, lng: number, accuracy_m: number} | null} */
  let here = null;
  let failed = false;
  let turn = 0;
  /** @type {number | null} */
  let watch = null;

  function clear() {
    if (watch !== null) geolocation?.clearWatch(watch);
    watch = null;
  }

  async function isAllowed() {
    try {
      const name = /** @type {PermissionName} */ ("geolocation");
      return (await permissions?.query({ name }))?.state === "granted";
    } catch {
      return false;
    }
  }

  function look() {
    if (watch !== null) return;
    failed = !geolocation;
    watch =
      geolocation?.watchPosition(
        ({ coords }) => {
          here = {
            lat: coords.latitude,
            lng: coords.longitude,
            accuracy_m: coords.accuracy,
          };
          failed = false;
          changed();
        },
        ({ code }) => {
          if (code === REFUSED) clear();
          failed = code === REFUSED || here === null;
          changed();
        },
        { enableHighAccuracy: true, maximumAge: 10_000, timeout: 20_000 },
      ) ?? null;
    changed();
  }

  return {
    get here() {
      return here;
    },
    get failed() {
      return failed;
    },
    get looking() {
      return watch !== null && here === null && !failed;
    },
    /** @param {{tapped?: boolean}} [how] */
    async begin({ tapped = false } = {}) {
      const mine = ++turn;
      if (tapped) return look();
      if ((await isAllowed()) && mine === turn) look();
    },
    end() {
      turn += 1;
      clear();
      here = null;
      failed = false;
    },
  };
}
