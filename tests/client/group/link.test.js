import assert from "node:assert/strict";
import { test } from "node:test";
import { createLink } from "../../../tour/client/group/link.js";
import { holdTime } from "./stage.js";

const JSON_TYPE = { "Content-Type": "application/json" };
const PROBLEM = { "Content-Type": "application/problem+json" };
const EVENTS = { "Content-Type": "text/event-stream; charset=utf-8" };

const problem = (status, slug) =>
  new Response(JSON.stringify({ type: `/problems/${slug}` }), {
    status,
    headers: PROBLEM,
  });
const portal = (status = 200) =>
  new Response("<html>Sign in to the network</html>", {
    status,
    headers: { "Content-Type": "text/html" },
  });
const event = (seq, text = "") =>
  `id: ${seq}\nevent: playing\ndata: ${JSON.stringify({ seq, state: { seq } })}\n\n${text}`;

/**
 * A server whose ways can be changed while the test runs.
 *
 * @param {import("node:test").TestContext} t
 */
function serve(t) {
  const clock = holdTime(t);
  const asked = { stream: [], events: [] };
  const told = { states: [], seqs: [] };
  const server = {
    seq: 1,
    stream: () => problem(501, "no-stream"),
    events: () => answerEvents(),
  };
  const answerEvents = () =>
    new Response(
      JSON.stringify({
        seq: server.seq,
        now_ms: 0,
        events: [{ seq: server.seq, state: { seq: server.seq } }],
      }),
      { headers: JSON_TYPE },
    );
  t.mock.method(globalThis, "fetch", (url, { signal } = {}) => {
    const kind = String(url).includes("/stream") ? "stream" : "events";
    asked[kind].push(Date.now());
    return new Promise((resolve, reject) => {
      signal?.addEventListener("abort", () => reject(new Error("aborted")));
      Promise.resolve(server[kind](signal)).then(resolve, reject);
    });
  });
  const link = createLink({
    code: "ABCDEF",
    secret: "s",
    random: () => 0.5,
    heard: (state, seq) => told.seqs.push(seq),
    changed: (state) => told.states.push(state),
  });
  t.after(() => link.close());
  return { clock, asked, told, server, link };
}

/** A stream that the test feeds, and cuts. */
function pipe(signal) {
  let control;
  const body = new ReadableStream({
    start(each) {
      control = each;
    },
  });
  signal?.addEventListener("abort", () => {
    try {
      control.error(new Error("aborted"));
    } catch {
      // It was closed before.
    }
  });
  const encoder = new TextEncoder();
  return {
    answer: new Response(body, { headers: EVENTS }),
    say: (text) => control.enqueue(encoder.encode(text)),
    cut: () => control.close(),
  };
}

const within = (times, from, to) =>
  times.filter((time) => time >= from && time < to).length;

test("without streams it asks about once a second, and tries a stream ever more seldom", async (t) => {
  const { clock, asked, told, server, link } = serve(t);
  link.open();
  await clock.pass(60_000);
  assert.ok(within(asked.events, 5_000, 60_000) >= 50);
  assert.ok(asked.events.length <= 66);
  assert.equal(link.state, "asking");
  const tries = asked.stream;
  assert.ok(tries.length >= 3 && tries.length <= 7, `${tries}`);
  assert.ok(tries.at(-1) - tries.at(-2) > tries[1] - tries[0]);
  server.seq = 9;
  const before = told.seqs.length;
  await clock.pass(1_200);
  assert.ok(told.seqs.slice(before).includes(9));
});

test("behind a proxy that holds the stream back, a press is heard within a second and a half", async (t) => {
  const { clock, server, told, link } = serve(t);
  server.stream = (signal) => pipe(signal).answer;
  link.open();
  let worst = 0;
  for (let seq = 2; seq < 24; seq++) {
    await clock.pass(700 + 37 * seq);
    server.seq = seq;
    const pressed = Date.now();
    while (told.seqs.at(-1) !== seq && Date.now() - pressed < 9000)
      await clock.pass(20);
    if (seq > 3) worst = Math.max(worst, Date.now() - pressed);
  }
  assert.ok(worst <= 1_500, `${worst} ms`);
  assert.ok(!told.states.includes("lost"), `${told.states}`);
});

test("a stream needs no questions beside it", async (t) => {
  const { clock, asked, server, told, link } = serve(t);
  server.stream = (signal) => {
    const line = pipe(signal);
    line.say(event(3));
    return line.answer;
  };
  link.open();
  await clock.pass(20_000);
  assert.equal(link.state, "live");
  assert.deepEqual(asked.events, []);
  assert.deepEqual(told.seqs, [3]);
});

test("a stream that is cut is caught up with and opened again at once", async (t) => {
  const { clock, asked, server, told, link } = serve(t);
  let line;
  server.stream = (signal) => {
    line = pipe(signal);
    line.say(":hello\n\n");
    return line.answer;
  };
  link.open();
  await clock.pass(30_000);
  server.seq = 5;
  line.cut();
  await clock.pass(100);
  assert.deepEqual(told.seqs, [5]);
  assert.equal(asked.stream.length, 2);
  assert.equal(link.state, "live");
  assert.deepEqual(told.states, ["live"]);
});

test("a stream that is cut again and again is not hammered", async (t) => {
  const { clock, asked, server, link } = serve(t);
  server.stream = (signal) => {
    const line = pipe(signal);
    line.say(":hello\n\n");
    setTimeout(line.cut, 100);
    return line.answer;
  };
  link.open();
  await clock.pass(60_000);
  assert.ok(asked.stream.length <= 9, `${asked.stream}`);
  assert.ok(asked.events.length >= 40);
});

test("a planned end is waited out, and nobody is told of it", async (t) => {
  const { clock, asked, server, told, link } = serve(t);
  let line;
  server.stream = (signal) => {
    line = pipe(signal);
    line.say(":hello\n\n");
    return line.answer;
  };
  link.open();
  await clock.pass(5_000);
  line.say('event: bye\nretry: 2400\ndata: {"retry_ms":2400}\n\n');
  line.cut();
  await clock.pass(2_300);
  assert.deepEqual([asked.stream.length, asked.events.length], [1, 0]);
  await clock.pass(200);
  assert.equal(asked.stream.length, 2);
  assert.equal(link.state, "live");
  assert.deepEqual(told.states, ["live"]);
});

test("without signal the tries grow rarer; with it again, it hears and streams at once", async (t) => {
  const { clock, asked, server, told, link } = serve(t);
  const { stream, events } = server;
  server.stream = server.events = () =>
    Promise.reject(new TypeError("offline"));
  link.open();
  await clock.pass(60_000);
  assert.equal(link.state, "lost");
  assert.ok(asked.events.length <= 16, `${asked.events.length}`);
  server.events = events;
  server.seq = 4;
  server.stream = (signal) => {
    const line = pipe(signal);
    line.say(":hello\n\n");
    return line.answer;
  };
  await clock.pass(8_100);
  assert.deepEqual(told.seqs, [4]);
  assert.equal(link.state, "live");
  assert.equal(stream().status, 501);
});

test("a sign-in page of a network is no answer, whatever its status", async (t) => {
  for (const status of [200, 401, 403, 404, 410, 511]) {
    await t.test(String(status), async (inner) => {
      const { clock, server, told, link } = serve(inner);
      server.stream = () => portal(status);
      const { events } = server;
      server.events = () => portal(status);
      link.open();
      await clock.pass(10_000);
      assert.equal(link.state, "lost");
      server.events = events;
      await clock.pass(9_000);
      assert.deepEqual([...new Set(told.seqs)], [1]);
      assert.equal(link.state, "asking");
    });
  }
});

test("the server's own word ends it", async (t) => {
  for (const [status, slug] of [
    [401, "secret-missing"],
    [403, "not-allowed"],
    [404, "not-found"],
    [410, "walk-ended"],
  ])
    await t.test(slug, async (inner) => {
      const { clock, asked, server, link } = serve(inner);
      server.stream = server.events = () => problem(status, slug);
      link.open();
      await clock.pass(10_000);
      assert.equal(link.state, "gone");
      assert.equal(asked.events.length, 1);
    });
});

test("a phone that wakes up does not wait for a question of before its sleep", async (t) => {
  const { clock, server, told, link } = serve(t);
  const { events } = server;
  link.open();
  await clock.pass(3_000);
  server.events = () => new Promise(() => {});
  await clock.pass(1_500);
  server.events = events;
  server.seq = 7;
  void link.wake();
  await clock.pass(100);
  assert.equal(told.seqs.at(-1), 7);
});
