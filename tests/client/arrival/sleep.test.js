import assert from "node:assert/strict";
import { test } from "node:test";
import { createClock } from "../../../tour/client/arrival/clock.js";
import { createArrivals } from "../../../tour/client/arrival/engine.js";
import { Screen } from "../../../tour/client/arrival/junk.js";
import { DECISION } from "../../../tour/client/arrival/model.js";
import { ORIGIN, STOPS, toPlane, TOUR, walk } from "./walks.js";

const EPOCH = 1.7e9;
const SLEPT = 600;

/** Fixes as a browser gives them: stamped by the wall clock, which may be ahead by more after a while. */
const stamped = (fixes, lead = EPOCH) =>
  fixes.map((fix) => ({ ...fix, ts: fix.t + lead, wall: fix.t + lead }));
/** The same from a phone of which only the fixes' own time is known. */
const unseen = (fixes) => fixes.map(({ wall: _, ...fix }) => fix);
/** Fixes later on the steady clock. */
const later = (fixes, seconds) =>
  fixes.map((fix) => ({ ...fix, t: fix.t + seconds }));
/** Arrivals on a phone: their time goes on while its steady clock stands still. */
function onPhone(stops) {
  const arrivals = createArrivals(stops);
  const at = { t: 0, wall: EPOCH };
  const clock = createClock(
    () => at.t * 1000,
    () => at.wall * 1000,
  );
  const read = (t, wall = t + at.wall - at.t) => {
    Object.assign(at, { t, wall });
    return clock();
  };
  /** What was told, on the steady clock again. */
  const awake = (events, slept) =>
    events.map((event) => ({ ...event, t: event.t - slept }));
  return {
    fix({ wall, ...fix }) {
      const t = read(fix.t, wall);
      return awake(arrivals.fix({ ...fix, t }), t - fix.t);
    },
    tick(steady, wall) {
      const t = read(steady, wall);
      return awake(arrivals.tick(t), t - steady);
    },
  };
}
const feedAll = (arrivals, fixes) => fixes.flatMap((fix) => arrivals.fix(fix));
const names = (events) => events.map(({ stop }) => stop);

const TO_THE_FIRST = stamped(
  walk([
    [0, 10, 1],
    [0, 40, 24],
    [0, 40, 60],
  ]),
);
const [START] = feedAll(onPhone(STOPS), TO_THE_FIRST);
/** All but the last second before the figure starts; then the steady clock stands still. */
const AWAKE = TO_THE_FIRST.filter(({ t }) => t < START.t);
const FELL_ASLEEP = AWAKE[AWAKE.length - 1].t;
const asleepAtTheFirst = () => {
  const arrivals = onPhone(STOPS);
  assert.deepEqual(feedAll(arrivals, AWAKE), []);
  return arrivals;
};
/** Fixes after a sleep that the steady clock has missed. */
const afterSleep = (legs) =>
  stamped(later(walk(legs, { seed: 3 }), FELL_ASLEEP), EPOCH + SLEPT);

test("a fix whose stamp leaps ahead tells how long the phone slept", () => {
  const screen = new Screen(toPlane);
  const [lat, lng] = ORIGIN;
  const fix = (t, ts) => ({ t, ts, lat: lat + t * 1e-5, lng, accuracy: 5 });
  assert.equal(screen.admit(fix(1, EPOCH))?.slept, 0);
  assert.equal(screen.admit(fix(2, EPOCH + 8))?.slept, 0);
  const woken = screen.admit(fix(3, EPOCH + 609));
  assert.deepEqual([woken?.t, woken?.slept], [603, 600]);
  assert.equal(screen.admit(fix(604, EPOCH + 610))?.slept, 0);
});

test("who slept at a stop and wakes elsewhere is told nothing about it", () => {
  const elsewhere = afterSleep([[-70, -60, 40]]);
  assert.deepEqual(feedAll(asleepAtTheFirst(), elsewhere), []);
  assert.deepEqual(feedAll(asleepAtTheFirst(), unseen(elsewhere)), []);
});

test("who wakes at another stop hears it after the warm-up", () => {
  const beside = afterSleep([[18, 40, 40]]);
  for (const fixes of [beside, unseen(beside)]) {
    const [event, ...more] = feedAll(asleepAtTheFirst(), fixes);
    assert.equal(event.stop, "second");
    const waited = event.t - fixes[0].t;
    assert.ok(waited >= DECISION.warmUp && waited < 20, String(waited));
    assert.deepEqual(more, []);
  }
});

test("a sleep is a silence, whichever clock tells of it", () => {
  const woken = [
    [0, 60, 1],
    [0, 90, 30],
    [0, 90, 40],
  ];
  const slept = feedAll(asleepAtTheFirst(), afterSleep(woken));
  const silent = feedAll(asleepAtTheFirst(), later(afterSleep(woken), SLEPT));
  assert.deepEqual(names(slept), ["wall"]);
  assert.deepEqual(
    slept.map(({ t }) => t + SLEPT),
    silent.map(({ t }) => t),
  );
});

test("a tick after a sleep does not act upon what was believed before it", () => {
  const ticks = [1, 2, 3, 4];
  const tickFrom = (arrivals, lead) =>
    ticks.flatMap((s) =>
      arrivals.tick(FELL_ASLEEP + s, FELL_ASLEEP + s + lead),
    );
  assert.deepEqual(names(tickFrom(asleepAtTheFirst(), EPOCH)), ["first"]);
  assert.deepEqual(tickFrom(asleepAtTheFirst(), EPOCH + SLEPT), []);
});

test("a fix from before the sleep is stale once the wall clock has told of it", () => {
  const arrivals = asleepAtTheFirst();
  const cached = AWAKE[AWAKE.length - 1];
  for (const s of [1, 2]) {
    const t = FELL_ASLEEP + s;
    const wall = t + EPOCH + SLEPT;
    assert.deepEqual(arrivals.fix({ ...cached, t, wall }), []);
    assert.deepEqual(arrivals.tick(t + 0.5, wall + 0.5), []);
  }
});

test("a tick and a fix that tell of the same sleep count it once", () => {
  const fixes = afterSleep([[18, 40, 40]]);
  const ticked = asleepAtTheFirst();
  ticked.tick(FELL_ASLEEP + 0.5, FELL_ASLEEP + 0.5 + EPOCH + SLEPT);
  const [event, ...more] = fixes.flatMap((fix) => [
    ...ticked.fix(fix),
    ...ticked.tick(fix.t + 0.5, fix.t + 0.5 + EPOCH + SLEPT),
  ]);
  assert.deepEqual([event.stop, more], ["second", []]);
  assert.ok(event.t - fixes[0].t < 20);
});

test("a clock set by an hour on the way, forward or back, loses no stop", () => {
  const tour = walk(TOUR);
  const stops = names(feedAll(onPhone(STOPS), tour));
  assert.deepEqual(stops, ["gate", "first", "wall"]);
  for (const set of [-3600, 3600])
    for (const at of [60, 80, 170, 250]) {
      const fixes = [
        ...stamped(tour.slice(0, at)),
        ...stamped(tour.slice(at), EPOCH + set),
      ];
      for (const given of [fixes, unseen(fixes)])
        assert.deepEqual(
          names(feedAll(onPhone(STOPS), given)),
          stops,
          `${set} at ${at}`,
        );
    }
});
