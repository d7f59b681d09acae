/**
 * What the arrival engine starts on simulated walks over a given layout, beside the truth:
 *
 *     node tour/zones/walks/replayed.js SITE.jsonl SEED WALKS
 *
 * prints one JSON object a line: first {"walks": how many will come}, then for each walk {"profile",
 * "persona", "duration", "truth", "starts"}. Same seed, same lines. WALKS are made in each group of stops that
 * lie near each other.
 */
import { readLines, replay } from "../../client/arrival/replay.js";
import { Chance } from "./chance.js";
import { sitesOf } from "./layout.js";
import { simulateWalk } from "./simulate.js";

/**
 * @param {object[]} lines of a site's file
 * @param {number} seed
 * @param {number} walks in each group of stops
 * @param {(line: object) => void} tell
 */
export function replayWalks(lines, seed, walks, tell) {
  const sites = sitesOf(new Chance(seed), lines);
  const stops = lines.filter(({ type }) => type === "stop");
  const rests = lines
    .filter(({ type }) => type === "rest")
    .map(({ point }) => point);
  tell({ walks: walks * sites.length });
  for (let i = 0; i < walks * sites.length; i += 1) {
    const s = i % sites.length;
    const w = Math.floor(i / sites.length);
    const id = `${s}-${w}`;
    const walkSeed = (seed * 1000 + s) * 100000 + w;
    const [head, ...rest] = simulateWalk(sites[s], "layout", id, walkSeed);
    const { profile, persona, duration } = head;
    const truth = rest.filter(({ type }) => type === "truth");
    const fixes = rest.filter(({ type }) => type === "fix");
    const starts = replay({ stops, rests }, fixes);
    tell({ profile, persona, duration, truth, starts });
  }
}

if (process.argv[1] === import.meta.filename) {
  const [path, ...numbers] = process.argv.slice(2);
  const [seed, walks] = numbers.map(Number);
  if (!path || ![seed, walks].every(Number.isInteger)) {
    process.stderr.write("usage: node replayed.js SITE.jsonl SEED WALKS\n");
    process.exit(2);
  }
  replayWalks(readLines(path), seed, walks, (line) =>
    process.stdout.write(`${JSON.stringify(line)}\n`),
  );
}
