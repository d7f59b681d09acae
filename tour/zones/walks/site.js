/**
 * Random memorial sites: a gate, sculptures 15–25 m apart, a wall, buildings, a shore, benches.
 * Everything is in metres on a plane whose origin is the gate; `siteLines` writes latitude and longitude.
 *
 * @typedef {import("../../client/arrival/geometry.js").Point} Point
 *
 * @typedef {object} Place a stop as simulated visitors see it
 * @property {string} id
 * @property {import("../../client/arrival/geometry.js").Shape} geometry
 * @property {number} margin metres
 * @property {Point[]} outline metres
 * @property {Point} centre metres
 * @property {boolean} auto whether it may start by itself
 * @property {boolean} [passthrough]
 * @property {boolean} [building] its walls spoil the reception beside them
 * @property {boolean} [entered] visitors go inside, where there is hardly any reception
 * @property {boolean} [indoor] a room of such a building, found by its number
 *
 * @typedef {object} Site
 * @property {import("../../client/arrival/geometry.js").Plane} plane
 * @property {Place[]} stops
 * @property {Point[]} rests listed in the site's file: the engine knows them
 * @property {Point[]} benches where people may rest, known or not
 * @property {{park: Point, bus: Point, gate: Point, door: Point}} entry where visitors come from; door: what
 *   they pass first
 */
import { planeAt, signedDistance } from "../../client/arrival/geometry.js";

const LAT0 = 51;
const LNG0 = 71;
/** Who rests nearer to a stop than this is as good as there, metres from the zone's edge. */
const BENCH_GAP_M = 7;

/** id, geometry, margin range, length range, width range, building */
const KINDS = [
  ["figure-a", "circle", [6.5, 7.5]],
  ["figure-b", "circle", [6, 7]],
  ["figure-c", "circle", [6, 7]],
  ["names", "line", [6, 8], [55, 100]],
  ["carriage", "polygon", [5, 7], [12, 18], [3, 4], true],
  ["post", "circle", [6, 7.5]],
  ["hut", "polygon", [4.5, 6], [20, 30], [7, 10], true],
  ["slabs", "line", [6, 8], [30, 60]],
  ["column", "circle", [10, 13]],
  ["house", "polygon", [2, 3], [35, 55], [25, 35], true],
  ["shore", "circle", [10, 13]],
  ["cairn", "circle", [6.5, 8]],
];

function outlineOf(geometry, centre, angle, length, width) {
  if (geometry === "circle") return [centre];
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const at = (a, b) => ({
    x: centre.x + a * c - b * s,
    y: centre.y + a * s + b * c,
  });
  if (geometry === "line") return [at(-length / 2, 0), at(length / 2, 0)];
  const [l, w] = [length / 2, width / 2];
  return [at(-l, -w), at(l, -w), at(l, w), at(-l, w)];
}

/** Metres between the zones' edges, roughly: from points of one outline to the other zone. */
function gapBetween(a, b) {
  const along = (zone) => {
    const points = [];
    zone.outline.forEach((p, i) => {
      const q = zone.outline[(i + 1) % zone.outline.length];
      for (let t = 0; t < 1; t += 0.1)
        points.push({ x: p.x + t * (q.x - p.x), y: p.y + t * (q.y - p.y) });
    });
    return points;
  };
  return Math.min(
    ...along(a).map((p) => signedDistance(p.x, p.y, b) - a.margin),
    ...along(b).map((p) => signedDistance(p.x, p.y, a) - b.margin),
  );
}

function placeStop(
  chance,
  stops,
  [id, geometry, margin, length, width, building],
  near,
) {
  for (let attempt = 0; attempt < 4000; attempt += 1) {
    const spread = 85 + attempt / 20;
    const beside = near && attempt < 400; // a long wall may find no room beside a neighbour
    const away = beside ? chance.between(15, 28) : chance.between(0, 1);
    const turn = chance.between(0, 2 * Math.PI);
    const centre = beside
      ? { x: near.x + away * Math.cos(turn), y: near.y + away * Math.sin(turn) }
      : {
          x: chance.between(-spread * 1.3, spread * 1.3),
          y: chance.between(15, 2.2 * spread),
        };
    const stop = {
      id,
      geometry,
      margin: Math.round(chance.between(...margin) * 2) / 2,
      outline: outlineOf(
        geometry,
        centre,
        chance.between(0, Math.PI),
        length ? chance.between(...length) : 0,
        width ? chance.between(...width) : 0,
      ),
      centre,
      auto: true,
      passthrough: false,
      building: Boolean(building),
      entered: id === "house",
    };
    if (
      Math.min(...stops.map((other) => gapBetween(stop, other))) >
      chance.between(3, 9)
    )
      return stop;
  }
  throw new Error(`no room for ${id}`);
}

/**
 * @param {import("./chance.js").Chance} chance
 * @returns {Site}
 */
export function makeSite(chance) {
  const gate = { x: 0, y: 0 };
  const stops = [
    {
      id: "gate",
      geometry: "circle",
      margin: 9,
      outline: [gate],
      centre: gate,
      auto: true,
      passthrough: true,
      building: false,
      entered: false,
    },
  ];
  let last = { x: 0, y: 18 };
  KINDS.forEach((kind, index) => {
    const cluster = index < 3 || chance.happens(0.35);
    const stop = placeStop(chance, stops, kind, cluster ? last : null);
    stops.push(stop);
    last = stop.centre;
  });
  const house = stops.find((stop) => stop.id === "house");
  ["room-a", "room-b"].forEach((id, i) => {
    const centre = { x: house.centre.x + (i ? 8 : -8), y: house.centre.y };
    stops.push({
      id,
      geometry: "circle",
      margin: 6,
      outline: [centre],
      centre,
      auto: false,
      passthrough: false,
      indoor: true,
    });
  });
  const known = Array.from({ length: 6 }, () => placeBench(chance, stops));
  const park = { x: chance.between(-20, 20), y: -82 };
  const bus = { x: chance.between(-60, -35), y: -67 };
  const hidden = Array.from({ length: 3 }, () => placeBench(chance, stops));
  return {
    plane: planeAt(LAT0, LNG0),
    stops,
    rests: [...known, park, bus],
    benches: [...known, ...hidden],
    entry: { park, bus, gate: { x: 3, y: -16 }, door: gate },
  };
}

/**
 * A bench beside some stop, in no zone.
 *
 * @param {import("./chance.js").Chance} chance
 * @param {Place[]} stops
 * @returns {Point}
 */
export function placeBench(chance, stops) {
  for (let attempt = 0; ; attempt += 1) {
    const reach = 25 + Math.max(0, attempt - 100) / 4; // zones may fill the ground between stops
    const beside = stops[Math.floor(chance.uniform() * stops.length)].centre;
    const x = beside.x + chance.between(-reach, reach);
    const y = beside.y + chance.between(-reach, reach);
    const open = (stop) =>
      !stop.auto || signedDistance(x, y, stop) > BENCH_GAP_M;
    if (stops.every(open)) return { x, y };
  }
}

/** @param {Site} site @param {Point} point @returns {[number, number]} latitude and longitude, degrees */
const degreesOf = (site, { x, y }) => {
  const { lat, lng } = site.plane.toDegrees(x, y);
  return [Number(lat.toFixed(7)), Number(lng.toFixed(7))];
};

/** @param {Site} site @param {string} id @returns {object[]} the lines of the site's file */
export function siteLines(site, id) {
  return [
    { type: "site", id, lat0: LAT0, lng0: LNG0 },
    ...site.stops.map((stop, index) => ({
      type: "stop",
      id: stop.id,
      name: stop.id,
      order: index + 1,
      geometry: stop.geometry,
      margin: stop.margin,
      points: stop.outline.map((point) => degreesOf(site, point)),
      auto: stop.auto,
      passthrough: stop.passthrough,
      ...(stop.building ? { building: true } : {}),
      ...(stop.indoor ? { indoor: true } : {}),
    })),
    ...site.rests.map((point, index) => ({
      type: "rest",
      id: `rest${index + 1}`,
      point: degreesOf(site, point),
    })),
  ];
}
