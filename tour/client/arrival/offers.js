/**
 * Stops whose position is only a sketch or a map pin are never started, but offered: "You may be near …".
 * An offer is fair when the visitor halts and is probably within the stop's zone widened by the uncertainty of
 * its position, no stop of known position explains the halt, and no other such stop is nearly as likely.
 */
import { spreadOver } from "./evidence.js";
import { signedDistance, ZoneMap, zoneOf } from "./geometry.js";
import { OFFER } from "./model.js";
import { density } from "./motion.js";

export class Offers {
  /**
   * @param {import("./geometry.js").Stop[]} stops
   * @param {(lat: number, lng: number) => import("./geometry.js").Point} toPlane
   */
  constructor(stops, toPlane) {
    const uncertain = stops.filter(
      ({ auto, points, uncertainty = 0 }) =>
        !auto &&
        points.length > 0 &&
        uncertainty > 0 &&
        uncertainty <= OFFER.widest,
    );
    // One map each: such wide zones overlap, and a place may speak for several.
    this.places = uncertain.map((stop) => ({
      id: stop.id,
      zone: zoneOf(stop, toPlane),
      uncertainty: stop.uncertainty ?? 0,
      map: new ZoneMap([
        zoneOf(
          { ...stop, margin: stop.margin + (stop.uncertainty ?? 0) },
          toPlane,
        ),
      ]),
      mass: new Float64Array(1),
      belief: 0,
      offeredAt: -Infinity,
    }));
  }

  /**
   * @param {import("./filter.js").MotionFilter} filter
   * @param {number} t seconds
   * @param {number} dt seconds since the call before
   * @param {number} atStop probability that the visitor is at a stop of known position
   * @returns {import("./engine.js").ArrivalEvent[]} at most one
   */
  gather(filter, t, dt, atStop) {
    for (const place of this.places) {
      const slow = spreadOver(filter.hypotheses, false, place.map, place.mass);
      const present = slow * place.mass[0] * (1 - atStop);
      const share = 1 - Math.exp(-dt / OFFER.patience);
      place.belief += share * (present - place.belief);
    }
    const place = this.#likeliest(filter);
    if (!place || place.belief < OFFER.sure) return [];
    if (t - place.offeredAt < OFFER.again) return [];
    place.offeredAt = t;
    return [{ type: "near", stop: place.id, t, probability: place.belief }];
  }

  /**
   * The place nearest for what is known of it, unless another is nearly as likely.
   *
   * @param {import("./filter.js").MotionFilter} filter
   */
  #likeliest(filter) {
    const { x, y, variance } = filter.estimate;
    let best = null;
    let likelihood = 0;
    let rival = 0;
    for (const place of this.places) {
      const apart = Math.max(0, signedDistance(x, y, place.zone));
      // An uncertainty is meant to hold in two cases of three: 1.5 standard deviations per axis.
      const spread = variance + (place.uncertainty / 1.5) ** 2;
      const own = density(apart * apart, spread);
      rival = Math.max(rival, Math.min(own, likelihood));
      if (own > likelihood) {
        best = place;
        likelihood = own;
      }
    }
    return likelihood > OFFER.clearer * rival ? best : null;
  }
}
