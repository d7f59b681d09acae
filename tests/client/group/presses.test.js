import assert from "node:assert/strict";
import { test } from "node:test";
import { createPresses } from "../../../tour/client/group/presses.js";
import { holdTime } from "./stage.js";

/**
 * A desk whose server gives these answers, one after the other, and then 200.
 *
 * @param {import("node:test").TestContext} t
 */
function makeDesk(t, statuses = [], { clock = holdTime(t), kept = [] } = {}) {
  const seen = { sent: [], answers: [], expired: [] };
  const world = { offline: false, kept };
  let made = 0;
  const presses = createPresses({
    send: async (press) => {
      seen.sent.push(press);
      return {
        status: world.offline ? 0 : (statuses.shift() ?? 200),
        json: null,
      };
    },
    makeId: () => `id${++made}`,
    memory: {
      read: () => world.kept,
      write: (waiting) => (world.kept = JSON.parse(JSON.stringify(waiting))),
    },
    changed: () => {},
    answered: ({ press, status }) => seen.answers.push([press.command, status]),
    expired: (commands) => seen.expired.push(...commands),
  });
  const names = () => seen.sent.map(({ command }) => command);
  return { clock, presses, world, names, ...seen };
}

const waitingOf = ({ presses }) =>
  presses.waiting.map(({ command }) => command);

test("what was pressed is sent again with the same id until it is answered", async (t) => {
  const { clock, presses, sent, answers } = makeDesk(t, [0, 503, 429]);
  presses.press("play", { stop: "gate" });
  assert.equal(presses.waiting.length, 1);
  await clock.pass(6_000);
  assert.deepEqual(
    sent.map(({ id }) => id),
    ["id1", "id1", "id1", "id1"],
  );
  assert.deepEqual(Object.keys(sent[0]).sort(), ["command", "id", "stop"]);
  assert.deepEqual(answers, [["play", 200]]);
  assert.equal(presses.waiting.length, 0);
  assert.equal(presses.failing, false);
});

test("the same button again, while it is on its way, is one press", async (t) => {
  const { clock, presses, sent } = makeDesk(t);
  presses.press("next");
  presses.press("next");
  await clock.pass(100);
  assert.equal(sent.length, 1);
  presses.press("next");
  await clock.pass(100);
  assert.equal(sent.length, 2);
});

test("a refused press does not stand in the way of the next", async (t) => {
  const { clock, presses, answers } = makeDesk(t, [409, 200]);
  presses.press("back");
  presses.press("hold");
  await clock.pass(100);
  assert.deepEqual(answers, [
    ["back", 409],
    ["hold", 200],
  ]);
});

test("without signal only the newest intent is kept", async (t) => {
  const desk = makeDesk(t);
  const { clock, presses, world, names } = desk;
  world.offline = true;
  presses.press("play", { stop: "gate" });
  await clock.pass(700);
  presses.press("hold");
  presses.press("go_on");
  presses.press("hold");
  assert.deepEqual(waitingOf(desk), ["play", "hold"]);
  presses.press("play", { stop: "lamp" });
  assert.deepEqual(waitingOf(desk), ["play"]);
  await clock.pass(2_000);
  const before = names().length;
  world.offline = false;
  await clock.pass(4_000);
  assert.deepEqual(
    desk.sent.slice(before).map(({ stop }) => stop),
    ["lamp"],
  );
});

test("after half a minute without an answer a press is given up, and the guide is told", async (t) => {
  const { clock, presses, world, names, expired } = makeDesk(t);
  world.offline = true;
  presses.press("play", { stop: "gate" });
  await clock.pass(29_000);
  assert.deepEqual(expired, []);
  await clock.pass(5_000);
  assert.deepEqual(expired, ["play"]);
  assert.equal(presses.waiting.length, 0);
  assert.equal(presses.failing, false);
  const before = names().length;
  world.offline = false;
  await clock.pass(600_000, 1_000);
  assert.equal(names().length, before);
});

test("a phone that slept with a press in hand does not send it ten minutes later", async (t) => {
  const { clock, presses, world, names, expired } = makeDesk(t);
  world.offline = true;
  presses.press("play", { stop: "gate" });
  await clock.pass(1_000);
  const before = names().length;
  world.offline = false;
  t.mock.timers.setTime(Date.now() + 600_000);
  await clock.pass(4_000);
  assert.deepEqual(expired, ["play"]);
  assert.equal(names().length, before);
});

test("the guide may take it back", async (t) => {
  const { clock, presses, world, names } = makeDesk(t);
  world.offline = true;
  presses.press("play", { stop: "gate" });
  await clock.pass(1_000);
  assert.ok(presses.failing);
  presses.clear();
  assert.equal(presses.failing, false);
  const before = names().length;
  world.offline = false;
  await clock.pass(10_000);
  assert.equal(names().length, before);
  presses.press("hold");
  await clock.pass(4_000);
  assert.equal(names().at(-1), "hold");
});

test("a reload goes on with what waited, under the same id, or says what it gave up", async (t) => {
  const first = makeDesk(t);
  first.world.offline = true;
  first.presses.press("play", { stop: "gate" });
  await first.clock.pass(1_000);
  const { kept } = first.world;
  const soon = makeDesk(t, [], { clock: first.clock, kept });
  await first.clock.pass(200);
  assert.deepEqual(soon.answers, [["play", 200]]);
  assert.equal(soon.sent[0].id, "id1");
  assert.deepEqual(soon.world.kept, []);
  t.mock.timers.setTime(Date.now() + 600_000);
  const late = makeDesk(t, [], { clock: first.clock, kept });
  await first.clock.pass(200);
  assert.deepEqual(late.expired, ["play"]);
  assert.deepEqual(late.sent, []);
});
