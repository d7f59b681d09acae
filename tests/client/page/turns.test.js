import assert from "node:assert/strict";
import { test } from "node:test";
import { inTurns } from "../../../tour/client/pure/turns.js";
import { calm } from "./outbox-help.js";

/** Work that ends when it is told to. */
function desk() {
  const open = new Map();
  const begun = [];
  return {
    begun,
    work: (item) => {
      begun.push(item);
      return new Promise((resolve, reject) =>
        open.set(item, { resolve, reject }),
      );
    },
    end: async (item) => (open.get(item).resolve(), calm()),
    fail: async (item, fault) => (open.get(item).reject(fault), calm()),
  };
}

test("a few at once, in order", async () => {
  const { begun, work, end } = desk();
  const done = inTurns([1, 2, 3, 4], 2, work);
  assert.deepEqual(begun, [1, 2]);
  await end(2);
  assert.deepEqual(begun, [1, 2, 3]);
  for (const item of [1, 3, 4]) await end(item);
  await done;
});

test("a fault is told when everything that was begun has ended, and nothing new is begun", async () => {
  const { begun, work, end, fail } = desk();
  let told = null;
  const done = inTurns([1, 2, 3, 4, 5], 3, work).catch((fault) => {
    told = fault;
  });
  await fail(2, "no signal");
  assert.equal(told, null, "two are still being written");
  await end(1);
  assert.equal(told, null);
  await fail(3, "no room");
  await done;
  assert.equal(told, "no signal");
  assert.deepEqual(begun, [1, 2, 3]);
});

test("nothing to do is done at once; what is falsy is work too", async () => {
  await inTurns([], 3, async () => assert.fail());
  const seen = [];
  await inTurns([0, "", null], 2, async (item) => void seen.push(item));
  assert.deepEqual(seen, [0, "", null]);
});
