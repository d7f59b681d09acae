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
