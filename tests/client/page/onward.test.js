import assert from "node:assert/strict";
import { test } from "node:test";
import { createAhead } from "../../../tour/client/player/ahead.js";
import { createOnward } from "../../../tour/client/player/onward.js";
import { setTold } from "../../../tour/client/player/told.js";
import { NOTHING_HEARD } from "../../../tour/client/pure/heard.js";
import { createMemory } from "../../../tour/client/storage.js";
import { calm } from "./outbox-help.js";

const file = (name) => ({
  type: "audio/mpeg",
  url: `/audio/${name}.mp3`,
  bytes: 1,
});
const stop = (id, change = {}, narration = {}) => ({
  id,
  code: id,
  title: id,
  content_note: null,
  page_url: `/en/stops/${id}`,
  transcript: [],
  ...change,
  narration: {
    status: "ready",
    duration_s: 60,
    audio: [file(id)],
    note_audio: null,
    ...narration,
  },
});
const MANIFEST = {
  lang: "en",
  title: "T",
  stops: [
    stop("gate"),
    stop(
      "lamp",
      { content_note: "A death." },
      { note_audio: [file("lamp-note")] },
    ),
    stop("grave", { content_note: "A death." }),
    stop("door", {}, { status: "pending", audio: [] }),
    stop("well"),
  ],
};

/** A phone whose pages never come, and what is done on it, in order. */
function house({ saving = false, answers = async () => MANIFEST } = {}) {
  const done = [];
  const brought = [];
  const asked = [];
  const heard = new Map();
  const briefly = createMemory("t.", null);
  let watcher = () => {};
  const player = {
    state: { stop: null, status: "idle", position_s: 0, led: false },
    watch: (given) => (watcher = given)(player.state),
    load: (to, position_s, how) => {
      player.show({ stop: to, status: "paused", position_s });
      done.push(["load", to.id, position_s, how]);
    },
    play: async () => void done.push(["play"]),
    show(change) {
      player.state = { ...player.state, ...change };
      watcher(player.state);
    },
  };
  const line = { flows: true };
  const onward = createOnward({
    player,
    diary: { heard: (id) => heard.get(id) ?? NOTHING_HEARD },
    briefly,
    ahead: createAhead(
      async (url) => void brought.push(url),
      () => true,
      () => saving,
    ),
    fetch: async (url) => {
      asked.push(url);
      return Response.json(await answers());
    },
    flows: () => line.flows,
    open: (url, how) => void done.push(["open", url, how]),
  });
  return {
    ...{ done, brought, asked, heard, briefly, player, line, onward },
    async playing(id = "gate", lang = "en") {
      const url = `/${lang}/stops/${id}`;
      player.show({ stop: { id, lang, url }, status: "playing" });
      await calm();
    },
  };
}

test("next speaks in the same turn, and its page comes when it can", async () => {
  const { playing, onward, done, heard } = house();
  await playing("grave");
  heard.set("well", { ...NOTHING_HEARD, lang: "en", position_s: 12 });
  onward.go("/en/stops/well");
  assert.deepEqual(done, [
    ["load", "well", 12, { noted: false }],
    ["play"],
    ["open", "/en/stops/well", { quiet: true }],
  ]);
});

test("a word of care is heard first, until the visitor knows it", async () => {
  const { playing, onward, done, briefly } = house();
  await playing();
  onward.go("/en/stops/lamp");
  assert.deepEqual(done[0], ["load", "lamp", 0, { noted: true }]);
  setTold(briefly, "lamp");
  onward.go("/en/stops/lamp");
  assert.deepEqual(done[3], ["load", "lamp", 0, { noted: false }]);
});

for (const [name, url] of [
  ["a word of care that cannot be heard", "/en/stops/grave"],
  ["a stop without sound", "/en/stops/door"],
  ["the end of the tour", "/en/closing"],
  ["a language that is not known", "/kk/stops/well"],
])
  test(`the page comes first: ${name}`, async () => {
    const { playing, onward, done } = house();
    await playing();
    onward.go(url);
    assert.deepEqual(done, [["open", url, { play: true }]]);
  });

test("who is led by a group does not run ahead of it by the phone's own knowledge", async () => {
  const { playing, onward, done, player } = house();
  await playing();
  player.show({ led: true });
  onward.go("/en/stops/well");
  assert.deepEqual(done, [["open", "/en/stops/well", { play: true }]]);
});

test("the sound of the stop that follows is fetched once, with the note before it", async () => {
  const { playing, brought, asked, player } = house();
  await playing();
  player.show({ position_s: 5 });
  player.show({ status: "paused" });
  await playing();
  assert.deepEqual(brought, ["/audio/lamp-note.mp3", "/audio/lamp.mp3"]);
  await playing("well");
  await playing("gate");
  assert.equal(brought.length, 2);
  assert.deepEqual(asked, ["/api/v1/tour?lang=en"]);
});

test("nothing is fetched while the line is needed for what is heard", async () => {
  const { playing, brought, asked, line, player } = house();
  line.flows = false;
  await playing();
  assert.deepEqual(asked, []);
  line.flows = true;
  player.show({ position_s: 1 });
  await calm();
  assert.equal(brought.length, 2);
});

test("who saves data has the text of the tour, and no sound that was not asked for", async () => {
  const { playing, onward, brought, done } = house({ saving: true });
  await playing();
  assert.deepEqual(brought, []);
  onward.go("/en/stops/well");
  assert.deepEqual(done[0].slice(0, 2), ["load", "well"]);
});

test("a tour that could not be learned is asked for again", async () => {
  let signal = false;
  const { playing, brought, player, asked } = house({
    answers: async () => {
      if (!signal) throw new TypeError("no signal");
      return MANIFEST;
    },
  });
  await playing();
  assert.deepEqual(brought, []);
  signal = true;
  player.show({ position_s: 30 });
  await calm();
  assert.equal(asked.length, 1, "not at every moment");
  player.show({ status: "paused" });
  await playing();
  assert.equal(brought.length, 2);
  assert.equal(asked.length, 2);
});

test("a sound that is gone, for it was narrated anew, is looked for on its page", async () => {
  const { playing, onward, done, player } = house();
  await playing();
  onward.go("/en/stops/well");
  done.length = 0;
  player.show({ status: "failed", trouble: "broken_sound" });
  player.show({ status: "failed", trouble: "broken_sound" });
  assert.deepEqual(done, [["open", "/en/stops/well", { play: true }]]);
});
