import assert from "node:assert/strict";
import { test } from "node:test";
import {
  barelyHeard,
  heardToday,
  stepFor,
  Waiting,
} from "../../../tour/client/pure/arrivals.js";
import { NOTHING_HEARD } from "../../../tour/client/pure/heard.js";
import {
  known,
  passedBetween,
  placeOf,
  playerStop,
} from "../../../tour/client/pure/walk-plan.js";
import { sentenceFor } from "../../../tour/client/pure/walk-state.js";
import { createAhead } from "../../../tour/client/player/ahead.js";
import { likelyNext, nearestOf } from "../../../tour/client/walk/ahead.js";

const CALM = {
  speaking: null,
  paused: false,
  automatic: true,
  ready: true,
  heard: false,
  untold: false,
};
const arrived = { stop: "gate", sure: true };
const near = { stop: "gate", sure: false };

test("a sure arrival starts by itself, and nothing else does", () => {
  assert.equal(stepFor(arrived, CALM), "start");
  for (const change of [
    { automatic: false },
    { ready: false },
    { heard: true },
    { untold: true },
    { paused: true },
  ])
    assert.equal(stepFor(arrived, { ...CALM, ...change }), "ask");
  assert.equal(stepFor(near, CALM), "ask");
});

test("what is playing is never cut off, nor begun anew", () => {
  assert.equal(stepFor(arrived, { ...CALM, speaking: "lamp" }), "wait");
  assert.equal(stepFor(near, { ...CALM, speaking: "lamp" }), "wait");
  assert.equal(stepFor(arrived, { ...CALM, speaking: "gate" }), "nothing");
});

test("nobody is asked about a guess at a stop that was heard", () => {
  assert.equal(stepFor(near, { ...CALM, heard: true }), "nothing");
});

const there = () => true;
const gone = () => false;

test("everything that was reached waits, the newest first, each once", () => {
  const waiting = new Waiting();
  waiting.add(arrived);
  waiting.add({ stop: "lamp", sure: true });
  assert.deepEqual(waiting.stops, ["lamp", "gate"]);
  waiting.add(arrived);
  assert.deepEqual(waiting.stops, ["gate", "lamp"]);
  assert.deepEqual(waiting.next(there), arrived);
  assert.deepEqual(waiting.stops, ["lamp"], "the other is still to be heard");
  assert.deepEqual(waiting.next(there), { stop: "lamp", sure: true });
  assert.equal(waiting.next(there), null);
});

test("only a stop at which the visitor still is comes next; the others go on waiting", () => {
  const waiting = new Waiting();
  waiting.add(arrived);
  waiting.add({ stop: "lamp", sure: true });
  assert.equal(waiting.next(gone), null);
  assert.deepEqual(waiting.stops, ["lamp", "gate"]);
  assert.deepEqual(
    waiting.next((stop) => stop === "gate"),
    arrived,
  );
  assert.deepEqual(waiting.stops, ["lamp"]);
});

test("a guess waits unnamed, and is forgotten when it is no longer one", () => {
  const waiting = new Waiting();
  waiting.add(near);
  assert.deepEqual(waiting.stops, []);
  assert.deepEqual(waiting.next(there), near);
  waiting.add(near);
  assert.equal(waiting.next(gone), null);
  assert.equal(waiting.next(there), null);
  waiting.add(arrived);
  waiting.add(near);
  assert.deepEqual(waiting.next(there), arrived, "what is sure stays sure");
  assert.equal(waiting.next(there), null);
});

test("a stop chosen by hand no longer waits", () => {
  const waiting = new Waiting();
  waiting.add(near);
  waiting.forget("gate");
  waiting.add({ stop: "lamp", sure: true });
  waiting.forget("lamp");
  assert.equal(waiting.next(there), null);
  waiting.add(arrived);
  waiting.add({ stop: "lamp", sure: false });
  waiting.clear();
  assert.equal(waiting.next(there), null);
});

test("a stop that spoke only for a moment was not heard yet", () => {
  const heard = (change) => ({ ...NOTHING_HEARD, started: true, ...change });
  assert.equal(barelyHeard(NOTHING_HEARD), true);
  assert.equal(barelyHeard(heard({ position_s: 4 })), true);
  assert.equal(barelyHeard(heard({ position_s: 30 })), false);
  assert.equal(barelyHeard(heard({ finished: true })), false);
});

test("a stop heard to its end rests for this visit, not for ever", () => {
  const hour = 3600 * 1000;
  const heard = { finished: true, at: 100 * hour };
  assert.equal(heardToday(heard, 101 * hour), true);
  assert.equal(heardToday(heard, 124 * hour), false);
  assert.equal(heardToday({ finished: true, at: 0 }, 124 * hour), true);
  assert.equal(heardToday({ finished: false, at: 100 * hour }, 0), false);
});

const WALKING = {
  trouble: null,
  fix: { age_s: 1, accuracy_m: 6 },
  away_m: 40,
  itself: 3,
  offered: 1,
  automatic: true,
};

test("every state has its own sentence, the most telling first", () => {
  const said = (change) => sentenceFor({ ...WALKING, ...change }).key;
  assert.equal(said({}), "walk_on");
  assert.equal(said({ automatic: false }), "walk_asks");
  assert.equal(said({ itself: 0 }), "walk_asks");
  assert.equal(said({ itself: 0, offered: 0 }), "walk_sketch");
  assert.equal(said({ fix: null }), "walk_looking");
  assert.equal(said({ fix: { age_s: 21, accuracy_m: 6 } }), "walk_stale");
  assert.equal(said({ trouble: "unavailable" }), "walk_unavailable");
  assert.equal(said({ trouble: "no_plan", itself: 0 }), "walk_no_plan");
  assert.equal(
    said({ trouble: "denied", itself: 0, offered: 0 }),
    "walk_denied",
  );
});

test("figures are round: a sentence that is read aloud does not flutter", () => {
  const fix = { age_s: 1, accuracy_m: 61 };
  assert.deepEqual(sentenceFor({ ...WALKING, fix }), {
    key: "walk_coarse",
    values: { metres: 100 },
  });
  assert.deepEqual(sentenceFor({ ...WALKING, fix, away_m: 36_700 }), {
    key: "walk_far",
    values: { kilometres: 37 },
  });
});

test("who is far is told so only when the position is surely far", () => {
  const said = (accuracy_m, away_m) =>
    sentenceFor({ ...WALKING, fix: { age_s: 1, accuracy_m }, away_m });
  assert.deepEqual(said(5000, 4000), {
    key: "walk_coarse",
    values: { metres: 5000 },
  });
  assert.equal(said(5000, 6900).key, "walk_coarse");
  assert.equal(said(5000, 7100).key, "walk_far");
  assert.equal(said(20, 2019).key, "walk_on");
  assert.equal(said(20, 2021).key, "walk_far");
});

/** @param {string} id */
const stop = (id, change = {}) => ({
  id,
  number: 1,
  code: id.toUpperCase(),
  title: `The ${id}`,
  kind: "outdoor",
  position: { lat: 51, lng: 71, uncertainty_m: 3, source: "surveyed" },
  zone: { shape: "circle", points: [[51, 71]], margin_m: 8 },
  autoplay: true,
  content_note: null,
  page_url: `/en/stops/${id}`,
  transcript: [
    { paragraph: 0, text: "One.", start_s: 0, end_s: 1 },
    { paragraph: 1, text: "Two.", start_s: null, end_s: null },
  ],
  narration: {
    status: "ready",
    duration_s: 2,
    audio: [{ type: "audio/mpeg", url: `/audio/${id}.mp3`, bytes: 3 }],
    note_audio: null,
  },
  ...change,
});
const position = { lat: 51, lng: 71, uncertainty_m: 20, source: "map" };

test("what is known of a place decides what the engine may do with it", () => {
  const surveyed = placeOf(stop("gate"));
  const pin = placeOf(stop("boat", { autoplay: false, position }));
  const sketch = placeOf(
    stop("field", {
      autoplay: false,
      position: { ...position, uncertainty_m: 120, source: "sketch" },
    }),
  );
  const indoors = placeOf(
    stop("lamp", { autoplay: true, kind: "indoor", position }),
  );
  assert.deepEqual(
    [surveyed, pin, sketch, indoors].map(({ auto, uncertainty }) => [
      auto,
      uncertainty,
    ]),
    [
      [true, undefined],
      [false, 20],
      [false, 120],
      [false, undefined],
    ],
  );
  assert.deepEqual(known([surveyed, pin, sketch, indoors]), {
    itself: 1,
    offered: 1,
  });
});

test("the player holds a stop of the manifest as it holds one of a page", () => {
  const stops = [stop("gate"), stop("lamp")];
  const manifest = { lang: "en", title: "T", anchor: position, stops };
  assert.deepEqual(playerStop(manifest, stops[1]), {
    id: "lamp",
    code: "LAMP",
    title: "The lamp",
    tourTitle: "T",
    lang: "en",
    url: "/en/stops/lamp",
    previous: "/en/stops/gate",
    next: "/en/closing",
    duration_s: 2,
    sources: [{ type: "audio/mpeg", url: "/audio/lamp.mp3" }],
    note: null,
    cues: [{ start: 0, end: 1, text: "One.", paragraph: 0 }],
  });
  assert.equal(playerStop(manifest, stops[0]).previous, null);
});

test("only what lay on the way was passed, not where one stood or stands", () => {
  const there = (id, lat, change = {}) =>
    placeOf(
      stop(id, { zone: { shape: "circle", points: [[lat, 71]], margin_m: 8 } }),
    );
  const places = [
    there("start", 51),
    there("between", 51.001),
    there("end", 51.002),
    there("beyond", 51.003),
    { ...there("sketched", 51.001), auto: false },
  ];
  assert.deepEqual(
    passedBetween(places, { lat: 51, lng: 71 }, { lat: 51.002, lng: 71 }),
    ["between"],
  );
  assert.deepEqual(
    passedBetween(places, { lat: 51, lng: 71.01 }, { lat: 51.002, lng: 71.01 }),
    [],
  );
});

test("the next sound is that of the next stop not yet heard, round the tour", () => {
  const stops = [
    stop("a"),
    stop("b", { narration: { status: "pending", audio: [] } }),
    stop("c"),
  ];
  const next = (last, heard) =>
    likelyNext(stops, last, (id) => heard.includes(id))?.id;
  assert.equal(next(null, []), "a");
  assert.equal(next("a", []), "c");
  assert.equal(next("c", []), "a");
  assert.equal(next("a", ["c"]), undefined);
});

test("a sound is fetched once, again after a failure, and never for who saves data", async () => {
  const asked = [];
  let saving = false;
  let broken = true;
  const ahead = createAhead(
    async (url) => {
      asked.push(url);
      if (broken) throw new TypeError("no signal");
      return new Response("sound");
    },
    () => true,
    () => saving,
  );
  await ahead.fetch(stop("a"));
  broken = false;
  await ahead.fetch(stop("a"));
  await ahead.fetch(stop("a"));
  await ahead.fetch(undefined);
  saving = true;
  await ahead.fetch(stop("c"));
  assert.deepEqual(asked, ["/audio/a.mp3", "/audio/a.mp3"]);
});

test("the note is fetched before its stop, and held with it", async () => {
  const { narration } = stop("a");
  const note_audio = [{ type: "audio/mpeg", url: "/audio/note.mp3", bytes: 2 }];
  const noted = stop("a", {
    content_note: "A word.",
    narration: { ...narration, note_audio },
  });
  /** @type {string[]} */
  const asked = [];
  const ahead = createAhead(
    async (url) => (asked.push(url), new Response("sound")),
    () => true,
    () => false,
  );
  await ahead.fetch(noted);
  assert.deepEqual(asked, ["/audio/note.mp3", "/audio/a.mp3"]);
  const manifest = { lang: "en", title: "", anchor: position, stops: [noted] };
  assert.deepEqual(playerStop(manifest, noted).note, {
    text: "A word.",
    sources: [{ type: "audio/mpeg", url: "/audio/note.mp3" }],
  });
  const silent = { ...manifest, stops: [stop("a")] };
  assert.equal(playerStop(silent, silent.stops[0]).note, null);
});

test("the sound of the nearest known place is fetched, not of one far away", () => {
  const places = [
    placeOf(stop("a")),
    placeOf(
      stop("b", {
        zone: { shape: "circle", points: [[51.0004, 71]], margin_m: 8 },
      }),
    ),
    { ...placeOf(stop("sketched")), auto: false },
  ];
  assert.equal(nearestOf(places, { lat: 51.0001, lng: 71 }), "a");
  assert.equal(nearestOf(places, { lat: 51.0003, lng: 71 }), "b");
  assert.equal(nearestOf(places, { lat: 51.002, lng: 71 }), null);
});
