import assert from "node:assert/strict";
import { test } from "node:test";
import { createHeardClock } from "../../../tour/client/group/heard-clock.js";
import { holdTime, makeCard } from "./stage.js";

/** How far it is, after so many seconds, from what lies so much apart; in ms. */
async function offAfter(t, wrong_s, seconds, apart_ms = 0) {
  const clock = holdTime(t);
  const card = makeCard(t, wrong_s);
  const heard = createHeardClock(card.context);
  await clock.pass(seconds * 1000, 100);
  const off = (heard.now() - Date.now() / 1000) * 1000;
  heard.end();
  return Math.abs(off - apart_ms);
}

test("a new output that finds out slowly how long its way is, is believed as it learns", async (t) => {
  const settling = () => 0.012 * Math.exp(-Date.now() / 1500);
  assert.ok((await offAfter(t, settling, 4)) < 2);
});

test("an output that errs back and forth is known by the middle of many readings", async (t) => {
  const saw = () => (((Date.now() % 4000) / 4000) * 2 - 1) * 0.01;
  assert.ok((await offAfter(t, saw, 30)) < 3);
});

test("single readings that are far off do no harm", async (t) => {
  let turn = 0;
  const odd = () => (++turn % 5 === 0 ? 0.04 : 0);
  assert.ok((await offAfter(t, odd, 6)) < 0.1);
});

test("an output that has stumbled is followed within a second", async (t) => {
  const stumbles = () => (Date.now() < 20_000 ? 0 : -0.05);
  assert.ok((await offAfter(t, stumbles, 21, -50)) < 0.1);
});

test("what was read before the sound was cut off counts no more", async (t) => {
  const clock = holdTime(t);
  let off_s = 0.006;
  const card = makeCard(t, () => off_s);
  const heard = createHeardClock(card.context);
  await clock.pass(20_000, 100);
  card.context.state = "interrupted";
  await clock.pass(500, 100);
  card.context.state = "running";
  off_s = 0;
  await clock.pass(1500, 100);
  assert.ok(Math.abs(heard.now() - Date.now() / 1000) < 0.0001);
  heard.end();
});

test("the output is kept awake by what nobody hears, for as long as one follows", (t) => {
  holdTime(t);
  const card = makeCard(t);
  const heard = createHeardClock(card.context);
  assert.equal(card.awake.length, 1);
  assert.ok(card.awake[0] !== 0 && Math.abs(card.awake[0]) < 1 / 2 ** 17);
  heard.end();
  assert.equal(card.awake.length, 0);
});
