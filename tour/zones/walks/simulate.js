/**
 * Simulated walks over random sites, with the truth:
 *
 *     node tour/zones/walks/simulate.js OUT SEED SITES WALKS
 *
 * writes OUT/site-N/site.jsonl and OUT/site-N/walks/sN-NNN.jsonl, WALKS a site. Same seed, same files.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Chance } from "./chance.js";
import { makeSite, siteLines } from "./site.js";
import { makeWalk, STEP_S } from "./visitor.js";
import { fixesOf, makePhone } from "./receiver.js";
import { truthOf } from "./truth.js";

const toText = (lines) =>
  `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;

/**
 * @param {import("./site.js").Site} site
 * @param {string} siteId
 * @param {string} id
 * @param {number} seed
 * @returns {object[]} the lines of one walk's file
 */
export function simulateWalk(site, siteId, id, seed) {
  const chance = new Chance(seed);
  const { visitor, start, path } = makeWalk(chance, site);
  const phone = makePhone(chance);
  const auto = site.stops.filter((stop) => stop.auto);
  const head = {
    type: "walk",
    id,
    site: siteId,
    seed,
    persona: visitor.persona,
    start,
    profile: phone.profile,
    duration: path.length * STEP_S,
    platform: phone.platform,
    speed: phone.speed,
    acc: phone.acc,
    sigma: Number(phone.sigma.toFixed(1)),
  };
  return [
    head,
    ...fixesOf(chance, phone, path, site),
    ...truthOf(path, auto, visitor.pace),
  ];
}

/** Writes the sites and their walks under `out`. */
export function simulate(out, seed, sites, walks) {
  for (let s = 1; s <= sites; s += 1) {
    const site = makeSite(new Chance(seed * 1000 + s));
    const folder = join(out, `site-${s}`);
    mkdirSync(join(folder, "walks"), { recursive: true });
    writeFileSync(
      join(folder, "site.jsonl"),
      toText(siteLines(site, `random-${seed}-${s}`)),
    );
    for (let w = 1; w <= walks; w += 1) {
      const id = `s${s}-${String(w).padStart(3, "0")}`;
      const lines = simulateWalk(
        site,
        `random-${seed}-${s}`,
        id,
        (seed * 1000 + s) * 1000 + w,
      );
      writeFileSync(join(folder, "walks", `${id}.jsonl`), toText(lines));
    }
  }
}

if (process.argv[1] === import.meta.filename) {
  const [out, ...numbers] = process.argv.slice(2);
  const [seed, sites, walks] = numbers.map(Number);
  if (
    !out ||
    ![seed, sites, walks].every((n) => Number.isInteger(n) && n > 0)
  ) {
    process.stderr.write(
      "usage: node tour/zones/walks/simulate.js OUT SEED SITES WALKS\n",
    );
    process.exit(2);
  }
  simulate(out, seed, sites, walks);
}
