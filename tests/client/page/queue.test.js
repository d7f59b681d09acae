import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BATCH,
  nextBatch,
  pauseAfter,
  spare,
  verdict,
} from "../../../tour/client/pure/queue.js";

const event = (id, type, at, stop = "gate") => ({
  id,
  type,
  at: `2026-06-01T09:00:${at}Z`,
  stop,
});

test("a batch is in the order of time, with the latest place of each stop only", () => {
  const { batch, spent } = nextBatch([
    event("c", "progressed", "20"),
    event("a", "started", "01"),
    event("b", "progressed", "10"),
    event("d", "progressed", "05", "lamp"),
    event("e", "finished", "30"),
  ]);
  assert.deepEqual(
    batch.map(({ id }) => id),
    ["a", "d", "c", "e"],
  );
  assert.deepEqual(spent, ["b"]);
});

test("the furthest place stays beside the latest one", () => {
  const at = (id, second, position_s) => ({
    ...event(id, "progressed", second),
    position_s,
  });
  const { batch, spent } = nextBatch([
    at("a", "01", 15),
    at("b", "02", 90),
    at("c", "03", 20),
    at("d", "04", 35),
  ]);
  assert.deepEqual(
    batch.map(({ id }) => id),
    ["b", "d"],
  );
  assert.deepEqual(spent, ["a", "c"]);
});

test("nothing is let go of that no other event says, while there is room", () => {
  const events = [
    event("a", "started", "01"),
    event("b", "started", "02"),
    event("c", "progressed", "03"),
    event("d", "progressed", "04"),
    event("e", "finished", "05"),
  ];
  assert.deepEqual(spare(events, 10), ["c"]);
  assert.deepEqual(spare(events, 4), ["c"]);
});

test("where there is no room, repeated events go first and the oldest at last", () => {
  const events = [
    event("a", "started", "01"),
    event("b", "started", "02"),
    event("c", "progressed", "03"),
    event("d", "progressed", "04"),
    event("e", "finished", "05"),
  ];
  assert.deepEqual(spare(events, 3).sort(), ["a", "c"]);
  assert.deepEqual(spare(events, 2).sort(), ["a", "b", "c"]);
});

test("a batch never exceeds what the server takes at once", () => {
  const many = Array.from({ length: 450 }, (_, i) =>
    event(`x${i}`, "started", String(i % 60).padStart(2, "0")),
  );
  assert.equal(nextBatch(many).batch.length, BATCH);
  assert.deepEqual(nextBatch([]), { batch: [], spent: [] });
});

test("pauses grow and stay bounded", () => {
  assert.deepEqual(
    [0, 1, 2, 5, 50].map(pauseAfter),
    [15_000, 30_000, 60_000, 480_000, 480_000],
  );
});

test("an answer is read for what it means to the queue", () => {
  assert.deepEqual([200, 201].map(verdict), ["taken", "taken"]);
  assert.deepEqual(
    [401, 403, 404, 410].map(verdict),
    Array(4).fill("visit gone"),
  );
  assert.deepEqual([400, 413, 422].map(verdict), Array(3).fill("refused"));
  assert.deepEqual(
    [0, 408, 429, 500, 503].map(verdict),
    Array(5).fill("later"),
  );
});
