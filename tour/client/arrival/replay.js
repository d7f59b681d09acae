/**
 * Replays recorded walks through the engine and prints what it started:
 *
 *     node tour/client/arrival/replay.js SITE.jsonl WALK.jsonl[.gz] …
 *     {"walk id": [{"stop": "gate", "t": 12.1}, …], …}
 *
 * Only the fixes are read: of a walk's first line its id, of the rest the lines of type "fix". `--time` adds
 * one line to stderr: the microseconds of processor time that a fix took (other programs do not count).
 */
import { readFileSync } from "node:fs";
import { argv, cpuUsage, exit, stderr, stdout } from "node:process";
import { gunzipSync } from "node:zlib";
import { createArrivals } from "./engine.js";

/** Seconds between the ticks that the phone gives the engine. */
const TICK_S = 1;

/** @param {string} path @returns {object[]} */
export function readLines(path) {
  const bytes = readFileSync(path);
  const text = (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString(
    "utf8",
  );
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line));
}

/** @param {string} path @returns {{stops: import("./geometry.js").Stop[], rests: [number, number][]}} */
export function readSite(path) {
  const lines = readLines(path);
  return {
    stops: lines.filter(({ type }) => type === "stop"),
    rests: lines
      .filter(({ type }) => type === "rest")
      .map(({ point }) => point),
  };
}

/** @param {string} path @returns {{id: string, fixes: import("./junk.js").Fix[]}} */
export function readWalk(path) {
  const lines = readLines(path);
  return { id: lines[0].id, fixes: lines.filter(({ type }) => type === "fix") };
}

/**
 * @param {ReturnType<typeof readSite>} site
 * @param {import("./junk.js").Fix[]} fixes in order of time
 * @returns {{stop: string, t: number}[]} the starts
 */
export function replay({ stops, rests }, fixes) {
  const arrivals = createArrivals(stops, { rests });
  const starts = [];
  const act = (events) => {
    for (const { type, stop, t } of events)
      if (type === "start") starts.push({ stop, t });
  };
  let before = Infinity;
  for (const fix of fixes) {
    for (let t = before + TICK_S; t < fix.t - 0.3; t += TICK_S)
      act(arrivals.tick(Math.round(t * 10) / 10));
    act(arrivals.fix(fix));
    before = fix.t;
  }
  return starts;
}

function main(args) {
  const timed = args.includes("--time");
  const [sitePath, ...walkPaths] = args.filter((arg) => arg !== "--time");
  if (!sitePath || walkPaths.length === 0) {
    stderr.write(
      "usage: node replay.js [--time] SITE.jsonl WALK.jsonl[.gz] ...\n",
    );
    return 2;
  }
  const site = readSite(sitePath);
  const answer = {};
  let spent = 0;
  let count = 0;
  for (const path of walkPaths) {
    const { id, fixes } = readWalk(path);
    const begun = cpuUsage();
    answer[id] = replay(site, fixes);
    const { user, system } = cpuUsage(begun);
    spent += user + system;
    count += fixes.length;
  }
  stdout.write(`${JSON.stringify(answer)}\n`);
  if (timed)
    stderr.write(
      `${JSON.stringify({ fixes: count, us_per_fix: spent / Math.max(1, count) })}\n`,
    );
  return 0;
}

if (argv[1] === import.meta.filename) exit(main(argv.slice(2)));
