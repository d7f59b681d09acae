import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { createAsking } from "../../../tour/client/walk/asking.js";
import { enterPhone } from "./fake-phone.js";

// Without a page each word stands for itself.

const STOPS = ["gate", "lamp", "pier", "wall"].map((id, place) => ({
  id,
  code: String(place + 1),
  title: `The ${id}`,
  content_note: id === "wall" ? "A word of care." : null,
  narration: { status: id === "pier" ? "pending" : "ready" },
}));

/** @type {ReturnType<typeof enterPhone>} */
let phone;
/** @type {{status: string, led: boolean}} */
let state;
/** @type {ReturnType<typeof createAsking>} */
let asking;
/** @type {any} */
const find = (/** @type {string} */ id) => STOPS.find((each) => each.id === id);

beforeEach(() => {
  phone = enterPhone();
  state = { status: "playing", led: false };
  asking = createAsking({
    stop: find,
    isHeard: () => false,
    untold: (stop) => stop.content_note !== null,
    state: () => /** @type {any} */ (state),
  });
});
afterEach(() => phone.leave());

const reach = (...ids) =>
  ids.forEach((stop) => asking.wait({ stop, sure: true }));
const also = () => asking.card?.also.map(({ stop }) => stop);

test("every stop that was reached is listed, one tap away", () => {
  reach("gate", "lamp", "pier");
  assert.equal(asking.card?.stop, "pier");
  assert.deepEqual(asking.card?.lines, ["walk_next"]);
  assert.equal(asking.card?.yes, "walk_read");
  assert.deepEqual(asking.card?.also, [
    { stop: "lamp", text: "2. The lamp" },
    { stop: "gate", text: "1. The gate" },
  ]);
  asking.forget("lamp");
  assert.deepEqual(also(), ["gate"]);
});

test("who is still there hears the next one, who has left is asked", () => {
  reach("gate", "lamp");
  state.status = "ended";
  assert.deepEqual(
    asking.next((stop) => stop === "lamp"),
    { stop: "lamp", sure: true },
  );
  assert.equal(
    asking.next(() => false),
    null,
  );
  assert.equal(asking.card?.stop, "gate");
  assert.deepEqual(asking.card?.lines, ["walk_left"]);
  assert.equal(asking.card?.yes, "walk_play");
  assert.deepEqual(also(), []);
});

test("a question stands first, what waits beside it", () => {
  reach("gate", "lamp");
  state.status = "ended";
  asking.ask(find("lamp"), true);
  assert.deepEqual(asking.card?.lines, ["walk_here"]);
  assert.deepEqual(also(), ["gate"]);
  asking.close();
  assert.deepEqual(asking.card?.lines, ["walk_left"]);
});

test("a guess is not announced", () => {
  asking.wait({ stop: "gate", sure: false });
  assert.equal(asking.card, null);
});

test("a note is told before its stop, whether it comes next or was left", () => {
  reach("wall");
  assert.deepEqual(asking.card?.lines, ["A word of care.", "walk_next"]);
  state.status = "ended";
  assert.deepEqual(asking.card?.lines, ["A word of care.", "walk_left"]);
});

test("while a guide leads nothing is announced, afterwards it is there", () => {
  state.led = true;
  reach("gate");
  assert.equal(asking.card, null);
  state = { status: "paused", led: false };
  assert.equal(asking.card?.stop, "gate");
});

test("not now means all of it", () => {
  reach("gate", "lamp");
  asking.ask(find("pier"), true);
  asking.clear();
  assert.equal(asking.card, null);
  assert.equal(
    asking.next(() => true),
    null,
  );
});

test("a question that is not answered waits when there is a newer one", () => {
  state.status = "idle";
  asking.ask(find("gate"), true);
  asking.ask(find("lamp"), true);
  assert.equal(asking.card?.stop, "lamp");
  assert.deepEqual(also(), ["gate"]);
  asking.ask(find("lamp"), true);
  assert.deepEqual(also(), ["gate"]);
  asking.ask(find("pier"), false);
  asking.tellPassed([find("wall")]);
  assert.equal(asking.card?.stop, "wall");
  assert.deepEqual(also(), ["lamp", "gate"], "a guess is not kept");
});

test("what was passed in sleep stays to be read when a stop ends", () => {
  asking.tellPassed([find("lamp")]);
  state.status = "ended";
  assert.equal(
    asking.next(() => true),
    null,
  );
  assert.deepEqual(asking.card?.lines, ["walk_passed"]);
});
