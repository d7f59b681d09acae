import assert from "node:assert/strict";
import { test } from "node:test";
import { createSender } from "../../../tour/client/survey/sender.js";

/** Takes as the phone keeps them, and a server that answers as it is told. */
function house(count, { bad = [] } = {}) {
  const kept = new Map(
    Array.from({ length: count }, (_, n) => [
      `t${n}`,
      { id: `t${n}`, draft: 1 },
    ]),
  );
  const server = { got: [], asked: 0, status: 200, lost: false };
  const takes = {
    all: async () => [...kept.values()],
    forget: async (ids) => ids.forEach((id) => kept.delete(id)),
    refuse: async (take) => kept.set(take.id, { ...take, refused: true }),
  };
  const fetch = async (_, { body }) => {
    server.asked += 1;
    const sent = JSON.parse(body).takes;
    if (server.status === "no signal") throw new TypeError("Failed to fetch");
    if (server.status !== 200) return { status: server.status };
    if (sent.some(({ id }) => bad.includes(id))) return { status: 422 };
    server.got.push(...sent);
    if (server.lost) throw new TypeError("Failed to fetch"); // kept, and never told
    return { status: 200 };
  };
  const sender = createSender({ takes, fetch, alone: (work) => work() });
  return { kept, server, sender };
}

test("everything is sent, and forgotten only then", async () => {
  const { kept, server, sender } = house(45);
  assert.equal(await sender.send(), "sent");
  assert.equal(kept.size, 0);
  assert.equal(server.got.length, 45);
  assert.deepEqual(
    Object.keys(server.got[0]),
    ["id"],
    "no mark of the phone is sent",
  );
});

for (const [status, outcome] of [
  ["no signal", "later"],
  [500, "later"],
  [429, "later"],
  [401, "sign-in"],
  [403, "not-allowed"],
])
  test(`nothing is lost: ${status}`, async () => {
    const { kept, server, sender } = house(3);
    server.status = status;
    assert.equal(await sender.send(), outcome);
    assert.equal(kept.size, 3);
    assert.equal(server.asked, 1);
    server.status = 200;
    assert.equal(await sender.send(), "sent");
    assert.equal(kept.size, 0);
  });

test("an answer that was lost is asked for again under the same ids", async () => {
  const { kept, server, sender } = house(2);
  server.lost = true;
  assert.equal(await sender.send(), "later");
  assert.equal(kept.size, 2);
  server.lost = false;
  await sender.send();
  assert.deepEqual(
    server.got.map(({ id }) => id),
    ["t0", "t1", "t0", "t1"],
  );
});

test("one bad take holds nothing back", async () => {
  const { kept, server, sender } = house(5, { bad: ["t2"] });
  assert.equal(await sender.send(), "sent");
  assert.deepEqual(
    [...kept.values()].map(({ id, refused }) => [id, refused]),
    [["t2", true]],
  );
  assert.equal(server.got.length, 4);
  const before = server.asked;
  await sender.send();
  assert.equal(server.asked, before, "it is not tried again");
});
