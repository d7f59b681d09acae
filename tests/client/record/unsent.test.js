import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { createUnsent } from "../../../tour/client/record/unsent.js";

const sound = () => new ArrayBuffer(8);
let outcomes, tried, told, unsent;

beforeEach(() => {
  outcomes = {};
  tried = [];
  told = [];
  unsent = createUnsent(
    async (url, body) => {
      tried.push([url, body]);
      return { outcome: outcomes[url] ?? "kept", said: url };
    },
    (url, { outcome }) => told.push([url, outcome]),
  );
});

test("all that is kept is sent, and what fails stays", async () => {
  const takes = { a: sound(), b: sound(), c: sound() };
  for (const [url, body] of Object.entries(takes)) unsent.keep(url, body);
  outcomes = { a: "later", b: "refused" };
  await unsent.send();
  assert.deepEqual(tried, Object.entries(takes));
  assert.deepEqual(told, [
    ["a", "later"],
    ["b", "refused"],
    ["c", "kept"],
  ]);
  assert.deepEqual([unsent.count, unsent.has("a")], [1, true]);
  outcomes = {};
  await unsent.send();
  assert.equal(tried.length, 4);
  assert.equal(unsent.count, 0);
});

test("of one sentence the newest take is kept and sent last", async () => {
  const [old, newer] = [sound(), sound()];
  let answer;
  const sent = [];
  const one = createUnsent(
    (_, body) => {
      sent.push(body);
      return new Promise((done) => {
        answer = () => done({ outcome: "kept", said: null });
      });
    },
    (url) => told.push(url),
  );
  one.keep("a", old);
  const first = one.send();
  one.keep("a", newer);
  const second = one.send();
  assert.deepEqual(sent, [old], "one at a time");
  answer();
  await null;
  await new Promise(setImmediate);
  assert.deepEqual(
    [one.count, told],
    [1, []],
    "the newer one is not there yet",
  );
  answer();
  await Promise.all([first, second]);
  assert.deepEqual(sent, [old, newer]);
  assert.deepEqual([one.count, told, one.sending], [0, ["a"], false]);
});

test("what is forgotten is not sent", async () => {
  unsent.keep("a", sound());
  unsent.forget("a");
  await unsent.send();
  assert.deepEqual([unsent.count, tried], [0, []]);
});
