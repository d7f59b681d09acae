import assert from "node:assert/strict";
import { test } from "node:test";
import { createFollowing } from "../../../tour/client/group/following.js";
import { CUES, holdTime, makePlayer, standIn, walkingState } from "./stage.js";

const json = (body, status = 200) =>
  new Response(JSON.stringify(body), { status });

/**
 * A phone that follows a group, on a network and a server that the test moves.
 *
 * @param {import("node:test").TestContext} t
 */
function makePhone(t) {
  const clock = holdTime(t);
  const asked = [];
  const listening = new Set();
  const world = {
    state: walkingState(),
    stops: ["gate"],
    /** How many ms the tour takes in a language; Infinity: no signal. */
    takes_ms: { en: 0, ru: 0, kk: 0 },
    forgotten: false,
    locks: 0,
  };
  const lock = {
    addEventListener() {},
    release: async () => void (world.locks -= 1),
  };
  const goAway = standIn({
    document: {
      visibilityState: "visible",
      documentElement: { lang: "en" },
      getElementById: () => null,
      addEventListener: (_name, hear, { signal } = {}) => {
        listening.add(hear);
        signal?.addEventListener("abort", () => listening.delete(hear));
      },
      removeEventListener: (_name, hear) => listening.delete(hear),
    },
    addEventListener() {},
    navigator: {
      wakeLock: { request: async () => ((world.locks += 1), lock) },
    },
  });

  const now = () => ({ state: world.state, seq: world.state.seq });
  const answers = {
    "/api/v1/clock": () => json({ now_ms: Date.now() }),
    "/phones/me": () =>
      world.forgotten
        ? json({ type: "/problems/not-allowed" }, 403)
        : json({ ...now(), now_ms: Date.now() }),
    "/events": () =>
      world.forgotten
        ? json({ type: "/problems/not-found" }, 404)
        : json({ events: [now()] }),
    "/stream": () => json({}, 501),
    "/audio/": () => new Response("sound"),
  };
  t.mock.method(globalThis, "fetch", async (url, how = {}) => {
    asked.push({ url, body: how.body ?? "" });
    if (url.startsWith("/api/v1/tour")) {
      const lang = url.split("=")[1];
      const text = tourIn(lang, world.stops);
      if (world.takes_ms[lang] === Infinity) throw new TypeError("no signal");
      await new Promise((come) => setTimeout(come, world.takes_ms[lang]));
      return json(text);
    }
    return answers[Object.keys(answers).find((part) => url.includes(part))]();
  });
  const { player, audio } = makePlayer();
  Object.assign(audio, { canPlayType: () => "maybe" });
  Object.assign(player, { unlock() {} });
  const phone = createFollowing(
    { player, audio, diary: {}, outbox: {} },
    { code: "ABCDEF", secret: "s", lang: "en", output: "headphones" },
    { changed() {}, left() {} },
    null,
  );
  t.after(() => {
    phone.end();
    goAway();
  });
  void phone.speak("en");
  const urls = (part) => asked.filter(({ url }) => url.includes(part));
  return { clock, world, phone, player, listening, asked, urls };
}

function tourIn(lang, ids) {
  const stops = ids.map((id, place) => ({
    id,
    ...{ number: place + 1, code: String(place + 1), title: id },
    ...{ content_note: null, page_url: `/${lang}/stops/${id}` },
    transcript: CUES.map(({ paragraph, start, end }) => ({
      ...{ paragraph, text: "x", start_s: start, end_s: end },
    })),
    narration: {
      ...{ status: "ready", duration_s: 24, note_audio: null },
      audio: [{ type: "audio/webm", url: `/audio/${lang}-${id}` }],
    },
  }));
  return { lang, title: "", stops };
}

test("a language that was chosen without signal is spoken when the signal is back", async (t) => {
  const { clock, world, phone, player, urls } = makePhone(t);
  await clock.pass(3_000);
  world.takes_ms.ru = Infinity;
  void phone.speak("ru");
  await clock.pass(11_000);
  const told = () => JSON.parse(urls("/phones/me").at(-1).body).lang;
  assert.equal(told(), "en", "what is heard is what is told");
  world.takes_ms.ru = 0;
  await clock.pass(21_000);
  assert.equal(phone.copy.lang, "ru");
  assert.equal(told(), "ru");
  assert.equal(player.state.stop.sources[0].url, "/audio/ru-gate");
});

test("the language that was chosen last is spoken, whichever comes last", async (t) => {
  const { clock, world, phone } = makePhone(t);
  await clock.pass(1_000);
  world.takes_ms.kk = 5_000;
  void phone.speak("kk");
  await clock.pass(500);
  void phone.speak("ru");
  await clock.pass(500);
  assert.equal(phone.copy.lang, "ru");
  await clock.pass(9_000);
  assert.equal(phone.copy.lang, "ru");
});

test("a stop that came into the tour after the phone had joined is heard", async (t) => {
  const { clock, world, phone, urls } = makePhone(t);
  await clock.pass(3_000);
  const before = urls("/api/v1/tour").length;
  world.stops = ["gate", "annex"];
  world.state = walkingState({ seq: 2, stop: "annex", at_ms: 4_200 });
  await clock.pass(12_000);
  assert.ok(phone.copy.of("annex")?.sound);
  assert.equal(phone.facts.byText, false);
  assert.equal(urls("/api/v1/tour").length, before + 1);
});

test("a stop that the server does not have either is not asked for again and again", async (t) => {
  const { clock, world, urls } = makePhone(t);
  await clock.pass(3_000);
  const before = urls("/api/v1/tour").length;
  world.state = walkingState({ seq: 2, stop: "annex", at_ms: 4_200 });
  await clock.pass(61_000, 100);
  const times = urls("/api/v1/tour").length - before;
  assert.ok(times >= 1 && times <= 4, `${times} times in a minute`);
});

for (const how of ["ended", "forgotten"])
  test(`after the end a phone asks for nothing and lets the screen go dark: ${how}`, async (t) => {
    const { clock, world, phone, listening, asked } = makePhone(t);
    await clock.pass(3_000);
    assert.equal(world.locks, 1);
    if (how === "forgotten") world.forgotten = true;
    else
      world.state = walkingState({
        ...{ seq: 2, phase: "ended", hold_before_beat: 1 },
      });
    await clock.pass(15_000);
    asked.length = 0;
    await clock.pass(120_000, 100);
    assert.deepEqual(asked, []);
    assert.equal(world.locks, 0);
    assert.equal(phone.facts.lit, false);
    phone.end();
    assert.equal(listening.size, 0);
  });
