import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asks,
  open,
  phone,
  piece,
  server,
  toast,
  wait,
} from "./fake-studio.js";

const { enterReading } = await import("../../../tour/client/record/page.js");

const house = { player: { pause() {} } };
const enter = () => enterReading(/** @type {any} */ (house));
const HEAD = 44;

test("without signal every take is kept, told of and sent", async () => {
  const page = open();
  const leave = enter();
  server.online = false;
  await page.read();
  assert.equal(page.part("state").textContent, "record_unsent");
  page.press("next");
  await page.read();
  assert.deepEqual(page.marks(), ["record_waiting", "record_waiting"]);
  assert.equal(page.part("again").hidden, false);
  assert.ok(asks());
  server.online = true;
  page.press("again");
  await wait(5);
  assert.deepEqual(
    server.takes.map(([method, url]) => [method, url]),
    [
      ["PUT", "/gate/d0"],
      ["PUT", "/gate/d1"],
    ],
  );
  assert.deepEqual(page.marks(), ["record_has", "record_has"]);
  assert.equal(page.part("again").hidden, true);
  assert.ok(!asks());
  leave();
});

test("takes outlive the page, and the next one sends them", async () => {
  const page = open();
  const leave = enter();
  server.online = false;
  await page.read();
  leave();
  assert.equal(toast.textContent, "record_leaving");
  assert.ok(asks());
  const other = open(["no"], "lamp");
  const leaveOther = enter();
  assert.equal(other.part("again").hidden, false);
  leaveOther();
  const same = open();
  const leaveSame = enter();
  assert.equal(same.marks()[0], "record_waiting");
  same.press("again");
  await wait(5);
  assert.deepEqual(
    server.takes.map(([, url]) => url),
    ["/gate/d0"],
  );
  assert.equal(same.sentences[0].dataset.recorded, "yes");
  assert.ok(!asks());
  leaveSame();
});

for (const [status, said, stays] of [
  [401, "record_signed_out", true],
  [403, "in words", true],
  [422, "record_silent", false],
  [404, "in words", false],
  [503, "in words", true],
])
  test(`an answer of ${status} is told, and the take stays: ${stays}`, async () => {
    const page = open();
    const leave = enter();
    const reason = status === 422 ? { reason: "silent" } : {};
    const json = async () => ({ detail: "in words", ...reason });
    server.answer = { ok: false, status, json };
    await page.read();
    assert.equal(page.part("state").textContent, said);
    assert.equal(page.part("again").hidden, !stays);
    assert.equal(asks(), stays);
    server.answer = null;
    if (stays) page.press("again");
    await wait(5);
    assert.equal(page.part("again").hidden, true);
    leave();
  });

test("pressed twice while the browser asks, one microphone hears", async () => {
  const page = open();
  const leave = enter();
  page.press("record");
  page.press("record");
  await wait(10);
  assert.equal(phone.microphones.length, 1);
  phone.contexts[0].say(piece());
  page.press("record");
  await wait(5);
  assert.equal(server.takes[0][2], HEAD + 2 * 6000);
  leave();
  await wait();
  assert.equal(phone.microphones[0].readyState, "ended");
});

test("a page that is left while the browser asks leaves no microphone on", async () => {
  const page = open();
  const leave = enter();
  page.press("record");
  leave();
  await wait(10);
  assert.deepEqual(
    phone.microphones.map(({ readyState }) => readyState),
    ["ended"],
  );
  assert.ok(!asks());
});

test("after a refusal the next press asks again", async () => {
  const page = open();
  const leave = enter();
  phone.refuses = true;
  page.press("record");
  await wait(10);
  assert.equal(page.part("state").textContent, "record_refused");
  phone.refuses = false;
  await page.read();
  assert.equal(server.takes.length, 1);
  leave();
});

test("the end that fills no piece is part of the take", async () => {
  const page = open();
  const leave = enter();
  page.press("record");
  await wait(10);
  phone.contexts[0].say(piece());
  phone.contexts[0].rest = piece(0.2, 5999);
  page.press("record");
  await wait(5);
  assert.equal(server.takes[0][2], HEAD + 2 * 11_999);
  leave();
});

test("after a call the microphone is woken, or opened anew", async () => {
  const page = open();
  const leave = enter();
  await page.read();
  phone.contexts[0].state = "suspended";
  await page.read();
  assert.equal(phone.contexts[0].state, "running");
  assert.equal(phone.contexts.length, 1);
  phone.microphones[0].readyState = "ended";
  await page.read();
  assert.equal(phone.contexts.length, 2);
  assert.equal(server.takes.length, 3);
  leave();
});

test("an empty take is not sent, and it is said what to do", async () => {
  const page = open(["yes"]);
  const leave = enter();
  await page.read(null);
  assert.equal(page.part("state").textContent, "record_empty");
  assert.deepEqual([server.takes, page.part("again").hidden], [[], true]);
  await page.read();
  assert.equal(phone.contexts.length, 2, "opened anew");
  assert.equal(server.takes.length, 1);
  leave();
});

test("a take of the whole paragraph is neither heard nor deleted here", async () => {
  const page = open(["shared", "no"]);
  page.sentences[0].dataset.shared = "";
  const leave = enter();
  page.press("previous");
  const buttons = () => [
    page.part("hear").hidden,
    page.part("forget-take").hidden,
  ];
  assert.deepEqual(buttons(), [true, true]);
  await page.read();
  page.press("previous");
  await page.read();
  assert.deepEqual(buttons(), [false, false]);
  page.press("forget-take");
  await wait(5);
  assert.equal(page.sentences[0].dataset.recorded, "shared");
  assert.equal(page.marks()[0], "record_shared");
  assert.deepEqual(buttons(), [true, true]);
  leave();
});
