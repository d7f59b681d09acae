/**
 * Simple rules that an arrival engine must beat, over the same walks:
 *
 *     node bench/walks/rules.js SITE.jsonl WALK.jsonl[.gz] …
 *     {"inside the zone": {"walk id": [{"stop": "gate", "t": 12.1}, …], …}, "inside, once": …, "hysteresis": …}
 */
import { argv, stdout } from "node:process";
import {
  planeAt,
  signedDistance,
  zoneOf,
} from "../../tour/client/arrival/geometry.js";
import { readSite, readWalk } from "../../tour/client/arrival/replay.js";

/** Seconds inside before hysteresis starts a stop; metres and seconds outside before it arms it again. */
const ENTER_S = 4;
const LEAVE_M = 12;
const LEAVE_S = 20;
/** Fixes that claim to be worse are not used by hysteresis, metres. */
const COARSEST_M = 35;

/** Each entry into a zone starts its stop. */
function insideTheZone() {
  let last = null;
  return ({ inside }) => {
    const entered = inside !== null && inside !== last;
    last = inside;
    return entered ? inside : null;
  };
}

/** The first entry into each zone starts its stop. */
function insideOnce() {
  const started = new Set();
  return ({ inside }) => {
    if (inside === null || started.has(inside)) return null;
    started.add(inside);
    return inside;
  };
}

/** Inside for some seconds starts a stop; only well outside for some seconds arms it again. */
function hysteresis() {
  let candidate = null;
  let since = 0;
  const leftAt = new Map();
  return ({ inside, distances, t, accuracy }) => {
    if (accuracy > COARSEST_M) return null;
    for (const [stop, left] of leftAt) {
      if (distances.get(stop) < LEAVE_M) leftAt.set(stop, null);
      else if (left === null) leftAt.set(stop, t);
      else if (t - left > LEAVE_S) leftAt.delete(stop);
    }
    if (inside !== candidate) {
      candidate = inside;
      since = t;
    }
    if (inside === null || leftAt.has(inside) || t - since < ENTER_S)
      return null;
    leftAt.set(inside, null);
    return inside;
  };
}

const RULES = {
  "inside the zone": insideTheZone,
  "inside, once": insideOnce,
  hysteresis,
};

/** @returns {(fix: object) => object} what the rules look at: distances to zones' edges and the deepest zone */
function surroundings(stops) {
  const auto = stops.filter((stop) => stop.auto);
  const { toPlane } = planeAt(...auto[0].points[0]);
  const zones = auto.map((stop) => [stop.id, zoneOf(stop, toPlane)]);
  return ({ t, lat, lng, accuracy }) => {
    const { x, y } = toPlane(lat, lng);
    const distances = new Map(
      zones.map(([id, zone]) => [id, signedDistance(x, y, zone)]),
    );
    const [id, depth] = [...distances].reduce((a, b) => (b[1] < a[1] ? b : a));
    return { t, accuracy, distances, inside: depth <= 0 ? id : null };
  };
}

const [sitePath, ...walkPaths] = argv.slice(2);
const look = surroundings(readSite(sitePath).stops);
const answer = Object.fromEntries(Object.keys(RULES).map((name) => [name, {}]));
for (const path of walkPaths) {
  const { id, fixes } = readWalk(path);
  const seen = fixes.map(look);
  for (const [name, makeRule] of Object.entries(RULES)) {
    const rule = makeRule();
    answer[name][id] = seen
      .map((place) => ({ stop: rule(place), t: place.t }))
      .filter(({ stop }) => stop !== null);
  }
}
stdout.write(`${JSON.stringify(answer)}\n`);
