/** Simulated visitors: who they are, where they go, where they halt. True positions twice a second. */
import { signedDistance } from "../../client/arrival/geometry.js";

export const STEP_S = 0.5;

/** @typedef {{x: number, y: number, meant: string | null}} Step true position; the stop that is being looked at */

/** persona: share, walking pace range in m/s, factor on lingering */
const PERSONAS = {
  adult: [36, [1.15, 1.45], 1],
  couple: [22, [0.9, 1.2], 1],
  elderly: [8, [0.7, 0.95], 1.1],
  child: [7, [1.3, 1.7], 0.6],
  guide: [10, [1, 1.2], 1.4],
  photo: [12, [1.1, 1.35], 1],
  hurried: [5, [1.5, 1.9], 0.5],
};

export function makeVisitor(chance) {
  const persona = chance.choose(
    Object.entries(PERSONAS).map(([name, [share]]) => [share, name]),
  );
  const [, pace, linger] = PERSONAS[persona];
  return { persona, pace: chance.between(...pace), linger };
}

/** A random place inside the stop's zone (of the building itself for a house one enters). */
function placeIn(chance, stop) {
  const reach = Math.max(1, stop.margin); // round a building without margin people stand too
  const least = Math.min(0.8, (stop.margin || 1) / 2);
  for (;;) {
    const corner =
      stop.outline[Math.floor(chance.uniform() * stop.outline.length)];
    const next =
      stop.outline[(stop.outline.indexOf(corner) + 1) % stop.outline.length];
    const t = chance.uniform();
    const x =
      corner.x + t * (next.x - corner.x) + chance.between(-reach, reach);
    const y =
      corner.y + t * (next.y - corner.y) + chance.between(-reach, reach);
    const depth = -signedDistance(x, y, stop);
    const indoors = stop.building && !stop.entered && depth > stop.margin;
    if (depth > least && !indoors) return { x, y };
  }
}

/** Where one who comes from `from` halts: most do not go round the thing first. */
function placeNearBy(chance, from, stop) {
  const places = Array.from({ length: 3 }, () => placeIn(chance, stop));
  const far = ({ x, y }) => Math.hypot(x - from.x, y - from.y);
  const [nearest, other] = places.sort((a, b) => far(a) - far(b));
  return chance.happens(0.85) ? nearest : other;
}

/** Walks a body through the site, one half second at a time. */
class Body {
  constructor(chance, visitor, start) {
    this.chance = chance;
    this.visitor = visitor;
    this.at = { ...start };
    /** @type {Step[]} */
    this.path = [];
    /** @type {string | null} */
    this.meant = null;
  }

  #push() {
    this.path.push({ x: this.at.x, y: this.at.y, meant: this.meant });
  }

  goTo(target, speed) {
    const drift = this.chance.between(0.9, 1.1);
    for (let guard = 0; guard < 2400; guard += 1) {
      const runs =
        this.visitor.persona === "child" &&
        speed > 1 &&
        Math.sin(guard / 17) > 0.5
          ? 1.8
          : 1;
      const stride =
        speed * drift * runs * STEP_S * (1 + 0.08 * this.chance.normal());
      const dx = target.x - this.at.x;
      const dy = target.y - this.at.y;
      const left = Math.hypot(dx, dy);
      if (left <= stride) break;
      const sway = 0.12 * this.chance.normal();
      this.at.x += (stride * (dx - sway * dy)) / left;
      this.at.y += (stride * (dy + sway * dx)) / left;
      this.#push();
    }
  }

  /** Goes there; some slow down over the last metres. */
  approach(target) {
    const { pace } = this.visitor;
    const slow = this.chance.happens(0.25) ? this.chance.between(2, 8) : 0;
    const left = Math.hypot(target.x - this.at.x, target.y - this.at.y);
    if (left > slow)
      this.goTo(
        {
          x: target.x + ((this.at.x - target.x) * slow) / left,
          y: target.y + ((this.at.y - target.y) * slow) / left,
        },
        pace,
      );
    if (slow > 0) this.goTo(target, pace * this.chance.between(0.5, 0.75));
  }

  stand(seconds) {
    const home = { ...this.at };
    for (let t = 0; t < seconds; t += STEP_S) {
      this.at.x += 0.06 * this.chance.normal() + 0.05 * (home.x - this.at.x);
      this.at.y += 0.06 * this.chance.normal() + 0.05 * (home.y - this.at.y);
      this.#push();
    }
  }

  get seconds() {
    return this.path.length * STEP_S;
  }
}

const lengthOf = (line) =>
  line
    .slice(1)
    .reduce(
      (sum, b, i) => sum + Math.hypot(b.x - line[i].x, b.y - line[i].y),
      0,
    );

/** The point so many metres along a polyline and so many to its left. */
function pointAlong(line, metres, side) {
  let left = metres;
  for (let i = 1; ; i += 1) {
    const [a, b] = [line[i - 1], line[i]];
    const length = Math.max(1e-6, Math.hypot(b.x - a.x, b.y - a.y));
    if (left > length && i < line.length - 1) {
      left -= length;
      continue;
    }
    const [dx, dy] = [(b.x - a.x) / length, (b.y - a.y) / length];
    return { x: a.x + left * dx - side * dy, y: a.y + left * dy + side * dx };
  }
}

function walkAlong(chance, body, stop, seconds) {
  const line = chance.happens(0.5) ? stop.outline : [...stop.outline].reverse();
  const side = chance.between(-0.6, 0.6) * stop.margin;
  const length = lengthOf(line);
  const at = (t) => pointAlong(line, t * length, side);
  const pace = chance.between(0.35, 0.75);
  let t = chance.between(0, 0.4);
  body.goTo(at(t), body.visitor.pace);
  const end = body.seconds + seconds;
  while (t < 1 && body.seconds < end) {
    t = Math.min(1, t + chance.between(3, 12) / length);
    body.goTo(at(t), pace);
    if (chance.happens(0.3)) body.stand(chance.between(3, 20));
  }
}

function visit(chance, body, stop) {
  const { persona, linger } = body.visitor;
  const seconds =
    linger *
    (chance.happens(0.18) ? chance.between(6, 45) : chance.between(60, 200));
  if (stop.geometry === "line" && chance.happens(0.75)) {
    walkAlong(chance, body, stop, seconds);
    return;
  }
  body.approach(placeNearBy(chance, body.at, stop));
  const end = body.seconds + seconds;
  while (body.seconds < end) {
    body.stand(Math.min(chance.between(5, 35), end - body.seconds));
    if (body.seconds >= end) break;
    if (persona === "photo" && chance.happens(0.4)) {
      const turn = chance.between(0, 2 * Math.PI);
      const back = stop.margin + chance.between(2, 6);
      body.goTo(
        {
          x: body.at.x + back * Math.cos(turn),
          y: body.at.y + back * Math.sin(turn),
        },
        0.8,
      );
      body.stand(chance.between(3, 10));
      body.goTo(placeIn(chance, stop), 0.8);
    } else if (stop.margin > 3 && !(stop.building && chance.happens(0.6))) {
      const next = placeIn(chance, stop);
      const near = Math.min(
        1,
        chance.between(1.5, 7) /
          Math.hypot(next.x - body.at.x, next.y - body.at.y),
      );
      body.goTo(
        {
          x: body.at.x + near * (next.x - body.at.x),
          y: body.at.y + near * (next.y - body.at.y),
        },
        chance.between(0.4, 0.9),
      );
    }
  }
}

/** The stops this visitor means to see, mostly in the tour's order, some skipped, some swapped. */
function plan(chance, site, visitor) {
  const keep = visitor.persona === "hurried" ? 0.25 : 0.5;
  const stops = site.stops.filter(
    (stop) =>
      (stop.auto || stop.entered) &&
      chance.happens(stop.passthrough ? 0.4 : keep),
  );
  for (let i = 1; i < stops.length; i += 1) {
    if (chance.happens(0.2))
      [stops[i - 1], stops[i]] = [stops[i], stops[i - 1]];
  }
  return stops;
}

/** Detours on the way: a bench, a way round past another stop, a short look at nothing. */
function wander(chance, body, site) {
  const { pace } = body.visitor;
  if (chance.happens(0.2)) {
    const { benches } = site;
    const bench = benches[Math.floor(chance.uniform() * benches.length)];
    body.goTo(bench, pace);
    body.stand(chance.between(20, 150));
  }
  if (chance.happens(0.35)) {
    const outside = site.stops.filter((stop) => !stop.indoor);
    const stop = outside[Math.floor(chance.uniform() * outside.length)];
    const turn = chance.between(0, 2 * Math.PI);
    const miss = chance.happens(0.6)
      ? stop.margin + chance.between(0.5, 4)
      : chance.between(0, stop.margin);
    body.goTo(
      {
        x: stop.centre.x + miss * Math.cos(turn),
        y: stop.centre.y + miss * Math.sin(turn),
      },
      pace,
    );
  }
  if (chance.happens(0.12)) body.stand(chance.between(4, 20));
}

/**
 * @param {import("./chance.js").Chance} chance
 * @param {import("./site.js").Site} site
 * @returns {{visitor: object, start: string, path: Step[]}} a step each STEP_S
 */
export function makeWalk(chance, site) {
  const visitor = makeVisitor(chance);
  const start = chance.choose([
    [45, "park"],
    [12, "bus"],
    [28, "gate"],
    [15, "mid"],
  ]);
  const stops = plan(chance, site, visitor);
  const first = stops[0] ?? site.stops[1] ?? site.stops[0];
  const from = {
    park: site.entry.park,
    bus: { x: site.entry.bus.x - 60, y: site.entry.bus.y - 20 },
    gate: site.entry.gate,
    mid: placeIn(chance, first),
  };
  const { door } = site.entry;
  const body = new Body(chance, visitor, from[start]);
  if (start === "park") body.stand(chance.between(10, 60));
  if (start !== "mid" && !(start === "gate" && chance.happens(0.3)))
    body.goTo({ ...door, x: door.x + chance.between(-3, 3) }, visitor.pace);
  for (const stop of stops) {
    if (body.seconds > 1800) break;
    if (stop !== first || start !== "mid") wander(chance, body, site);
    body.meant = stop.id;
    visit(chance, body, stop);
    body.meant = null;
  }
  if (body.seconds < 1500 && chance.happens(0.6))
    body.goTo(site.entry.park, visitor.pace);
  return { visitor, start, path: body.path };
}
