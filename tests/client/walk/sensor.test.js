import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { createClock } from "../../../tour/client/arrival/clock.js";
import { createMemory } from "../../../tour/client/storage.js";
import { createAsleep } from "../../../tour/client/walk/asleep.js";
import { createSensor } from "../../../tour/client/walk/sensor.js";
import { enterPhone } from "./fake-phone.js";

/** @type {ReturnType<typeof enterPhone>} */
let phone;
/** @type {import("../../../tour/client/storage.js").Memory} */
let memory;
/** @type {{started: string[], passed: string[][]}} */
let told;
/** @type {import("../../../tour/client/walk/sensor.js").Sensor[]} */
let open;

beforeEach(() => {
  mock.timers.enable({ apis: ["setInterval"] });
  phone = enterPhone();
  memory = createMemory("tour.", null);
  told = { started: [], passed: [] };
  open = [];
});
afterEach(() => {
  open.forEach((sensor) => sensor.stop());
  phone.leave();
  mock.timers.reset();
});

const M = 1 / 111_195; // degrees of latitude
const place = (id, north_m, more = {}) => ({
  id,
  geometry: "circle",
  points: [[51 + north_m * M, 71]],
  margin: 8,
  auto: true,
  ...more,
});

function begin(places, { rests = [], started = [] } = {}) {
  const sensor = createSensor(
    { places, rests },
    {
      started,
      asleep: createAsleep(memory, phone.wall),
      clock: createClock(phone.monotonic, phone.wall),
    },
    {
      act: ({ type, stop }) => type === "start" && told.started.push(stop),
      changed: () => {},
      passed: (stops) => told.passed.push(stops),
    },
  );
  sensor.start();
  open.push(sensor);
  return sensor;
}

/** Walks or stands, a position a second. */
function walk(from_m, to_m, speed = 1.3) {
  const seconds = Math.max(1, Math.round(Math.abs(to_m - from_m) / speed));
  for (let second = 1; second <= seconds; second += 1) {
    phone.pass(1);
    const at = from_m + ((to_m - from_m) * second) / seconds;
    phone.find(51 + at * M, 71 + (second % 3) * 1e-7);
  }
}
function stand(at_m, seconds) {
  for (let second = 0; second < seconds; second += 1) {
    phone.pass(1);
    phone.find(51 + (at_m + 0.3 * Math.sin(second)) * M, 71);
  }
}

test("who walks through a gate starts it, who walks past a stop does not", () => {
  begin([place("gate", 0, { passthrough: true }), place("pier", 100)]);
  walk(-40, 140);
  assert.deepEqual(told.started, ["gate"]);
});

test("the phone sleeps, the position grows old all the same", () => {
  const sensor = begin([place("gate", 0)]);
  walk(-40, -30);
  assert.equal(Math.round(sensor.newest?.age_s ?? -1), 0);
  phone.pass(600, { asleep: true });
  assert.equal(Math.round(sensor.newest?.age_s ?? -1), 600);
});

test("where one stood before a long sleep says nothing about now", () => {
  const sensor = begin([place("gate", 0)]);
  stand(0, 15);
  assert.deepEqual(told.started, ["gate"]);
  assert.equal(sensor.isAt("gate"), true);
  phone.pass(600, { asleep: true });
  assert.equal(sensor.isAt("gate"), false, "nothing is known");
  phone.find(51 + 300 * M, 71);
  assert.equal(sensor.isAt("gate"), false);
});

test("whether the visitor is still there follows the position", () => {
  const sensor = begin([place("gate", 0)]);
  assert.equal(sensor.isAt("gate"), false);
  stand(5, 12);
  assert.equal(sensor.isAt("gate"), true);
  assert.equal(sensor.isAt("nowhere"), false);
  walk(5, 60);
  assert.equal(sensor.isAt("gate"), false);
});

test("allowed in the settings meanwhile: the phone looks again by itself", async () => {
  const sensor = begin([place("gate", 0)]);
  await setImmediate();
  phone.allow("denied");
  phone.miss(1);
  assert.equal(sensor.trouble, "denied");
  assert.equal(phone.watching, 0);
  phone.show(false);
  phone.show(true);
  assert.equal(phone.watching, 0, "who refused is not asked again and again");
  phone.allow("granted");
  assert.equal(phone.watching, 1);
  assert.equal(sensor.trouble, null);
  phone.find(51, 71);
  assert.equal(sensor.newest?.lat, 51);
});

test("a browser that does not tell of permissions is tried when the page is back", async () => {
  // @ts-ignore
  delete navigator.permissions;
  const sensor = begin([place("gate", 0)]);
  await setImmediate();
  phone.miss(1);
  phone.show(false);
  phone.show(true);
  assert.equal(phone.watching, 1);
  assert.equal(sensor.trouble, null);
});

test("an ended walk looks no more, whatever is allowed later", async () => {
  const sensor = begin([place("gate", 0)]);
  await setImmediate();
  phone.allow("denied");
  phone.miss(1);
  sensor.stop();
  phone.allow("granted");
  phone.show(true);
  assert.equal(phone.watching, 0);
});

const three = () => [place("a", 0), place("b", 100), place("c", 200)];

test("what lay on the way through a sleep is told, once", () => {
  begin(three());
  stand(0, 3);
  phone.show(false);
  phone.pass(120, { asleep: true });
  phone.show(true);
  phone.find(51 + 200 * M, 71, 400);
  assert.deepEqual(told.passed, [], "a coarse position tells nothing");
  stand(200, 3);
  assert.deepEqual(told.passed, [["b"]]);
});

test("a page that was thrown away in its sleep tells it too", () => {
  begin(three());
  stand(0, 3);
  phone.show(false);
  phone.pass(600, { asleep: true });
  phone.discard();
  begin(three());
  stand(200, 3);
  assert.deepEqual(told.passed, [["b"]]);
  assert.deepEqual(
    memory.keys(""),
    [],
    "the place is forgotten when it was told",
  );
});

test("where the phone fell asleep hours ago is no part of this way", () => {
  begin(three());
  stand(0, 3);
  phone.show(false);
  phone.pass(2 * 3600 + 60, { asleep: true });
  phone.discard();
  begin(three());
  stand(200, 3);
  assert.deepEqual(told.passed, []);
  assert.deepEqual(memory.keys(""), []);
});

test("who stops walking leaves no place behind", () => {
  const sensor = begin(three());
  stand(0, 3);
  phone.show(false);
  assert.notDeepEqual(memory.keys(""), []);
  phone.show(true);
  sensor.stop();
  assert.deepEqual(memory.keys(""), []);
});
