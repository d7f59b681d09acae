import assert from "node:assert/strict";
import { test } from "node:test";
import { createListening } from "../../../tour/client/listen/walk.js";
import { createMemory } from "../../../tour/client/storage.js";

const GATE = 0;
const LAMP = 1;
const LAKE = 2;

/** A player that does what it is told at once. */
function fakePlayer() {
  const watchers = new Set();
  const player = {
    state: { stop: null, status: "idle", position_s: 0, noting: false },
    change(change) {
      player.state = { ...player.state, ...change };
      for (const watcher of watchers) watcher(player.state);
    },
    watch(watcher) {
      watchers.add(watcher);
      watcher(player.state);
    },
    load: (stop, position_s = 0, { noted = false } = {}) =>
      player.change({ stop, position_s, noting: noted, status: "paused" }),
    play: () => player.change({ status: "playing" }),
    pause: () =>
      player.state.status === "playing" && player.change({ status: "paused" }),
    seek: (position_s) => player.change({ position_s, noting: false }),
    end: () => player.change({ status: "ended" }),
    get heard() {
      const { stop, status, position_s, noting } = player.state;
      return [stop?.id, status, position_s, noting];
    },
  };
  return player;
}

function partsIn(lang, path) {
  return ["gate", "lamp", "lake"].map((id) => ({
    chapter: {
      id,
      sounding: true,
      guarded: id === "lamp",
      noted: id === "lamp",
    },
    stop: {
      id,
      lang,
      url: path,
      cues: [{ start: 0 }, { start: 4 }, { start: 8 }],
    },
  }));
}

function atHome({ lang = "en" } = {}) {
  const told = [];
  const asked = [];
  const time = { now: 0 };
  const player = fakePlayer();
  const walk = createListening({
    player,
    briefly: createMemory("", null),
    now: () => time.now,
    tell: (key) => told.push(key),
  });
  const view = {
    show() {},
    ask: (place) => asked.push(place),
    toTop() {},
    label: (now) => (view.labelled = now),
    slept() {},
  };
  const open = (language = lang) => {
    const path = `/${language}/listen`;
    return walk.enter(path, partsIn(language, path), view);
  };
  return { walk, player, told, asked, time, view, leave: open(), open };
}

for (const way of ["a link", "where it was left"])
  test(`${way} never leads past a note that is not known`, () => {
    const linked = way === "a link";
    const { walk, player, asked } = atHome();
    walk.hold(LAMP, 4, linked);
    assert.equal(
      player.state.stop,
      null,
      "nothing that a play button could start",
    );
    assert.equal(asked.at(-1), linked ? LAMP : undefined);
    walk.toggle();
    assert.deepEqual([player.state.stop, asked.at(-1)], [null, LAMP]);
    walk.accept();
    assert.deepEqual(player.heard, ["lamp", "playing", 4, false]);
  });

test("the note is heard and then the place, if the listener wants no question", () => {
  const { walk, player } = atHome();
  walk.hold(LAMP, 4, true);
  walk.notes = "play";
  walk.toggle();
  assert.deepEqual(player.heard, ["lamp", "playing", 4, true]);
});

test("what is to be left out is left out, also where a link leads to it", () => {
  const { walk, player } = atHome();
  walk.notes = "leave";
  walk.hold(LAMP, 4, true);
  walk.toggle();
  assert.deepEqual(player.heard, ["lake", "playing", 0, false]);
});

test("the listener leaves out what was asked about", () => {
  const { walk, player, asked } = atHome();
  walk.hold(LAMP, 0, true);
  walk.leaveOut();
  assert.deepEqual([player.state.stop.id, asked.at(-1)], ["lake", -1]);
});

test("a sentence that is pressed under a note is asked about too, and no second time", () => {
  const { walk, player, asked } = atHome();
  walk.seek(LAMP, 8);
  assert.deepEqual([player.state.stop, asked.at(-1)], [null, LAMP]);
  walk.accept();
  walk.seek(GATE, 4);
  walk.seek(LAMP, 4);
  assert.deepEqual(player.heard, ["lamp", "playing", 4, false]);
});

test("a note that is known needs no question when a link leads there", () => {
  const { walk, player } = atHome();
  walk.hold(LAMP, 0, true);
  walk.accept();
  player.pause();
  walk.hold(LAMP, 8, true);
  assert.deepEqual(player.heard, ["lamp", "paused", 8, false]);
});

test("who plays something else after a question is not held by it", () => {
  const { walk, player, asked } = atHome();
  walk.toggle();
  walk.goTo(LAMP, { named: true });
  assert.deepEqual([player.state.status, asked.at(-1)], ["paused", LAMP]);
  player.play();
  assert.equal(asked.at(-1), -1);
  walk.toggle();
  assert.deepEqual(player.heard, ["gate", "paused", 0, false]);
});

test("it goes on while another page is read, and shows where it is on its own page again", () => {
  const { walk, player, leave, open } = atHome();
  walk.goTo(LAMP, { named: true });
  walk.accept();
  leave();
  player.end();
  assert.deepEqual(player.heard, ["lake", "playing", 0, false]);
  open();
  assert.equal(walk.on, LAKE);
});

test("a note that comes while another page is read stops the walk and is told of", () => {
  const { walk, player, told, asked, leave, open } = atHome();
  walk.toggle();
  leave();
  player.end();
  assert.equal(told.at(-1), "listen_note_waits");
  assert.deepEqual(player.heard, ["gate", "ended", 0, false]);
  open();
  assert.equal(asked.at(-1), LAMP);
});

test("the stop's own page may take the sound over; the walk goes on from there", () => {
  const { walk, player, leave } = atHome();
  walk.notes = "play";
  walk.toggle();
  leave();
  player.change({ stop: { ...player.state.stop, url: "/en/stops/gate" } });
  player.end();
  assert.deepEqual(player.heard, ["lamp", "playing", 0, true]);
});

test("another stop that was chosen by hand ends the walk", () => {
  const { walk, player, leave } = atHome();
  walk.toggle();
  leave();
  player.change({ stop: { id: "lake", lang: "en", url: "/en/stops/lake" } });
  player.end();
  assert.equal(player.state.stop.url, "/en/stops/lake");
});

test("another language on another page ends the walk, and says so", () => {
  const { walk, player, told, leave } = atHome();
  walk.toggle();
  leave();
  const there = { id: "gate", lang: "ru", url: "/ru/stops/gate" };
  player.change({ stop: there });
  player.end();
  assert.deepEqual([player.state.stop, told.at(-1)], [there, "listen_left"]);
});

test("the sleep timer holds on every page, and what was set is shown again", () => {
  const { walk, player, told, time, leave, open } = atHome();
  walk.sleep.set("15");
  walk.toggle();
  leave();
  time.now = 15 * 60_000;
  player.change({ position_s: 1 });
  assert.equal(player.state.status, "playing", "in the middle of a sentence");
  open();
  assert.equal(walk.sleep.choice, "15");
  player.change({ position_s: 5 });
  assert.deepEqual(
    [player.state.status, told.at(-1)],
    ["paused", "listen_slept"],
  );
  assert.equal(walk.sleep.choice, "");
});

test("the end of a stop is the end, if so chosen", () => {
  const { walk, player, told } = atHome();
  walk.sleep.set("stop");
  walk.toggle();
  player.end();
  assert.deepEqual(
    [player.state.stop.id, told.at(-1)],
    ["gate", "listen_slept"],
  );
});

test("what a group hears is not touched by a link", () => {
  const { walk, player } = atHome();
  player.change({
    stop: { id: "gate", url: "/g" },
    status: "playing",
    led: true,
  });
  walk.hold(LAKE, 0, true);
  assert.deepEqual(player.heard, ["gate", "playing", 0, false]);
});
