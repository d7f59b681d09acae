import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { createArrivals, fixOf } from "../../../tour/client/arrival/engine.js";
import { DECISION } from "../../../tour/client/arrival/model.js";
import { at, feed, STOPS, TOUR, walk } from "./walks.js";

const REPLAY = new URL(
  "../../../tour/client/arrival/replay.js",
  import.meta.url,
);
const startsOf = (fixes, stops = STOPS, options = {}) =>
  feed(createArrivals(stops, options), fixes).filter(
    ({ type }) => type === "start",
  );
const names = (events) => events.map(({ stop }) => stop);

test("a walk starts the gate, the figure and the wall, and not the figure passed by", () => {
  for (const seed of [1, 2, 3, 4, 5])
    assert.deepEqual(
      names(startsOf(walk(TOUR, { seed }))),
      ["gate", "first", "wall"],
      `seed ${seed}`,
    );
});

test("the narration begins within seconds of the halt", () => {
  const [, first, wall] = startsOf(walk(TOUR));
  assert.ok(first.t > 66 && first.t < 84, `first at ${first.t}`);
  assert.ok(wall.t > 195 && wall.t < 230, `wall at ${wall.t}`);
});

test("a phone without speed finds its stops too", () => {
  const found = names(startsOf(walk(TOUR, { speed: false })));
  assert.ok(found.includes("first") && found.includes("wall"), String(found));
});

test("the same fixes give the same events, in the same instance's twin", () => {
  const fixes = walk(TOUR, { sigma: 5, seed: 8 });
  const [one, two] = [createArrivals(STOPS), createArrivals(STOPS)];
  const events = fixes.map((fix) => [one.fix(fix), two.fix(fix)]);
  for (const [a, b] of events) assert.deepEqual(a, b);
  assert.deepEqual(one.whereabouts(), two.whereabouts());
});

test("walking straight through every zone starts only the gate", () => {
  const through = walk([
    [0, -50, 1],
    [0, 130, 130],
  ]);
  assert.deepEqual(names(startsOf(through)), ["gate"]);
});

test("halting away from every stop starts nothing", () => {
  const bench = walk([
    [-60, 20, 1],
    [-60, 20, 300],
  ]);
  assert.deepEqual(startsOf(bench), []);
});

test("a known bench beside a stop is told from the stop", () => {
  const sitting = walk(
    [
      [-30, 40, 1],
      [-9.5, 40, 20],
      [-9.5, 40, 90],
    ],
    { sigma: 1.5, seed: 4 },
  );
  assert.deepEqual(startsOf(sitting, STOPS, { rests: [at(-9.5, 40)] }), []);
});

test("standing on after the start starts nothing again", () => {
  const long = walk(
    [
      [0, 10, 1],
      [0, 40, 24],
      [0, 40, 900],
    ],
    { sigma: 3, seed: 2 },
  );
  assert.deepEqual(names(startsOf(long)), ["first"]);
});

test("a short look does not use up the visit to come, a step back does not start it again", () => {
  const look = (away) =>
    walk([
      [-60, 40, 1],
      [0, 40, 46],
      [0, 40, 11],
      [-45, 40, 35],
      [-45, 40, away],
      [0, 40, 35],
      [0, 40, 60],
    ]);
  assert.deepEqual(names(startsOf(look(60))), ["first", "first"]);
  const back = walk([
    [-60, 40, 1],
    [0, 40, 46],
    [0, 40, 11],
    [-18, 40, 14],
    [-18, 40, 8],
    [0, 40, 14],
    [0, 40, 60],
  ]);
  assert.deepEqual(names(startsOf(back)), ["first"]);
});

test("who has been at a stop for a while and comes back is not told again", () => {
  const back = walk([
    [-60, 40, 1],
    [0, 40, 46],
    [0, 40, 50],
    [-45, 40, 35],
    [-45, 40, 90],
    [0, 40, 35],
    [0, 40, 60],
  ]);
  assert.deepEqual(names(startsOf(back)), ["first"]);
});

test("a teleport into a zone starts nothing", () => {
  const fixes = walk([
    [-60, -40, 1],
    [-60, -40, 120],
  ]);
  const [lat, lng] = at(18, 40);
  for (let i = 60; i < 70; i += 1)
    fixes[i] = { ...fixes[i], lat: lat + i * 1e-7, lng, accuracy: 3 };
  assert.deepEqual(startsOf(fixes), []);
});

test("a frozen fix while walking past starts nothing", () => {
  const fixes = walk([
    [18, -20, 1],
    [18, 110, 100],
  ]);
  const frozen = fixes.map((fix, i) =>
    i > 46 && i < 66 ? { ...fixes[46], t: fix.t } : fix,
  );
  assert.deepEqual(startsOf(frozen), []);
});

test("the first fixes after the tap on Start decide nothing: they are the worst", () => {
  const fixes = walk([[0, 40, 60]]);
  const [first] = startsOf(fixes);
  assert.equal(first.stop, "first");
  const waited = first.t - fixes[0].t;
  assert.ok(waited >= DECISION.warmUp && waited < 20, String(waited));
});

test("a stop that starts by itself never starts when it is not allowed to", () => {
  const stops = STOPS.map((stop) => ({ ...stop, auto: stop.id !== "first" }));
  assert.ok(!names(startsOf(walk(TOUR), stops)).includes("first"));
});

test("what has started before a reload does not start again", () => {
  const found = startsOf(walk(TOUR), STOPS, { started: ["first", "unknown"] });
  assert.deepEqual(names(found), ["gate", "wall"]);
});

test("a tick acts on a halt while the phone is silent, but not for long", () => {
  const fixes = walk([
    [0, 10, 1],
    [0, 40, 24],
    [0, 40, 60],
  ]);
  const due = startsOf(fixes)[0].t;
  const arrivals = createArrivals(STOPS);
  for (const fix of fixes) if (fix.t < due) arrivals.fix(fix);
  assert.deepEqual(arrivals.tick(due - 2), []);
  assert.deepEqual(arrivals.tick(due + 60), []);
  assert.deepEqual(names([1, 2, 3, 4].flatMap((s) => arrivals.tick(due + s))), [
    "first",
  ]);
});

test("a stop known only from a sketch is offered, once, and never started", () => {
  const sketch = {
    id: "arch",
    geometry: "circle",
    points: [at(-70, 30)],
    margin: 8,
    auto: false,
    uncertainty: 15,
  };
  const fixes = walk([
    [-70, -10, 1],
    [-68, 34, 36],
    [-68, 34, 200],
  ]);
  const events = feed(createArrivals([...STOPS, sketch]), fixes);
  assert.deepEqual(
    events.map(({ type, stop }) => [type, stop]),
    [["near", "arch"]],
  );
  const vague = { ...sketch, uncertainty: 200 };
  assert.deepEqual(feed(createArrivals([...STOPS, vague]), fixes), []);
  const rival = { ...sketch, id: "twin", points: [at(-66, 36)] };
  assert.deepEqual(feed(createArrivals([...STOPS, sketch, rival]), fixes), []);
});

test("whereabouts are unknown before the first fix and near the phone after it", () => {
  const arrivals = createArrivals(STOPS);
  assert.equal(arrivals.whereabouts(), null);
  feed(
    arrivals,
    walk([
      [5, 5, 1],
      [5, 5, 60],
    ]),
  );
  const found = arrivals.whereabouts();
  const [lat, lng] = at(5, 5);
  assert.ok(found && Math.abs(found.lat - lat) < 6e-5);
  assert.ok(Math.abs(found.lng - lng) < 9e-5 && found.radius < 12);
  assert.ok(found.slow > 0.8);
});

test("a stop without a place does no harm, wherever it stands", () => {
  const nowhere = {
    id: "room",
    geometry: "circle",
    points: [],
    margin: 5,
    auto: false,
    uncertainty: 9,
  };
  const events = feed(createArrivals([nowhere, ...STOPS]), walk(TOUR));
  assert.deepEqual(names(events), ["gate", "first", "wall"]);
});

test("a phone that stamps its fixes on another clock finds the same stops", () => {
  const stamped = walk(TOUR).map((fix) => ({ ...fix, ts: fix.t + 1.7e9 }));
  assert.deepEqual(startsOf(stamped), startsOf(walk(TOUR)));
});

test("a tour without stops is quiet", () => {
  assert.deepEqual(feed(createArrivals([]), walk(TOUR)), []);
});

test("a browser's position becomes a fix", () => {
  const coords = {
    latitude: 51,
    longitude: 71,
    accuracy: 5,
    speed: null,
    heading: NaN,
  };
  const fix = fixOf({ coords, timestamp: 1500 }, 2);
  assert.deepEqual(fix, {
    t: 2,
    ts: 1.5,
    lat: 51,
    lng: 71,
    accuracy: 5,
    speed: null,
    heading: NaN,
  });
  assert.deepEqual(createArrivals(STOPS).fix(fix), []);
});

test("the replay prints the starts of plain and gzipped walks, whatever their labels say", () => {
  const folder = mkdtempSync(join(tmpdir(), "arrival-"));
  try {
    const text = (lines) =>
      lines.map((line) => JSON.stringify(line)).join("\n");
    const fixes = walk(TOUR).map((fix) => ({ type: "fix", ...fix }));
    const lies = {
      type: "truth",
      stop: "second",
      from: 1,
      settled: 2,
      to: 9,
      kind: "visit",
    };
    writeFileSync(
      join(folder, "site.jsonl"),
      text(STOPS.map((stop) => ({ type: "stop", ...stop }))),
    );
    writeFileSync(
      join(folder, "a.jsonl"),
      text([{ type: "walk", id: "a" }, ...fixes]),
    );
    writeFileSync(
      join(folder, "b.jsonl.gz"),
      gzipSync(text([{ type: "walk", id: "b", profile: "x" }, lies, ...fixes])),
    );
    const paths = ["site.jsonl", "a.jsonl", "b.jsonl.gz"].map((name) =>
      join(folder, name),
    );
    const printed = JSON.parse(
      execFileSync(process.execPath, [REPLAY.pathname, ...paths], {
        encoding: "utf8",
      }),
    );
    assert.deepEqual(names(printed.a), ["gate", "first", "wall"]);
    assert.deepEqual(printed.b, printed.a);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
