import assert from "node:assert/strict";
import { test } from "node:test";
import {
  createFinder,
  wayOf,
  wayTo,
} from "../../../tour/client/group/gather.js";

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A phone whose visitor has said so about positions. */
function makeFinder(state) {
  const watches = new Map();
  const how = [];
  let made = 0;
  const geolocation = {
    watchPosition(told, failed, options) {
      how.push(options);
      watches.set(++made, { told, failed });
      return made;
    },
    clearWatch: (id) => watches.delete(id),
  };
  const permissions = state && { query: async () => ({ state }) };
  let changes = 0;
  const finder = createFinder(() => (changes += 1), {
    geolocation,
    permissions,
  });
  const move = (latitude, longitude = 71) => {
    for (const { told } of watches.values())
      told({ coords: { latitude, longitude, accuracy: 8 } });
  };
  return { finder, watches, move, how, changes: () => changes };
}

test("how far and whereto", () => {
  const here = { lat: 51, lng: 71 };
  const north = wayTo(here, { lat: 51.001, lng: 71 });
  assert.deepEqual(north, { metres: 110, direction: "n" });
  const west = wayTo(here, { lat: 51, lng: 70.998 });
  assert.deepEqual(west, { metres: 140, direction: "w" });
  assert.equal(wayTo(here, { lat: 50.999, lng: 71.0015 }).direction, "se");
  assert.equal(wayTo(here, { lat: 51.001, lng: 70.9985 }).direction, "nw");
});

test("whoever is nearer than the position is certain may be there already", () => {
  const place = { lat: 51.001, lng: 71, uncertainty_m: 5 };
  const far = { lat: 51, lng: 71, accuracy_m: 8 };
  assert.deepEqual(wayOf(far, place), {
    near: false,
    metres: 110,
    direction: "n",
  });
  assert.equal(wayOf({ ...far, accuracy_m: 106 }, place).near, true);
});

test("the distance follows whoever walks, once they have allowed it", async () => {
  const { finder, watches, move, changes } = makeFinder("prompt");
  await finder.begin();
  assert.equal(watches.size, 0); // nobody is asked without a tap
  await finder.begin({ tapped: true });
  assert.ok(finder.looking);
  move(51);
  assert.deepEqual(finder.here, { lat: 51, lng: 71, accuracy_m: 8 });
  assert.equal(finder.looking, false);
  const before = changes();
  move(51.0005);
  assert.equal(finder.here.lat, 51.0005);
  assert.ok(changes() > before);
  await finder.begin({ tapped: true });
  assert.equal(watches.size, 1);
});

test("who allowed it before is not asked again", async () => {
  const { finder, watches } = makeFinder("granted");
  await finder.begin();
  assert.equal(watches.size, 1);
});

test("a browser that does not tell whether it is allowed waits for the tap", async () => {
  const { finder, watches } = makeFinder(null);
  await finder.begin();
  assert.equal(watches.size, 0);
});

test("what ended while it was asked about is not begun", async () => {
  const { finder, watches } = makeFinder("granted");
  const begun = finder.begin();
  finder.end();
  await begun;
  await settled();
  assert.equal(watches.size, 0);
});

test("when the group goes on, nobody looks any more", async () => {
  const { finder, watches, move } = makeFinder("granted");
  await finder.begin();
  move(51);
  finder.end();
  assert.equal(watches.size, 0);
  assert.equal(finder.here, null);
});

test("a refusal is told; a fix that is missed is not, while an older one stands", async () => {
  const { finder, watches, move } = makeFinder("prompt");
  await finder.begin({ tapped: true });
  const [{ failed }] = watches.values();
  failed({ code: 3 });
  assert.ok(finder.failed);
  move(51);
  assert.equal(finder.failed, false);
  failed({ code: 3 });
  assert.equal(finder.failed, false);
  failed({ code: 1 });
  assert.ok(finder.failed);
  assert.equal(watches.size, 0);
});
