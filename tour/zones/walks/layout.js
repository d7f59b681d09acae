/**
 * A real layout as simulated visitors see it: from the lines of a site's file to the groups of stops that are
 * walked, with what is not known of the place (benches, where people come from) filled in by chance.
 */
import { planeAt, signedDistance } from "../../client/arrival/geometry.js";
import { placeBench } from "./site.js";

/** Stops nearer to each other than this are seen on one walk; to others people drive, metres. */
const WALKED_M = 250;
const BENCHES = 4;

/** @typedef {import("./site.js").Place} Place @typedef {import("./site.js").Point} Point */

const middleOf = (points) => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});

/** The walls of a stop indoors are not known: eight corners round its place. */
const wallsAround = ({ x, y }, radius) =>
  Array.from({ length: 8 }, (_, i) => ({
    x: x + radius * Math.cos((i * Math.PI) / 4),
    y: y + radius * Math.sin((i * Math.PI) / 4),
  }));

/**
 * @param {object} line of type "stop"
 * @param {import("../../client/arrival/geometry.js").Plane} plane
 * @returns {Place}
 */
function placeOf(line, plane) {
  const outline = line.points.map(([lat, lng]) => plane.toPlane(lat, lng));
  const { id, geometry, margin, auto, passthrough, indoor = false } = line;
  const centre = middleOf(outline);
  const place = { id, geometry, margin, outline, centre, auto, passthrough };
  if (!indoor) return place;
  const walls = {
    geometry: "polygon",
    outline:
      geometry === "polygon" ? outline : wallsAround(centre, margin || 10),
    margin: 1,
  };
  return { ...place, ...walls, building: true, entered: true, indoor: true };
}

/** @param {Place} a @param {Place} b @returns {number} metres, roughly */
const apart = (a, b) =>
  Math.min(...a.outline.map(({ x, y }) => signedDistance(x, y, b)));

/** @param {Place[]} places @returns {Place[][]} in the order of the tour */
function groupsOf(places) {
  /** @type {Place[][]} */
  let groups = [];
  for (const place of places) {
    const isNear = (group) =>
      group.some((other) => apart(place, other) < WALKED_M);
    const joined = groups.filter(isNear).flat();
    groups = [...groups.filter((group) => !isNear(group)), [...joined, place]];
  }
  const inOrder = groups.map((group) =>
    places.filter((place) => group.includes(place)),
  );
  const first = ([place]) => places.indexOf(place);
  return inOrder.sort((a, b) => first(a) - first(b));
}

/** @param {Place[]} group @param {Point[]} rests */
const restsNear = (group, rests) =>
  rests.filter(({ x, y }) =>
    group.some((stop) => signedDistance(x, y, stop) < WALKED_M),
  );

/**
 * @param {import("./chance.js").Chance} chance
 * @param {import("../../client/arrival/geometry.js").Plane} plane
 * @param {Place[]} stops
 * @param {Point[]} rests
 * @returns {import("./site.js").Site}
 */
function siteOf(chance, plane, stops, rests) {
  const [first] = stops;
  const middle = middleOf(stops.map(({ centre }) => centre));
  const from =
    Math.hypot(first.centre.x - middle.x, first.centre.y - middle.y) > 1
      ? Math.atan2(first.centre.y - middle.y, first.centre.x - middle.x)
      : chance.between(0, 2 * Math.PI);
  const reach = Math.max(
    ...first.outline.map(({ x, y }) =>
      Math.hypot(x - first.centre.x, y - first.centre.y),
    ),
  );
  const outside = (distance, turn = 0) => ({
    x: first.centre.x + (reach + distance) * Math.cos(from + turn),
    y: first.centre.y + (reach + distance) * Math.sin(from + turn),
  });
  const { margin } = first;
  const hidden = Math.max(1, BENCHES - rests.length); // no list names every place to sit down
  return {
    plane,
    stops,
    rests,
    benches: [
      ...rests,
      ...Array.from({ length: hidden }, () => placeBench(chance, stops)),
    ],
    entry: {
      door: outside(margin + 6),
      gate: outside(margin + 12),
      park: outside(margin + 60, chance.between(-0.4, 0.4)),
      bus: outside(margin + 70, chance.between(-1, 1)),
    },
  };
}

/**
 * @param {import("./chance.js").Chance} chance
 * @param {object[]} lines of a site's file
 * @returns {import("./site.js").Site[]} one for each group of stops that people walk between
 */
export function sitesOf(chance, lines) {
  const { lat0, lng0 } = lines.find(({ type }) => type === "site");
  const plane = planeAt(lat0, lng0);
  const places = lines
    .filter(({ type }) => type === "stop")
    .map((line) => placeOf(line, plane));
  const rests = lines
    .filter(({ type }) => type === "rest")
    .map(({ point: [lat, lng] }) => plane.toPlane(lat, lng));
  return groupsOf(places)
    .filter((group) => group.some(({ auto }) => auto))
    .map((group) => siteOf(chance, plane, group, restsNear(group, rests)));
}
