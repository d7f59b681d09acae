import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemory } from "../../../tour/client/storage.js";
import { createDiary } from "../../../tour/client/visit/diary.js";
import { phone } from "./outbox-help.js";

function house() {
  const made = phone();
  const page = made.openPage();
  return { ...made, ...page };
}

test("no visit is made before something happened", async () => {
  const { server, outbox } = house();
  await outbox.send();
  assert.deepEqual(server.asked, []);
});

test("the first event makes the visit and arrives once", async () => {
  const { server, outbox, unsent } = house();
  outbox.record({ type: "started", stop: "gate" });
  await outbox.send();
  await outbox.send();
  assert.deepEqual(server.asked, [
    "POST /api/v1/visits",
    "POST /api/v1/visits/v1/events",
  ]);
  assert.equal(server.events.size, 1);
  assert.deepEqual(await unsent(), []);
});

test("without signal nothing is lost, and the next tries wait longer", async () => {
  const { server, outbox, clock } = house();
  outbox.record({ type: "started", stop: "gate" });
  server.failing = "no signal";
  await outbox.send();
  await outbox.send();
  assert.equal(server.asked.length, 1);
  server.failing = 0;
  clock.pass(31_000);
  await outbox.send();
  assert.equal(server.events.size, 1);
});

test("a visit that is gone is made anew, with the same events", async () => {
  const { server, outbox, clock } = house();
  outbox.record({ type: "started", stop: "gate" });
  await outbox.send();
  server.visits.clear();
  server.visits.set("other", "x");
  outbox.record({ type: "finished", stop: "gate" });
  await outbox.send();
  clock.pass(16_000);
  await outbox.send();
  assert.deepEqual(
    [...server.events.values()].map(({ type }) => type),
    ["started", "finished"],
  );
});

test("a batch that the server refuses does not stand in the way for ever", async () => {
  const { server, outbox, unsent, clock } = house();
  outbox.record({ type: "started", stop: "gate" });
  await outbox.send();
  server.failing = 422;
  outbox.record({ type: "started", stop: "unknown" });
  await outbox.send();
  assert.deepEqual(await unsent(), []);
  server.failing = 0;
  clock.pass(1000);
  outbox.record({ type: "finished", stop: "gate" });
  await outbox.send();
  assert.equal(server.events.size, 2);
});

test("one event that is refused does not take the others with it", async () => {
  const { server, outbox, unsent } = house();
  const accept = server.fetch;
  server.fetch = async (path, init) =>
    init.body?.includes("nonsense")
      ? new Response("", { status: 422 })
      : accept(path, init);
  for (const stop of ["a", "b", "nonsense", "c", "d"])
    outbox.record({ type: "started", stop });
  await outbox.send();
  const stops = [...server.events.values()].map(({ stop }) => stop);
  assert.deepEqual(stops.sort(), ["a", "b", "c", "d"]);
  assert.deepEqual(await unsent(), []);
});

test("forgetting clears the phone at once and the server when there is signal", async () => {
  const { server, outbox, memory, depot, diary, clock } = house();
  diary.note("gate", { started: true, position_s: 5, lang: "kk" });
  outbox.record({ type: "started", stop: "gate" });
  await outbox.send();
  server.failing = "no signal";
  assert.equal(await outbox.forget(), false);
  assert.equal(diary.heard("gate").started, false);
  assert.equal(memory.get("visit"), null);
  server.failing = 0;
  clock.pass(600_000);
  await outbox.send();
  assert.equal(server.visits.size, 0);
  assert.deepEqual(await depot.all("erase."), []);
});

test("what the server knows is learned, and what is known here stays", async () => {
  const { diary } = house();
  diary.note("gate", { started: true, position_s: 7, lang: "kk" });
  diary.learn({
    stops: {
      gate: { started: true, finished: true, position_s: 99 },
      lamp: { started: true, finished: false },
    },
  });
  assert.equal(diary.heard("gate").finished, true);
  assert.equal(diary.heard("gate").position_s, 7);
  assert.equal(diary.heard("lamp").started, true);
});

test("a memory that refuses to be written still works while the page lives", () => {
  const refusing = {
    length: 0,
    key: () => null,
    getItem: () => null,
    removeItem: () => {},
    setItem() {
      throw new Error("full");
    },
  };
  const memory = createMemory("t.", refusing);
  memory.set("rate", 1.5);
  assert.equal(memory.get("rate"), 1.5);
  assert.deepEqual(memory.keys("ra"), ["rate"]);
  memory.remove("rate");
  assert.equal(memory.get("rate"), null);
});
