import assert from "node:assert/strict";
import { test } from "node:test";
import { createMemory } from "../../../tour/client/storage.js";
import { createDiary } from "../../../tour/client/visit/diary.js";
import { createOutbox } from "../../../tour/client/visit/outbox.js";

/** A server that keeps what it is told, and fails when it is told to. */
function fakeServer() {
  const server = {
    asked: [],
    events: new Map(),
    visits: new Map(),
    failing: 0,
  };
  server.fetch = async (path, { method, headers, body }) => {
    server.asked.push(`${method} ${path}`);
    if (server.failing === "no signal") throw new TypeError("Failed to fetch");
    if (server.failing) return new Response("", { status: server.failing });
    if (method === "POST" && path === "/api/v1/visits") {
      const id = `v${server.visits.size + 1}`;
      server.visits.set(id, `secret-${id}`);
      return Response.json({ id, secret: `secret-${id}` }, { status: 201 });
    }
    const id = path.split("/")[4];
    if (headers.Authorization !== `Bearer ${server.visits.get(id)}`)
      return new Response("", { status: 404 });
    if (method === "DELETE") {
      server.visits.delete(id);
      return new Response(null, { status: 204 });
    }
    for (const event of JSON.parse(body).events)
      server.events.set(event.id, event);
    return Response.json({
      progress: { stops: { gate: { started: true, finished: true } } },
    });
  };
  return server;
}

function house() {
  const server = fakeServer();
  const memory = createMemory("t.", null);
  const clock = { now: 1_000_000 };
  const diary = createDiary(memory, () => clock.now);
  let ids = 0;
  const outbox = createOutbox({
    memory,
    fetch: (path, init) => server.fetch(path, init),
    now: () => (clock.now += 1),
    makeId: () => `e${++ids}`,
    lang: () => "kk",
    alone: (_name, work) => work(),
    learned: diary.learn,
  });
  return { server, memory, clock, diary, outbox };
}

test("no visit is made before something happened", async () => {
  const { server, outbox } = house();
  await outbox.send();
  assert.deepEqual(server.asked, []);
});

test("the first event makes the visit and arrives once", async () => {
  const { server, outbox, memory } = house();
  outbox.record({ type: "started", stop: "gate" });
  await outbox.send();
  await outbox.send();
  assert.deepEqual(server.asked, [
    "POST /api/v1/visits",
    "POST /api/v1/visits/v1/events",
  ]);
  assert.equal(server.events.size, 1);
  assert.deepEqual(memory.keys("event."), []);
});

test("without signal nothing is lost, and the next tries wait longer", async () => {
  const { server, outbox, clock } = house();
  outbox.record({ type: "started", stop: "gate" });
  server.failing = "no signal";
  await outbox.send();
  await outbox.send();
  assert.equal(server.asked.length, 1);
  server.failing = 0;
  clock.now += 31_000;
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
  clock.now += 16_000;
  await outbox.send();
  assert.deepEqual(
    [...server.events.values()].map(({ type }) => type),
    ["started", "finished"],
  );
});

test("a batch that the server refuses does not stand in the way for ever", async () => {
  const { server, outbox, memory, clock } = house();
  outbox.record({ type: "started", stop: "gate" });
  await outbox.send();
  server.failing = 422;
  outbox.record({ type: "started", stop: "unknown" });
  await outbox.send();
  assert.deepEqual(memory.keys("event."), []);
  server.failing = 0;
  clock.now += 1000;
  outbox.record({ type: "finished", stop: "gate" });
  await outbox.send();
  assert.equal(server.events.size, 2);
});

test("one event that is refused does not take the others with it", async () => {
  const { server, outbox, memory } = house();
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
  assert.deepEqual(memory.keys("event."), []);
});

test("forgetting clears the phone at once and the server when there is signal", async () => {
  const { server, outbox, memory, diary, clock } = house();
  diary.note("gate", { started: true, position_s: 5, lang: "kk" });
  outbox.record({ type: "started", stop: "gate" });
  await outbox.send();
  server.failing = "no signal";
  assert.equal(await outbox.forget(), false);
  assert.equal(diary.heard("gate").started, false);
  assert.equal(memory.get("visit"), null);
  server.failing = 0;
  clock.now += 600_000;
  await outbox.send();
  assert.equal(server.visits.size, 0);
  assert.deepEqual(memory.keys("erase."), []);
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
