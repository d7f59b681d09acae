import assert from "node:assert/strict";
import { test } from "node:test";
import { createOwnCopy } from "../../../tour/client/group/own-copy.js";
import { holdTime } from "./stage.js";

const IDS = ["gate", "lamp", "wall", "field", "door"];
const TAKES_MS = 1_000;

/** @param {import("node:test").TestContext} t */
function makePhone(t, { saveData = false, missing = [] } = {}) {
  const clock = holdTime(t);
  const asked = [];
  const world = { running: 0, most: 0, offline: false };
  Object.defineProperty(globalThis, "navigator", {
    value: { connection: { saveData } },
    configurable: true,
  });
  t.after(() => delete globalThis.navigator);
  const manifest = {
    lang: "en",
    title: "",
    stops: IDS.map((id) => ({
      id,
      narration: { audio: [{ type: "audio/webm", url: `/audio/${id}` }] },
    })),
  };
  t.mock.method(globalThis, "fetch", async (url, { signal } = {}) => {
    if (url.startsWith("/api")) return new Response(JSON.stringify(manifest));
    const id = url.replace("/audio/", "");
    asked.push(id);
    world.running += 1;
    world.most = Math.max(world.most, world.running);
    try {
      await new Promise((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(new Error("aborted")));
        setTimeout(resolve, TAKES_MS);
      });
    } finally {
      world.running -= 1;
    }
    if (world.offline) throw new TypeError("no signal");
    return new Response("", { status: missing.includes(id) ? 404 : 200 });
  });
  const copy = createOwnCopy({ canPlayType: () => "maybe" });
  return { clock, asked, world, copy };
}

test("the present stop and the next come first, then the whole tour, one at a time", async (t) => {
  const { clock, asked, world, copy } = makePhone(t);
  await copy.learn("en");
  void copy.want(["wall", "field"]);
  await clock.pass(10_000);
  assert.deepEqual(asked, ["wall", "field", "gate", "lamp", "door"]);
  assert.equal(world.most, 1);
  void copy.want(["gate", "lamp"]);
  await clock.pass(3_000);
  assert.equal(asked.length, 5);
});

test("a stop that is pressed does not wait for one that may come later", async (t) => {
  const { clock, asked, world, copy } = makePhone(t);
  await copy.learn("en");
  void copy.want([null, "gate"]);
  await clock.pass(1_500);
  assert.deepEqual(asked, ["gate", "lamp"]);
  let came = false;
  void copy.want(["door", null]).then(() => (came = true));
  await clock.pass(100);
  assert.deepEqual(asked, ["gate", "lamp", "door"]);
  await clock.pass(1_100);
  assert.ok(came);
  await clock.pass(10_000);
  assert.deepEqual(asked.slice(3), ["lamp", "wall", "field"]);
  assert.equal(world.most, 1);
});

test("whoever saves data gets the present stop and the next", async (t) => {
  const { clock, asked, copy } = makePhone(t, { saveData: true });
  await copy.learn("en");
  void copy.want(["gate", "lamp"]);
  await clock.pass(10_000);
  assert.deepEqual(asked, ["gate", "lamp"]);
});

test("one file that does not come does not keep the others away", async (t) => {
  const { clock, asked, copy } = makePhone(t, { missing: ["lamp"] });
  await copy.learn("en");
  void copy.want(["gate", "lamp"]);
  await clock.pass(10_000);
  assert.deepEqual(asked, IDS);
  void copy.want(["gate", "lamp"]);
  await clock.pass(3_000);
  assert.deepEqual(asked.slice(5), ["lamp"]);
});

test("without signal it asks again at the next wish; after the walk nothing is asked", async (t) => {
  const { clock, asked, world, copy } = makePhone(t);
  await copy.learn("en");
  world.offline = true;
  void copy.want(["gate", "lamp"]);
  await clock.pass(10_000);
  world.offline = false;
  const before = asked.length;
  void copy.want(["gate", "lamp"]);
  await clock.pass(1_500);
  assert.deepEqual(asked.slice(before), ["gate", "lamp"]);
  copy.release();
  await clock.pass(10_000);
  assert.equal(asked.length, before + 2);
});
