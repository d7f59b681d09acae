/** What has not been sent yet outlives full storage, killed browsers, other windows and lost answers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { calm, phone } from "./outbox-help.js";

const kept = ({ factory }) =>
  factory
    .rows("tour.t", "kept")
    .map(({ key }) => key)
    .filter((key) => key.startsWith("event."));

test("events lie in the database, and nothing of them in local storage", async () => {
  const house = phone();
  const { outbox, memory } = house.openPage();
  outbox.record({ type: "started", stop: "gate" });
  assert.deepEqual(memory.keys("event."), ["event.e1"], "written at once");
  await calm();
  assert.deepEqual(kept(house), ["event.e1"]);
  assert.deepEqual(memory.keys("event."), []);
});

test("with local storage full, events outlive the page", async () => {
  const house = phone();
  house.storage.full = true;
  const { outbox } = house.openPage();
  outbox.record({ type: "started", stop: "gate" });
  outbox.record({ type: "finished", stop: "gate" });
  await calm();
  await house.openPage().outbox.send();
  assert.deepEqual(house.server.batches, [["e1", "e2"]]);
});

test("with the database full, local storage keeps what it can until there is room", async () => {
  const house = phone({ database: { room: 1 } });
  const { outbox } = house.openPage();
  for (const stop of ["a", "b", "c"]) {
    outbox.record({ type: "started", stop });
    await calm();
  }
  assert.deepEqual(kept(house), ["event.e1"]);
  const again = house.openPage();
  assert.deepEqual(await again.unsent(), ["e1", "e2", "e3"]);
  house.factory.room = Infinity;
  await again.outbox.send();
  assert.equal(house.server.events.size, 3);
  assert.deepEqual(await again.unsent(), []);
});

test("a browser without a database keeps events in local storage", async () => {
  const house = phone({ database: { refused: true } });
  house.openPage().outbox.record({ type: "started", stop: "gate" });
  await calm();
  const { outbox, unsent } = house.openPage();
  assert.deepEqual(await unsent(), ["e1"]);
  await outbox.send();
  await outbox.send();
  assert.deepEqual(house.server.batches, [["e1"]]);
  assert.deepEqual(await unsent(), []);
});

test("a browser that refuses both keeps events as long as the page lives", async () => {
  const house = phone({ database: { refused: true } });
  house.storage.full = true;
  const { outbox } = house.openPage();
  outbox.record({ type: "started", stop: "gate" });
  await calm();
  await outbox.send();
  assert.deepEqual(house.server.batches, [["e1"]]);
});

test("a database that was closed under the page is opened again", async () => {
  const house = phone();
  const { outbox } = house.openPage();
  outbox.record({ type: "started", stop: "a" });
  await calm();
  house.factory.lose();
  outbox.record({ type: "started", stop: "b" });
  await calm();
  assert.deepEqual(kept(house), ["event.e1", "event.e2"]);
  await outbox.send();
  assert.deepEqual(house.server.batches, [["e1", "e2"]]);
});

test("what an older version left in local storage is sent too", async () => {
  const house = phone();
  const { outbox, memory, unsent } = house.openPage();
  memory.set("visit", { id: "v1", secret: "secret-v1" });
  house.server.visits.set("v1", "secret-v1");
  for (const id of ["old1", "old2"])
    memory.set(`event.${id}`, {
      id,
      type: "started",
      stop: id,
      at: "2026-01-01T00:00:00.000Z",
    });
  await outbox.send();
  assert.deepEqual(house.server.batches, [["old1", "old2"]]);
  assert.equal(house.server.visits.size, 1);
  assert.deepEqual(await unsent(), []);
  assert.deepEqual(memory.keys("event."), []);
});

test("a browser that was killed before anything was sent sends it once when it is opened again", async () => {
  const house = phone();
  house.server.failing = "no signal";
  const first = house.openPage();
  for (const type of ["started", "progressed", "finished"])
    first.outbox.record({ type, stop: "gate" });
  await first.outbox.send(); // and no more of this page
  house.server.failing = 0;
  const { outbox } = house.openPage();
  await outbox.send();
  await outbox.send();
  assert.deepEqual(house.server.batches, [["e1", "e2", "e3"]]);
});

test("an answer that is lost after the server has stored: sent again, counted once", async () => {
  const house = phone();
  const { outbox } = house.openPage();
  outbox.record({ type: "started", stop: "gate" });
  house.server.losing = true;
  await outbox.send();
  house.server.losing = false;
  house.clock.pass(31_000);
  await outbox.send();
  assert.deepEqual(house.server.batches, [["e1"], ["e1"]]);
  assert.equal(house.server.events.size, 1);
  assert.equal(house.server.visits.size, 1);
});

test("a lost answer and a killed browser with full storage: the same visit, counted once", async () => {
  const house = phone();
  house.storage.full = true;
  const { outbox } = house.openPage();
  outbox.record({ type: "started", stop: "gate" });
  house.server.losing = true;
  await outbox.send();
  house.server.losing = false;
  await house.openPage().outbox.send();
  assert.deepEqual(house.server.batches, [["e1"], ["e1"]]);
  assert.equal(house.server.visits.size, 1);
});

test("two windows send each event once", async () => {
  const house = phone();
  const [a, b] = [house.openPage(), house.openPage()];
  for (const stop of ["a", "b", "c"]) {
    a.outbox.record({ type: "started", stop });
    b.outbox.record({ type: "finished", stop });
  }
  await Promise.all([a.outbox.send(), b.outbox.send()]);
  await Promise.all([a.outbox.send(), b.outbox.send()]);
  assert.deepEqual(house.server.batches.flat().sort(), [
    "e1",
    "e2",
    "e3",
    "e4",
    "e5",
    "e6",
  ]);
  assert.equal(house.server.visits.size, 1);
  assert.deepEqual(await a.unsent(), []);
});

test("two windows of a browser without locks lose nothing", async () => {
  const house = phone({ lock: (_name, work) => work() });
  const first = house.openPage();
  first.outbox.record({ type: "started", stop: "gate" });
  await first.outbox.send();
  const [a, b] = [house.openPage(), house.openPage()];
  a.outbox.record({ type: "finished", stop: "gate" });
  b.outbox.record({ type: "started", stop: "lamp" });
  await Promise.all([a.outbox.send(), b.outbox.send()]);
  assert.deepEqual([...house.server.events.keys()].sort(), ["e1", "e2", "e3"]);
  assert.equal(house.server.visits.size, 1);
  assert.deepEqual(await b.unsent(), []);
});

test("a day without signal keeps what says something, and no more", async () => {
  const house = phone();
  house.server.failing = "no signal";
  const { outbox, unsent } = house.openPage();
  for (let stop = 0; stop < 20; stop += 1) {
    outbox.record({ type: "started", stop: `s${stop}`, position_s: 0 });
    for (let place = 1; place <= 150; place += 1)
      outbox.record({
        type: "progressed",
        stop: `s${stop}`,
        position_s: place * 15,
      });
    outbox.record({ type: "finished", stop: `s${stop}`, position_s: 2250 });
    await calm();
  }
  assert.equal((await unsent()).length, 60);
  house.server.failing = 0;
  house.clock.pass(600_000);
  await outbox.send();
  const told = [...house.server.events.values()];
  assert.equal(told.filter(({ type }) => type === "finished").length, 20);
  assert.ok(
    told
      .filter(({ type }) => type === "progressed")
      .every(({ position_s }) => position_s === 2250),
  );
});

test("forgetting leaves nothing in the database", async () => {
  const house = phone();
  const { outbox, diary } = house.openPage();
  diary.note("gate", { started: true });
  outbox.record({ type: "started", stop: "gate" });
  await outbox.send();
  outbox.record({ type: "finished", stop: "gate" });
  assert.equal(await outbox.forget(), true);
  await calm();
  assert.deepEqual(house.factory.rows("tour.t", "kept"), []);
  assert.equal(house.storage.length, 0);
  assert.equal(house.server.visits.size, 0);
});

test("forgetting without signal is made good by a page that is opened later", async () => {
  const house = phone();
  house.storage.full = true;
  const { outbox } = house.openPage();
  outbox.record({ type: "started", stop: "gate" });
  await outbox.send();
  house.server.failing = "no signal";
  assert.equal(await outbox.forget(), false);
  house.server.failing = 0;
  await house.openPage().outbox.send();
  assert.equal(house.server.visits.size, 0);
  assert.deepEqual(house.factory.rows("tour.t", "kept"), []);
});

for (const [name, off_ms] of [
  ["back an hour", -3_600_000],
  ["forward a day", 86_400_000],
])
  test(`a clock that is set ${name} between failures neither stops the sending nor hurries it`, async () => {
    const house = phone();
    const { outbox } = house.openPage();
    outbox.record({ type: "started", stop: "gate" });
    house.server.failing = 503;
    await outbox.send();
    house.server.failing = 0;
    house.clock.wall += off_ms;
    await outbox.send();
    assert.equal(house.server.events.size, 0, "it rests");
    house.clock.pass(31_000);
    await outbox.send();
    assert.equal(house.server.events.size, 1);
  });

test("events keep their order when the clock is set back, also over a reload", async () => {
  const house = phone();
  const first = house.openPage();
  first.outbox.record({ type: "progressed", stop: "gate", position_s: 30 });
  await calm();
  house.clock.wall -= 3_600_000;
  const { outbox } = house.openPage();
  outbox.record({ type: "progressed", stop: "gate", position_s: 10 });
  outbox.record({ type: "finished", stop: "gate", position_s: 60 });
  await outbox.send();
  const told = [...house.server.events.values()];
  assert.deepEqual(
    told.map(({ id }) => id),
    ["e1", "e2", "e3"],
  );
  assert.ok(told[0].at < told[1].at && told[1].at < told[2].at);
});
