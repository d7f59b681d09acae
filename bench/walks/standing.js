/**
 * How honest a take is: simulated phones stand still on a spot, and the radius that the survey gives is
 * compared with how far it is off. Prints a line of JSON for each kind of phone.
 *
 *     node bench/walks/standing.js [TAKES] [SEED]
 */
import { average } from "../../tour/client/survey/average.js";
import { judged } from "../../tour/client/survey/judge.js";
import { planeAt } from "../../tour/client/arrival/geometry.js";
import { Chance } from "../../tour/zones/walks/chance.js";
import { fixesOf, makePhone } from "../../tour/zones/walks/receiver.js";
import { STEP_S } from "../../tour/zones/walks/visitor.js";

const [takes = 3000, seed = 1] = process.argv.slice(2).map(Number);
const BEFORE_S = 60; // the page was opened, and the phone knows where it is
const RECORDED_S = 60;

const plane = planeAt(51, 71);
const site = { plane, stops: [] };
const place = Array.from({ length: (BEFORE_S + RECORDED_S) / STEP_S }, () => ({
  x: 0,
  y: 0,
}));
/** @type {Map<string, {off: number, radius: number}[]>} */
const found = new Map();
let none = 0;
for (let take = 0; take < takes; take += 1) {
  const chance = new Chance(seed * 100_000 + take);
  const phone = makePhone(chance);
  const fixes = fixesOf(chance, phone, place, site);
  const recorded = fixes.filter(({ t }) => t >= BEFORE_S);
  const result = average(recorded);
  if (!result || !judged(result, "point").enough) {
    none += 1;
    continue;
  }
  const { x, y } = plane.toPlane(result.lat, result.lng);
  const entry = { off: Math.hypot(x, y), radius: result.uncertainty_m };
  for (const name of [phone.profile, "all"])
    found.set(name, [...(found.get(name) ?? []), entry]);
}

/** @param {number[]} values @param {number} share */
const at = (values, share) =>
  [...values].sort((a, b) => a - b)[
    Math.min(values.length - 1, Math.floor(share * values.length))
  ];
for (const [name, entries] of [...found].sort()) {
  const off = entries.map((entry) => entry.off);
  const radius = entries.map((entry) => entry.radius);
  console.log(
    JSON.stringify({
      phone: name,
      takes: entries.length,
      off_median_m: at(off, 0.5),
      off_95_m: at(off, 0.95),
      radius_median_m: at(radius, 0.5),
      held:
        entries.filter((entry) => entry.off <= entry.radius).length /
        entries.length,
    }),
  );
}
console.log(JSON.stringify({ phone: "no take", takes: none }));
