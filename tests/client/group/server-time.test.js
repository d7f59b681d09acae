import assert from "node:assert/strict";
import { test } from "node:test";
import { createServerTime } from "../../../tour/client/group/server-time.js";
import { holdTime } from "./stage.js";

const HOUR_MS = 3_600_000;
const BEGAN_MS = 1_700_000_000_000;

/**
 * A phone and a server, each with a clock of its own.
 *
 * @param {import("node:test").TestContext} t
 * @param {{wall?: number, trip_ms?: number}} [how] wall: how far the phone's own time of day is off
 */
function makePhone(t, { wall = 0, trip_ms = 60 } = {}) {
  const clock = holdTime(t);
  const world = { slept: 0, wall, server: 0, asked: 0, fails: false };
  /** The truth: ms since 1970. */
  const truth = () => BEGAN_MS + Date.now() + world.server;
  const steady = () => Date.now() - world.slept;
  t.mock.method(globalThis, "fetch", async (url) => {
    assert.equal(url, "/api/v1/clock");
    world.asked += 1;
    await new Promise((resolve) => setTimeout(resolve, trip_ms / 2));
    if (world.fails) throw new TypeError("no signal");
    const now_ms = truth();
    await new Promise((resolve) => setTimeout(resolve, trip_ms / 2));
    return new Response(JSON.stringify({ now_ms }));
  });
  const time = createServerTime({
    now: steady,
    wall: () => BEGAN_MS + Date.now() + world.wall,
  });
  t.after(() => time.end());
  return { clock, world, truth, steady, time, off: () => time.now() - truth() };
}

const close = (value, within = 6) =>
  assert.ok(Math.abs(value) <= within, `off by ${value} ms`);

test("it asks often at first, then now and again", async (t) => {
  const { clock, world, time, off } = makePhone(t, { wall: HOUR_MS });
  void time.begin();
  await clock.pass(200);
  assert.ok(time.known);
  close(off());
  await clock.pass(4_000);
  const first = world.asked;
  assert.equal(first, 12);
  await clock.pass(60_000);
  assert.ok(world.asked > first + 9 && world.asked < first + 20);
  close(off());
});

test("what came with another answer is known before the first question is answered", async (t) => {
  const { truth, steady, time, off } = makePhone(t, { wall: -HOUR_MS });
  assert.equal(time.known, false);
  time.learn({ sent: steady() - 80, received: steady(), server: truth() - 40 });
  assert.ok(time.known);
  close(off());
});

test("without any answer it says that it knows nothing", async (t) => {
  const { clock, world, time } = makePhone(t);
  world.fails = true;
  void time.begin();
  await clock.pass(3_000);
  assert.equal(time.known, false);
  assert.equal(time.error_ms, Infinity);
});

test("an answer that is none is passed over", async (t) => {
  const { clock, time } = makePhone(t);
  t.mock.method(globalThis, "fetch", async () => new Response("<html>"));
  void time.begin();
  await clock.pass(1_000);
  assert.equal(time.known, false);
});

test("a phone that slept in the pocket is right before anybody has answered", async (t) => {
  const { clock, world, time, off } = makePhone(t);
  void time.begin();
  await clock.pass(3_000);
  time.away();
  world.slept = 300_000; // its steady clock stood still for five minutes
  t.mock.timers.setTime(Date.now() + 300_000);
  world.fails = true;
  void time.wake();
  close(off(), 300);
  world.fails = false;
  await clock.pass(3_000);
  close(off());
});

test("a phone whose steady clock goes on in its sleep is right too", async (t) => {
  const { clock, time, off } = makePhone(t);
  void time.begin();
  await clock.pass(3_000);
  time.away();
  t.mock.timers.setTime(Date.now() + 300_000);
  void time.wake();
  close(off());
  await clock.pass(2_000);
  close(off());
});

test("somebody who puts the phone's clock right has not slept", async (t) => {
  for (const jump of [HOUR_MS, -HOUR_MS])
    await t.test(`${jump / HOUR_MS} h`, async (inner) => {
      const { clock, world, time, off } = makePhone(inner, { wall: -jump });
      void time.begin();
      await clock.pass(3_000);
      world.wall = 0;
      world.fails = true;
      void time.wake(); // as after "online"
      close(off());
      if (jump < 0) {
        time.away();
        world.wall = jump;
        void time.wake();
        close(off());
      }
    });
});

test("a server whose clock is set, or another host, is followed at the next answers", async (t) => {
  for (const step of [2_000, -2_000, 400])
    await t.test(`${step} ms`, async (inner) => {
      const { clock, world, time, off } = makePhone(inner);
      void time.begin();
      await clock.pass(120_000);
      world.server = step;
      await clock.pass(13_000);
      close(off());
      assert.ok(time.error_ms < 20, `${time.error_ms}`);
    });
});

test("a sleep that no event told of is noticed at the next answers", async (t) => {
  const { clock, world, time, off } = makePhone(t);
  void time.begin();
  await clock.pass(30_000);
  world.slept = 60_000;
  t.mock.timers.setTime(Date.now() + 60_000);
  await clock.pass(13_000);
  close(off());
});

test("after its end nothing is asked", async (t) => {
  const { clock, world, time } = makePhone(t);
  void time.begin();
  await clock.pass(300);
  time.end();
  await clock.pass(100);
  const asked = world.asked;
  await clock.pass(30_000);
  assert.equal(world.asked, asked);
});
