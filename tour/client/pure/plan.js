/**
 * @typedef {object} PlanStop What the plan needs of a stop of the manifest.
 * @property {string} id
 * @property {string} code
 * @property {string} title
 * @property {string} kind
 * @property {string} page_url
 * @property {{lat: number, lng: number, uncertainty_m: number, source: string}} position
 */

const METRES_PER_DEGREE = 111_195;
const FAR_M = 2000;
const BESIDE_M = 5;

/**
 * Metres between two places, good to 0.2 % over a tour: for words on the plan, not for arrival.
 *
 * @param {{lat: number, lng: number}} a
 * @param {{lat: number, lng: number}} b
 */
export function metresBetween(a, b) {
  const north = (b.lat - a.lat) * METRES_PER_DEGREE;
  const east =
    (b.lng - a.lng) *
    METRES_PER_DEGREE *
    Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(north, east);
}

/**
 * The site plan as GeoJSON: a point for each stop of the memorial itself and the walking order as a
 * line. `beside` counts the earlier stops at the same place. Stops at other places are told in the list, as on the server's drawing.
 *
 * @param {{anchor: {lat: number, lng: number}, stops: PlanStop[]}} manifest
 * @returns {import("leaflet").FeatureCollection}
 */
export function planOf(manifest) {
  const near = manifest.stops.filter(
    (stop) =>
      stop.kind !== "off-site" &&
      metresBetween(manifest.anchor, stop.position) <= FAR_M,
  );
  /** @type {import("leaflet").Feature[]} */
  const points = near.map((stop, place) => ({
    type: "Feature",
    geometry: {
      type: "Point",
      coordinates: [stop.position.lng, stop.position.lat],
    },
    properties: {
      id: stop.id,
      code: stop.code,
      title: stop.title,
      url: stop.page_url,
      source: stop.position.source,
      uncertainty_m: stop.position.uncertainty_m,
      beside: near
        .slice(0, place)
        .filter(
          (other) => metresBetween(other.position, stop.position) < BESIDE_M,
        ).length,
    },
  }));
  /** @type {import("leaflet").Feature} */
  const way = {
    type: "Feature",
    geometry: {
      type: "LineString",
      coordinates: near.map((stop) => [stop.position.lng, stop.position.lat]),
    },
    properties: { id: "way" },
  };
  return {
    type: "FeatureCollection",
    features: near.length > 1 ? [way, ...points] : points,
  };
}
