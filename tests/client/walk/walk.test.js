import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { NOTHING_HEARD } from "../../../tour/client/pure/heard.js";
import { createMemory } from "../../../tour/client/storage.js";
import { createWalk } from "../../../tour/client/walk/walk.js";
import { layPage } from "./fake-page.js";
import { enterPhone } from "./fake-phone.js";

// Without a page each word stands for itself: buttons say "walk_play".

const M = 1 / 111_195; // degrees of latitude
const stop = (id, number, north_m, more = {}) => ({
  id,
  number,
  code: String(number),
  title: `The ${id}`,
  kind: "outdoor",
  position: { lat: 51, lng: 71, uncertainty_m: 3, source: "surveyed" },
  zone: { shape: "circle", points: [[51 + north_m * M, 71]], margin_m: 8 },
  autoplay: true,
  passthrough: false,
  content_note: null,
  page_url: `/en/stops/${id}`,
  transcript: [],
  narration: {
    status: "ready",
    duration_s: 60,
    audio: [{ type: "audio/mpeg", url: `/audio/${id}.mp3` }],
    note_audio: null,
  },
  ...more,
});
const MANIFEST = {
  lang: "en",
  title: "T",
  anchor: { lat: 51, lng: 71 },
  rests: [],
  stops: [stop("gate", 1, 0), stop("pier", 2, 40), stop("wall", 3, 80)],
};

/** @type {ReturnType<typeof enterPhone>} */
let phone;
/** @type {ReturnType<typeof layPage>} */
let page;
/** @type {any} */
let house;
/** @type {Map<string, import("../../../tour/client/pure/heard.js").Heard>} */
let heard;
/** @type {string[]} */
let played;
/** @type {ReturnType<typeof createWalk>} */
let walk;

function fakePlayer() {
  /** @type {any} */
  let state = {
    stop: null,
    status: "idle",
    noting: false,
    position_s: 0,
    led: false,
  };
  /** @type {Set<Function>} */
  const watchers = new Set();
  const player = {
    get state() {
      return state;
    },
    set(change) {
      state = { ...state, ...change };
      watchers.forEach((each) => each(state));
    },
    watch(each) {
      watchers.add(each);
      each(state);
    },
    load: (each) => player.set({ stop: each, status: "paused", position_s: 0 }),
    async play() {
      played.push(state.stop.id);
      player.set({ status: "playing" });
      return true;
    },
    skipNote() {},
  };
  return player;
}

/** The page as it is opened, with what the window keeps. */
async function open(briefly) {
  page = layPage();
  house = {
    player: fakePlayer(),
    diary: { heard: (id) => heard.get(id) ?? NOTHING_HEARD, last: () => null },
    navigator: { open: async () => {} },
    briefly,
  };
  walk = createWalk(house, createMemory("long.", null), page.strip, () => {});
  await walk.begin({}, "en");
}

beforeEach(async () => {
  mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  phone = enterPhone();
  mock.method(performance, "now", phone.monotonic);
  mock.method(Date, "now", phone.wall);
  mock.method(globalThis, "fetch", async () => Response.json(MANIFEST));
  heard = new Map();
  played = [];
  await open(createMemory("brief.", null));
});
afterEach(() => {
  page.press("walk_stop");
  phone.leave();
  mock.timers.reset();
  mock.restoreAll();
});

async function go(from_m, to_m) {
  const seconds = Math.round(Math.abs(to_m - from_m) / 1.3);
  for (let second = 1; second <= seconds; second += 1) {
    phone.pass(1);
    phone.find(51 + (from_m + ((to_m - from_m) * second) / seconds) * M, 71);
  }
  await setImmediate();
}
async function stay(at_m, seconds = 15) {
  for (let second = 0; second < seconds; second += 1) {
    phone.pass(1);
    phone.find(51 + (at_m + 0.3 * Math.sin(second)) * M, 71);
  }
  await setImmediate();
}
async function end() {
  house.player.set({ status: "ended" });
  await setImmediate();
}
const said = () => page.strip.shown.map((each) => each.textContent).join("\n");

test("a stop that was left while another played is asked about, not begun", async () => {
  await go(-40, 0);
  await stay(0);
  assert.deepEqual(played, ["gate"]);
  await go(0, 40);
  await stay(40);
  assert.match(said(), /walk_next/);
  await go(40, 200);
  await end();
  assert.deepEqual(played, ["gate"]);
  assert.match(said(), /walk_left/);
  page.press("walk_play");
  assert.deepEqual(played, ["gate", "pier"]);
});

test("who still stands at it hears it, and what was passed before waits", async () => {
  await go(-40, 0);
  await stay(0);
  await go(0, 40);
  await stay(40);
  await go(40, 80);
  await stay(80);
  assert.deepEqual(played, ["gate"], "what is playing is never cut off");
  assert.match(said(), /walk_missed/);
  assert.match(said(), /^2\. The pier$/m);
  await end();
  assert.deepEqual(played, ["gate", "wall"]);
  assert.match(said(), /walk_left/);
  page.press("walk_play");
  assert.deepEqual(played, ["gate", "wall", "pier"]);
});

test("each of those that wait is one tap away", async () => {
  await go(-40, 0);
  await stay(0);
  await go(0, 40);
  await stay(40);
  await go(40, 80);
  await stay(80);
  page.press("2. The pier");
  assert.deepEqual(played, ["gate", "pier"]);
  assert.match(said(), /walk_next/, "the wall waits on");
  page.press("walk_not_now");
  assert.doesNotMatch(said(), /walk_next|walk_left/);
});

test("where the guide has led past, the visitor can hear it afterwards", async () => {
  house.player.set({ led: true });
  await go(-40, 0);
  await stay(0);
  assert.deepEqual(played, []);
  assert.doesNotMatch(said(), /walk_next|walk_left|walk_here/);
  house.player.set({ led: false });
  await setImmediate();
  assert.deepEqual(played, ["gate"], "still there");
});

test("… and is asked about what was left meanwhile", async () => {
  house.player.set({ led: true });
  await go(-40, 0);
  await stay(0);
  await go(0, 200);
  house.player.set({ led: false });
  await setImmediate();
  assert.deepEqual(played, []);
  assert.match(said(), /walk_left/);
});

test("a stop that was broken off at once is offered by the page that is opened anew", async () => {
  await go(-40, 0);
  await stay(0);
  heard.set("gate", { ...NOTHING_HEARD, started: true, position_s: 3 });
  phone.discard();
  played = [];
  await open(house.briefly);
  await stay(0, 20);
  assert.deepEqual(played, []);
  assert.match(said(), /walk_here/);
  page.press("walk_play");
  assert.deepEqual(played, ["gate"]);
});

test("… but not one that was heard for a while", async () => {
  await go(-40, 0);
  await stay(0);
  heard.set("gate", { ...NOTHING_HEARD, started: true, position_s: 30 });
  phone.discard();
  played = [];
  await open(house.briefly);
  await stay(0, 20);
  assert.deepEqual(played, []);
  assert.doesNotMatch(said(), /walk_here|walk_again/);
});

test("what is allowed late goes on by itself, with the screen on", async () => {
  assert.equal(phone.locks.length, 1);
  phone.allow("denied");
  phone.miss(1);
  assert.match(said(), /walk_denied/);
  assert.equal(phone.locks[0].released, true);
  phone.allow("granted");
  await setImmediate();
  assert.match(said(), /walk_looking/);
  assert.equal(phone.locks.length, 2);
  await go(-40, 0);
  await stay(0);
  assert.deepEqual(played, ["gate"]);
});

test("on a page in another language the walk speaks that one once it is known", async () => {
  /** @type {(answer: Response) => void} */
  let answer = () => {};
  const asked = mock.method(globalThis, "fetch", (/** @type {string} */ url) =>
    url.endsWith("/walk.json")
      ? new Promise((resolve) => (answer = resolve))
      : Promise.resolve(Response.json(MANIFEST)),
  );
  document.documentElement.lang = "ru";
  walk.enter();
  await setImmediate();
  assert.match(said(), /walk_stop/, "meanwhile it says what it knows");
  answer(Response.json({ walk_stop: "Закончить прогулку" }));
  await setImmediate();
  assert.match(said(), /Закончить прогулку/);
  walk.enter();
  await setImmediate();
  const words = asked.mock.calls.map(({ arguments: [url] }) => url);
  assert.equal(words.filter((url) => url === "/ru/words/walk.json").length, 1);
  mock.method(globalThis, "fetch", () => Promise.reject(new TypeError()));
  document.documentElement.lang = "kk";
  walk.enter();
  await setImmediate();
  page.press("Закончить прогулку"); // no signal: it speaks on in the language it has
  await walk.begin({}, "en");
});
