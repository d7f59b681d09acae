/**
 * What a phone starts that was given this manifest (on stdin), through the walk's own plan and sensor:
 *
 *     node tests/client/walk/on-foot.js '[[north_m, east_m, accuracy_m], …]' < manifest.json
 *
 * The visitor is at one place a second, given in metres from 51° N, 71° E. Prints the ids of the stops.
 */
import { readFileSync } from "node:fs";
import { createClock } from "../../../tour/client/arrival/clock.js";
import { createMemory } from "../../../tour/client/storage.js";
import { createAsleep } from "../../../tour/client/walk/asleep.js";
import { createPlan } from "../../../tour/client/walk/plan.js";
import { createSensor } from "../../../tour/client/walk/sensor.js";
import { enterPhone } from "./fake-phone.js";

const manifest = readFileSync(0, "utf8");
globalThis.fetch = async () => new Response(manifest);
const phone = enterPhone();
const plan = createPlan();
await plan.learn("en");
/** @type {string[]} */
const started = [];
const sensor = createSensor(
  plan,
  {
    started: [],
    asleep: createAsleep(createMemory("", null), phone.wall),
    clock: createClock(phone.monotonic, phone.wall),
  },
  {
    act: ({ type, stop }) => type === "start" && started.push(stop),
    changed: () => {},
    passed: () => {},
  },
);
sensor.start();
for (const [north, east, accuracy] of JSON.parse(process.argv[2])) {
  phone.pass(1);
  phone.find(51 + north / 111_195, 71 + east / 69_977, accuracy);
}
sensor.stop();
process.stdout.write(JSON.stringify(started));
