import assert from "node:assert/strict";
import { test } from "node:test";
import { judged, measured, takeOf } from "../../../tour/client/survey/judge.js";

/** Somebody stands; the position sways a little. */
const standing = (seconds, accuracy = 4) =>
  Array.from({ length: seconds }, (_, t) => ({
    t,
    lat: 51 + 1e-6 * (t % 7),
    lng: 71 + 1e-6 * (t % 5),
    accuracy,
  }));
const said = (fixes) => judged(measured(fixes, "point"), "point");
const draft = (fixes, shape = "point") => ({
  id: "a",
  stop: "gate",
  shape,
  begun_at: "2026-06-01T09:00:00Z",
  fixes,
});

test("half a minute is the least, a minute the most", () => {
  assert.deepEqual(said(standing(20)), {
    advice: "survey_going",
    enough: false,
    full: false,
  });
  assert.equal(said(standing(31)).enough, true);
  assert.equal(said(standing(59)).full, false);
  assert.equal(said(standing(61)).full, true);
});

test("what is poor is said, and kept all the same", () => {
  assert.equal(said(standing(40, 3)).advice, "survey_good");
  assert.equal(said(standing(40, 8)).advice, "survey_fair");
  assert.deepEqual(said(standing(40, 30)), {
    advice: "survey_poor",
    enough: true,
    full: false,
  });
});

test("a frozen phone gives no take", () => {
  const [one] = standing(1);
  const frozen = Array.from({ length: 50 }, (_, t) => ({ ...one, t }));
  assert.equal(said(frozen).advice, "survey_frozen");
  assert.equal(takeOf(draft(frozen)), null);
});

test("whoever walks is told", () => {
  const walking = standing(40).map((fix) => ({
    ...fix,
    lat: fix.lat + fix.t * 1e-5,
  }));
  assert.equal(said(walking).advice, "survey_moved");
});

test("a take says what was measured", () => {
  const take = takeOf(draft(standing(45)));
  assert.equal(take.points.length, 1);
  assert.equal(take.recorded_at, "2026-06-01T09:00:00Z");
  assert.deepEqual([take.duration_s, take.fixes, take.used], [44, 45, 45]);
  assert.equal(takeOf(draft(standing(10))), null);
  assert.equal(takeOf(draft([])), null);
});

test("an outline needs its length and says how far its end is", () => {
  const path = Array.from({ length: 40 }, (_, t) => ({
    t,
    lat: 51 + 9e-6 * Math.min(t, 20),
    lng: 71 + 1.4e-5 * Math.max(0, t - 20),
    accuracy: 4,
  }));
  const verdict = judged(measured(path, "polygon"), "polygon");
  assert.equal(verdict.advice, "survey_not_closed");
  assert.equal(verdict.enough, true);
  const short = measured(path.slice(0, 5), "line");
  assert.equal(judged(short, "line").advice, "survey_too_small");
  assert.equal(takeOf(draft(path, "polygon")).points.length, 3);
});
