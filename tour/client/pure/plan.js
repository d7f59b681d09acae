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
const MOST_TURNS = 500;

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
 * line. Stops at other places are told in the list, as on the server's drawing.
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
  const points = near.map((stop) => ({
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

/**
 * The points moved apart, each little, until no two are nearer to each other than this; those that have
 * room stay. Points at one place come to lie side by side, in their order.
 *
 * @param {readonly {x: number, y: number}[]} points
 * @param {number} apart
 */
export function spread(points, apart) {
  const moved = points.map(({ x, y }) => ({ x, y }));
  const pairs = moved.flatMap((one, place) =>
    moved.slice(place + 1).map((other) => [one, other]),
  );
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    let settled = true;
    for (const [one, other] of pairs) {
      const [dx, dy] = [other.x - one.x, other.y - one.y];
      const between = Math.hypot(dx, dy);
      if (between >= apart) continue;
      settled = false;
      const push = (apart - between) / 2 + 0.01; // so that it comes to an end
      const [east, south] = between > 0 ? [dx / between, dy / between] : [1, 0];
      one.x -= east * push;
      one.y -= south * push;
      other.x += east * push;
      other.y += south * push;
    }
    if (settled) break;
  }
  return moved;
}
