import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { createLock } from "../../../tour/client/walk/lock.js";
import { enterPhone } from "./fake-phone.js";

/** @type {ReturnType<typeof enterPhone>} */
let phone;
beforeEach(() => {
  phone = enterPhone();
});
afterEach(() => phone.leave());

test("the lock that the phone takes away is taken again when the page is back", async () => {
  const seen = [];
  const lock = createLock(() => seen.push(lock.held));
  lock.take();
  await setImmediate();
  assert.equal(lock.held, true);
  phone.show(false);
  await phone.locks[0].release(); // as the phone does
  assert.equal(lock.held, false);
  await setImmediate();
  assert.equal(phone.locks.length, 1, "nothing is asked while nobody looks");
  phone.show(true);
  await setImmediate();
  assert.equal(lock.held, true);
  assert.equal(phone.locks.length, 2);
  assert.deepEqual(seen, [true, false, true]);
});

test("a lock that was lost while the page is shown is said to be lost", async () => {
  const seen = [];
  const lock = createLock(() => seen.push(lock.held));
  lock.take();
  await setImmediate();
  await phone.locks[0].release(); // the battery is low
  assert.equal(lock.held, false);
  assert.deepEqual(seen, [true, false]);
});

test("who stops walking does not get it again", async () => {
  const lock = createLock(() => {});
  lock.take();
  await setImmediate();
  lock.release();
  phone.show(false);
  phone.show(true);
  await setImmediate();
  assert.equal(lock.held, false);
  assert.equal(phone.locks[0].released, true);
  assert.equal(phone.locks.length, 1);
});
