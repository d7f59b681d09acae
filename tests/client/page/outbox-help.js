import { createDatabase } from "../../../tour/client/database.js";
import { createMemory } from "../../../tour/client/storage.js";
import { createDepot } from "../../../tour/client/visit/depot.js";
import { createDiary } from "../../../tour/client/visit/diary.js";
import { createOutbox } from "../../../tour/client/visit/outbox.js";
import { fakeFactory } from "../fake-database.js";

/** A server that keeps what it is told, and fails when it is told to. */
export function fakeServer() {
  const server = {
    asked: [],
    batches: [],
    visits: new Map(),
    failing: 0,
    losing: false, // it keeps what it is told, and its answer never arrives
    events: new Map(),
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
    const { events } = JSON.parse(body);
    server.batches.push(events.map((event) => event.id));
    for (const event of events) server.events.set(event.id, event);
    if (server.losing) throw new TypeError("Failed to fetch");
    return Response.json({
      progress: { stops: { gate: { started: true, finished: true } } },
    });
  };
  return server;
}

/** Local storage that lives as long as the phone, and can be full. */
export function fakeStorage() {
  const rows = new Map();
  return {
    full: false,
    get length() {
      return rows.size;
    },
    key: (place) => [...rows.keys()][place] ?? null,
    getItem: (key) => rows.get(key) ?? null,
    removeItem: (key) => void rows.delete(key),
    setItem(key, text) {
      if (this.full) throw new DOMException("full", "QuotaExceededError");
      rows.set(key, text);
    },
  };
}

/** One after the other, over all windows, as the browser's locks do it. */
export function fakeLock() {
  let last = Promise.resolve();
  return (_name, work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}

/** A phone with two clocks; its pages come and go, what it keeps stays. */
export function phone({ lock = fakeLock(), database = {} } = {}) {
  const server = fakeServer();
  const storage = fakeStorage();
  const factory = fakeFactory(database);
  const clock = {
    wall: 1_780_000_000_000,
    steady: 0,
    pass(ms) {
      clock.wall += ms;
      clock.steady += ms;
    },
  };
  let ids = 0;

  function openPage() {
    const memory = createMemory("t.", storage);
    const kept = createDatabase("tour.t", { kept: "key" }, factory);
    const depot = createDepot(memory, kept, ["event.", "erase."]);
    const diary = createDiary(memory, () => clock.wall);
    const outbox = createOutbox({
      memory,
      depot,
      fetch: (path, init) => server.fetch(path, init),
      now: () => (clock.wall += 1),
      steady: () => (clock.steady += 1),
      makeId: () => `e${++ids}`,
      lang: () => "kk",
      alone: lock,
      learned: diary.learn,
    });
    const unsent = async () =>
      (await depot.all("event.")).map(({ id }) => id).sort();
    return { memory, depot, diary, outbox, unsent };
  }
  return { server, storage, factory, clock, openPage };
}

/** Until everything that was begun has been done. */
export async function calm() {
  for (let turn = 0; turn < 50; turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
}
