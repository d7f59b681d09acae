import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemory } from "../../../tour/client/storage.js";
import { createDiary, keepDiary } from "../../../tour/client/visit/diary.js";

const HOUR_MS = 3_600_000;

/** A player, and the phone's two clocks: the one on its wall, which may be set, and the steady one. */
function house() {
  const clock = { wall: 1_780_000_000_000, steady: 0 };
  const diary = createDiary(createMemory("t.", null), () => clock.wall);
  const events = [];
  let watcher = () => {};
  let state = { stop: null, status: "idle", noting: false, position_s: 0 };
  const show = (change) => {
    state = { ...state, ...change };
    watcher(state);
  };
  keepDiary(
    {
      watch: (given) => {
        watcher = given;
        watcher(state);
      },
    },
    diary,
    { record: (event) => events.push(event), send: async () => {} },
    () => clock.steady,
  );
  return {
    clock,
    diary,
    events,
    show,
    begin(id = "gate") {
      const stop = { id, lang: "kk", url: `/kk/stops/${id}` };
      show({ stop, status: "paused", position_s: 0 });
      show({ status: "playing" });
    },
    /** Listens on, four times a second. */
    listen(seconds) {
      for (let step = 0; step < seconds * 4; step += 1) {
        clock.wall += 250;
        clock.steady += 250;
        show({ position_s: state.position_s + 0.25 });
      }
    },
    pause: () => show({ status: "paused" }),
    place: (id = "gate") => diary.heard(id).position_s,
    told: () => events.filter(({ type }) => type === "progressed").length,
  };
}

test("the place is kept every two seconds and told every fifteen", () => {
  const { begin, listen, place, told } = house();
  begin();
  listen(3);
  assert.equal(place(), 2);
  listen(28);
  assert.equal(place(), 30);
  assert.equal(told(), 2);
});

for (const [name, off_ms] of [
  ["back an hour", -HOUR_MS],
  ["back a year", -365 * 24 * HOUR_MS],
  ["forward an hour", HOUR_MS],
])
  test(`a clock that is set ${name} stops no keeping and no telling`, () => {
    const { clock, begin, listen, pause, place, told } = house();
    begin();
    listen(20);
    clock.wall += off_ms;
    listen(20);
    assert.equal(place(), 40);
    assert.equal(told(), 2);
    listen(0.5);
    pause();
    assert.equal(place(), 40.5);
    assert.equal(told(), 3);
  });

test("a clock that is set forward and back again keeps the newest place", () => {
  const { clock, begin, listen, pause, place } = house();
  begin();
  clock.wall += HOUR_MS;
  listen(10);
  clock.wall -= HOUR_MS;
  listen(10);
  pause();
  assert.equal(place(), 20);
  begin("lamp");
  listen(4);
  begin();
  assert.equal(place(), 0, "the visitor began it anew");
});

test("what was heard to its end stays so after the clock was set back", () => {
  const { clock, diary, begin, listen, show } = house();
  begin();
  listen(10);
  clock.wall -= HOUR_MS;
  show({ status: "ended" });
  assert.equal(diary.heard("gate").finished, true);
  assert.equal(diary.heard("gate").position_s, 0);
});
