/** Simulated phones: from a true path to the fixes that watchPosition would deliver, with their faults. */
import { signedDistance } from "../../client/arrival/geometry.js";
import { STEP_S } from "./visitor.js";

/** profile: share, sigma per axis in metres */
const PROFILES = {
  clear: [10, [1.5, 3]],
  normal: [10, [2.8, 4.5]],
  building: [5, [2.2, 3.6]],
  pocket: [5, [4.5, 8]],
  cheap20: [5, [12.5, 15.5]],
  jumps: [5, [2, 4]],
  gaps: [5, [2.8, 4.5]],
  frozen: [5, [2.6, 4.3]],
  misacc: [5, [3, 7]],
  uneven: [5, [2.5, 5]],
};
const IOS_STEPS = [4.7, 6, 8, 10, 12, 16, 24, 32, 48, 65];

/** First-order Gauss–Markov noise in two dimensions, standard deviation 1 per axis. */
class Drift {
  constructor(chance, tau) {
    this.chance = chance;
    this.keep = Math.exp(-STEP_S / tau);
    this.x = chance.normal();
    this.y = chance.normal();
  }

  step() {
    const fresh = Math.sqrt(1 - this.keep * this.keep);
    this.x = this.keep * this.x + fresh * this.chance.normal();
    this.y = this.keep * this.y + fresh * this.chance.normal();
  }
}

export function makePhone(chance) {
  const profile = chance.choose(
    Object.entries(PROFILES).map(([name, [share]]) => [share, name]),
  );
  const platform = chance.happens(0.3) ? "ios" : "android";
  const acc =
    profile === "misacc"
      ? chance.choose([
          [1, "opt"],
          [1, "pess"],
          [1.5, "const"],
        ])
      : chance.choose([
          [85, "ok"],
          [15, "const"],
        ]);
  return {
    profile,
    platform,
    acc,
    sigma: chance.between(...PROFILES[profile][1]),
    speed: chance.choose([
      [70, "doppler"],
      [15, "derived"],
      [12, "null"],
      [3, "zero"],
    ]),
    interval: chance.choose([
      [80, 1],
      [20, 2],
    ]),
    lag: chance.between(0.3, 1.5),
    white: chance.between(0.1, 0.55),
    constant: chance.happens(0.25) ? 65 : 10,
    misfactor:
      acc === "opt"
        ? chance.between(0.3, 0.5)
        : acc === "pess"
          ? chance.between(2.2, 3.5)
          : 1,
    cold:
      profile === "pocket"
        ? chance.between(25, 120)
        : chance.happens(0.4)
          ? chance.between(5, 40)
          : 0,
    skew: chance.happens(0.05) ? chance.between(-40, 40) : 0,
    throttles: chance.happens(0.15),
    holds: profile === "frozen" ? chance.happens(0.5) : chance.happens(0.1),
  };
}

/** Receiver error at every step of the path: {x, y, sigma, lost} in metres. */
function errorsOf(chance, phone, path, buildings) {
  const fast = new Drift(
    chance,
    phone.profile === "uneven" ? 8 : chance.between(20, 50),
  );
  const slow = new Drift(
    chance,
    phone.profile === "uneven" ? 60 : chance.between(200, 500),
  );
  const coldTurn = chance.between(0, 2 * Math.PI);
  const coldTau = chance.between(8, 25);
  const near =
    phone.profile === "building"
      ? chance.between(2, 3.2)
      : chance.between(1.3, 2);
  const indoors = chance.between(3.5, 5.5);
  let factor = 1;
  return path.map(({ x, y }, i) => {
    fast.step();
    slow.step();
    const wall = Math.min(
      ...buildings.map((stop) => signedDistance(x, y, stop) + stop.margin),
    );
    const inside = buildings.some(
      (stop) => stop.entered && signedDistance(x, y, stop) + stop.margin < 0,
    );
    const target = inside ? indoors : wall < 8 ? near : 1;
    factor += (target - factor) * (1 - Math.exp(-STEP_S / 5));
    const cold = phone.cold * Math.exp((-i * STEP_S) / coldTau);
    const sigma = phone.sigma * factor;
    return {
      x: sigma * (0.85 * fast.x + 0.5 * slow.x) + cold * Math.cos(coldTurn),
      y: sigma * (0.85 * fast.y + 0.5 * slow.y) + cold * Math.sin(coldTurn),
      sigma: phone.sigma * factor ** 0.6 + 0.5 * cold,
      lost: inside && chance.happens(0.35),
    };
  });
}

function claimedAccuracy(chance, phone, sigma, wobble) {
  if (phone.acc === "const") return phone.constant;
  const value = sigma * phone.misfactor * Math.exp(0.2 * wobble);
  if (phone.platform === "ios")
    return IOS_STEPS.find((step) => step >= 1.7 * value) ?? 65;
  return Math.max(
    3,
    Math.round(15.2 * value * Math.exp(0.05 * chance.normal())) / 10,
  );
}

/** Faults that last: each yields the state of the phone at a time. */
function faultsOf(chance, profile, seconds) {
  const spans = (perHour, low, high) => {
    const list = [];
    for (
      let t = -Math.log(1 - chance.uniform()) * (3600 / perHour);
      t < seconds;
      t += -Math.log(1 - chance.uniform()) * (3600 / perHour)
    ) {
      list.push({
        from: t,
        to: t + chance.between(low, high),
        turn: chance.between(0, 2 * Math.PI),
        roll: chance.uniform(),
      });
    }
    return list;
  };
  const busy = (name, often, rare) => (profile === name ? often : rare);
  return {
    jumps: spans(busy("jumps", 12, 0.5), 2, 15),
    teleports: spans(busy("jumps", 6, 0.5), 1, 3),
    gaps: spans(busy("gaps", 28, 2), 5, 60),
    frozen: spans(busy("frozen", 16, 0.6), 5, 30),
  };
}

const within = (spans, t) =>
  spans.find((span) => t >= span.from && t < span.to);

function speedOf(chance, phone, truth, derived) {
  if (phone.speed === "null") return null;
  if (phone.speed === "zero") return 0;
  if (phone.speed === "derived") return Number(derived.toFixed(2));
  const value = Math.abs(truth + 0.12 * chance.normal());
  return value < 0.3 && chance.happens(0.85) ? 0 : Number(value.toFixed(2));
}

function headingOf(chance, from, to) {
  const degrees = (Math.atan2(to.x - from.x, to.y - from.y) * 180) / Math.PI;
  return (Math.round(degrees + 10 * chance.normal()) + 720) % 360;
}

/**
 * @param {import("./chance.js").Chance} chance
 * @param {ReturnType<typeof makePhone>} phone
 * @param {{x: number, y: number}[]} path true position each STEP_S
 * @param {import("./site.js").Site} site
 * @returns {object[]} fix lines
 */
export function fixesOf(chance, phone, path, site) {
  const buildings = site.stops.filter((stop) => stop.building);
  const errors = errorsOf(chance, phone, path, buildings);
  const faults = faultsOf(chance, phone.profile, path.length * STEP_S);
  const wobble = new Drift(chance, 20);
  const lagSteps = Math.round(phone.lag / STEP_S);
  const fixes = [];
  let previous = null;
  let stale = null;
  let still = 0;
  for (
    let t = phone.interval;
    t < (path.length - 1) * STEP_S;
    t += phone.interval
  ) {
    const i = Math.max(2, Math.floor(t / STEP_S) - lagSteps);
    // The speed is measured by itself and lags less than the position.
    const now = Math.min(path.length - 1, Math.floor(t / STEP_S));
    const speed =
      Math.hypot(path[now].x - path[now - 1].x, path[now].y - path[now - 1].y) /
      STEP_S;
    still = speed < 0.25 ? still + phone.interval : 0;
    for (let s = 0; s < phone.interval / STEP_S; s += 1) wobble.step();
    const gap = within(faults.gaps, t);
    if (gap && gap.roll < 0.5 && previous) stale = { from: gap, fix: previous };
    if (
      gap ||
      errors[i].lost ||
      (phone.throttles && still > 20 && Math.floor(t) % 6)
    )
      continue;
    const at = Number((t + chance.between(0, 0.15)).toFixed(1));
    const shown = (fix) => ({ type: "fix", t: at, ...fix });
    if (stale && previous) {
      const age = at - stale.fix.at;
      fixes.push(
        shown({
          ...stale.fix.fields,
          ts: Number((at - age + phone.skew).toFixed(1)),
        }),
      );
      stale = null;
      continue;
    }
    const fault = within(faults.teleports, t) ?? within(faults.jumps, t);
    const teleport = fault && faults.teleports.includes(fault);
    const shift = fault
      ? teleport
        ? 60 + 240 * fault.roll
        : 15 + 45 * fault.roll
      : 0;
    const x =
      path[i].x +
      errors[i].x +
      phone.white * chance.normal() +
      shift * Math.cos(fault?.turn ?? 0);
    const y =
      path[i].y +
      errors[i].y +
      phone.white * chance.normal() +
      shift * Math.sin(fault?.turn ?? 0);
    const frozen =
      within(faults.frozen, t) || (phone.holds && still > 8 && still < 40);
    if (frozen && previous) {
      const old =
        within(faults.frozen, t)?.roll < 0.5
          ? { ts: Number((previous.at + phone.skew).toFixed(1)) }
          : {};
      fixes.push(shown({ ...previous.fields, ...old }));
      continue;
    }
    const derived = previous
      ? Math.hypot(x - previous.x, y - previous.y) /
        Math.max(0.5, at - previous.at)
      : 0;
    const { lat, lng } = site.plane.toDegrees(x, y);
    const reported = speedOf(chance, phone, speed, Math.min(derived, 20));
    const from = phone.speed === "derived" && previous ? previous : path[i - 2];
    const to = phone.speed === "derived" ? { x, y } : path[i];
    const heading = reported > 0.45 ? headingOf(chance, from, to) : null;
    const fields = {
      lat: Number(lat.toFixed(6)),
      lng: Number(lng.toFixed(6)),
      accuracy: teleport
        ? Math.round(20 + 70 * fault.roll) / 10
        : claimedAccuracy(chance, phone, errors[i].sigma, wobble.x),
      speed: reported,
      heading,
    };
    const skewed =
      Math.abs(phone.skew) > 0.6
        ? { ts: Number((at + phone.skew).toFixed(1)) }
        : {};
    fixes.push(shown({ ...fields, ...skewed }));
    previous = { at, x, y, fields };
  }
  return fixes;
}
