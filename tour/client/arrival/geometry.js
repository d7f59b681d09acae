/**
 * Places on the ground: a local plane in metres, distances to a stop's outline, and the map of zones.
 *
 * @typedef {"circle" | "line" | "polygon"} Shape
 *
 * @typedef {object} Stop
 * @property {string} id
 * @property {number} [order] place in the tour's order
 * @property {Shape} geometry circle: one point; line: a polyline; polygon: closed implicitly
 * @property {[number, number][]} points latitude and longitude in degrees
 * @property {number} margin metres round the geometry that still belong to the stop
 * @property {boolean} auto whether arriving may start the narration by itself
 * @property {boolean} [passthrough] whether walking through without slowing is an arrival too (a gate)
 * @property {number} [uncertainty] metres by which the position itself may be wrong (a sketch, a map
 *   pin); a stop that is not `auto` and has this is offered, never started
 *
 * @typedef {{x: number, y: number}} Point metres east and north of the plane's origin
 */

const METRES_PER_DEGREE_LAT = 111132;
const METRES_PER_DEGREE_LNG = 111320;
const LARGEST_MAP = 1 << 21;

/** No zone at this place. */
export const NOWHERE = 255;

/**
 * @typedef {object} Plane a plane that touches the earth: exact to a few centimetres over a kilometre
 * @property {(lat: number, lng: number) => Point} toPlane
 * @property {(x: number, y: number) => {lat: number, lng: number}} toDegrees
 */

/**
 * @param {number} lat degrees, of the plane's origin
 * @param {number} lng degrees
 * @returns {Plane}
 */
export function planeAt(lat, lng) {
  const perLng = METRES_PER_DEGREE_LNG * Math.cos((lat * Math.PI) / 180);
  return {
    toPlane: (a, b) => ({
      x: (b - lng) * perLng,
      y: (a - lat) * METRES_PER_DEGREE_LAT,
    }),
    toDegrees: (x, y) => ({
      lat: lat + y / METRES_PER_DEGREE_LAT,
      lng: lng + x / perLng,
    }),
  };
}

/**
 * @param {number} x
 * @param {number} y
 * @param {Point} a
 * @param {Point} b
 * @returns {number} metres from (x, y) to the segment a–b
 */
export function distanceToSegment(x, y, a, b) {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const square = dx * dx + dy * dy;
  const along = square > 0 ? ((x - a.x) * dx + (y - a.y) * dy) / square : 0;
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(x - a.x - t * dx, y - a.y - t * dy);
}

/**
 * Even–odd rule; a point on the outline may fall on either side.
 *
 * @param {number} x
 * @param {number} y
 * @param {Point[]} ring closed implicitly
 * @returns {boolean}
 */
export function isInside(x, y, ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const a = ring[i];
    const b = ring[j];
    if (
      a.y > y !== b.y > y &&
      x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x
    )
      inside = !inside;
  }
  return inside;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {{geometry: Shape, outline: Point[], margin: number}} zone
 * @returns {number} metres to the zone's edge, negative inside
 */
export function signedDistance(x, y, { geometry, outline, margin }) {
  if (geometry === "circle" || outline.length === 1) {
    return Math.hypot(x - outline[0].x, y - outline[0].y) - margin;
  }
  let nearest = Infinity;
  const segments = geometry === "line" ? outline.length - 1 : outline.length;
  for (let i = 0; i < segments; i += 1) {
    const next = outline[(i + 1) % outline.length];
    nearest = Math.min(nearest, distanceToSegment(x, y, outline[i], next));
  }
  if (geometry === "polygon" && isInside(x, y, outline)) nearest = -nearest;
  return nearest - margin;
}

/**
 * @param {Pick<Stop, "geometry" | "points" | "margin">} stop
 * @param {(lat: number, lng: number) => Point} toPlane
 * @returns {{geometry: Shape, outline: Point[], margin: number}}
 */
export function zoneOf(stop, toPlane) {
  return {
    geometry: stop.geometry,
    outline: stop.points.map(([lat, lng]) => toPlane(lat, lng)),
    margin: stop.margin,
  };
}

/**
 * Which zone owns each square of the ground, so that asking for thousands of places a second costs
 * one array look-up each. Where zones meet, the one whose edge is deeper owns the place.
 */
export class ZoneMap {
  /** @param {{geometry: Shape, outline: Point[], margin: number}[]} zones at most 254 */
  constructor(zones) {
    if (zones.length >= NOWHERE)
      throw new RangeError(`at most ${NOWHERE - 1} zones fit on a map`);
    const boxes = zones.map(boxAround);
    const box = boxes.reduce(
      joined,
      boxes[0] ?? { left: 0, right: 1, bottom: 0, top: 1 },
    );
    this.left = box.left;
    this.bottom = box.bottom;
    const width = box.right - box.left;
    const height = box.top - box.bottom;
    // Half a metre where the site allows it: zones are 5–12 m wide, so squares must stay far smaller.
    this.cell = Math.max(0.5, Math.sqrt((width * height) / LARGEST_MAP));
    this.columns = Math.ceil(width / this.cell) + 1;
    this.rows = Math.ceil(height / this.cell) + 1;
    this.owner = new Uint8Array(this.columns * this.rows).fill(NOWHERE);
    const depth = new Float32Array(this.owner.length);
    zones.forEach((zone, index) =>
      this.#paint(zone, index, boxes[index], depth),
    );
  }

  /**
   * @param {{geometry: Shape, outline: Point[], margin: number}} zone
   * @param {number} index
   * @param {Box} box
   * @param {Float32Array} depth of the zone that owns each square so far, negative metres
   */
  #paint(zone, index, box, depth) {
    const { cell } = this;
    const lastRow = Math.min(
      this.rows - 1,
      Math.floor((box.top - this.bottom) / cell),
    );
    const lastColumn = Math.min(
      this.columns - 1,
      Math.floor((box.right - this.left) / cell),
    );
    for (
      let row = Math.floor((box.bottom - this.bottom) / cell);
      row <= lastRow;
      row += 1
    ) {
      for (
        let col = Math.floor((box.left - this.left) / cell);
        col <= lastColumn;
        col += 1
      ) {
        const x = this.left + (col + 0.5) * cell;
        const y = this.bottom + (row + 0.5) * cell;
        const distance = signedDistance(x, y, zone);
        const at = row * this.columns + col;
        if (distance < depth[at]) {
          depth[at] = distance;
          this.owner[at] = index;
        }
      }
    }
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {number} index of the zone that owns the place, or NOWHERE
   */
  at(x, y) {
    const col = Math.floor((x - this.left) / this.cell);
    const row = Math.floor((y - this.bottom) / this.cell);
    if (col < 0 || row < 0 || col >= this.columns || row >= this.rows)
      return NOWHERE;
    return this.owner[row * this.columns + col];
  }
}

/** @typedef {{left: number, right: number, bottom: number, top: number}} Box metres */

/**
 * @param {Box} a
 * @param {Box} b
 * @returns {Box}
 */
function joined(a, b) {
  return {
    left: Math.min(a.left, b.left),
    right: Math.max(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
    top: Math.max(a.top, b.top),
  };
}

/**
 * @param {{outline: Point[], margin: number}} zone
 * @returns {Box}
 */
function boxAround({ outline, margin }) {
  const xs = outline.map((p) => p.x);
  const ys = outline.map((p) => p.y);
  return {
    left: Math.min(...xs) - margin,
    right: Math.max(...xs) + margin,
    bottom: Math.min(...ys) - margin,
    top: Math.max(...ys) + margin,
  };
}
