import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { enterDesk } from "../../../tour/client/group/desk.js";
import { holdTime, standIn, walkingState } from "./stage.js";

const WORDS = new URL("../../../tour/web/words/en.toml", import.meta.url);
const TEXTS = Object.fromEntries(
  [
    ...readFileSync(WORDS, "utf8").matchAll(
      /^((?:desk|group)_\w+) = "(.*)"$/gm,
    ),
  ].map(([, name, text]) => [name, text]),
);
const json = (body, status = 200) =>
  new Response(body === null ? "" : JSON.stringify(body), { status });
const problem = (slug, status) => json({ type: `/problems/${slug}` }, status);

function makeElement() {
  const listeners = new Map();
  return {
    hidden: false,
    textContent: "",
    dataset: {},
    addEventListener: (name, hear) => listeners.set(name, hear),
    setAttribute() {},
    removeAttribute() {},
    replaceChildren() {},
    click: (button) =>
      listeners.get("click")({ target: { closest: () => button } }),
  };
}

/**
 * A desk that leads, and what it asks of a server.
 *
 * @param {import("node:test").TestContext} t
 */
function makeDesk(t, { token = "t" } = {}) {
  const clock = holdTime(t);
  const state = walkingState({ length_s: 100 });
  const world = {
    commands: [],
    said: [],
    locate: () => {},
    look: () => json({ ...NOBODY, state, now_ms: Date.now() }),
    lead: () => json({ desk: "new", state, now_ms: Date.now() }),
    command: () => json({ seq: 1, state }),
  };
  t.mock.method(globalThis, "fetch", async (url, { body } = {}) => {
    if (url.endsWith("/clock")) return json({ now_ms: Date.now() });
    if (url.endsWith("/desk")) return world.look();
    if (url.endsWith("/lead")) return world.lead();
    world.commands.push(JSON.parse(body).command);
    return world.command();
  });
  const toast = { replaceChildren: (line) => world.said.push(line) };
  const page = { words: { textContent: JSON.stringify(TEXTS) }, toast };
  const goAway = standIn({
    document: {
      visibilityState: "visible",
      documentElement: { lang: "en" },
      addEventListener() {},
      removeEventListener() {},
      getElementById: (id) => page[id] ?? null,
      createElement: () => ({ ...makeElement(), remove() {}, append() {} }),
    },
    addEventListener() {},
    removeEventListener() {},
    navigator: {
      geolocation: {
        getCurrentPosition: (found) =>
          (world.locate = () =>
            found({ coords: { latitude: 51, longitude: 71, accuracy: 5 } })),
      },
    },
  });
  const parts = {};
  const box = makeElement();
  box.dataset = { code: "ABCDEF" };
  box.querySelector = (selector) => (parts[selector] ??= makeElement());
  box.querySelectorAll = () => [];
  const memory = new Map([["desk.ABCDEF", token]]);
  const end = enterDesk(box, {
    briefly: {
      get: (key) => memory.get(key) ?? null,
      set: (key, value) => void memory.set(key, value),
    },
  });
  t.after(() => {
    end();
    goAway();
  });
  const part = (name) => parts[`[data-desk-${name}]`];
  const buttons = { main: part("main") };
  return {
    ...{ clock, world, end, part, state },
    press(dataset) {
      const [name] = Object.values(dataset);
      box.click((buttons[name] ??= { dataset }));
    },
  };
}

const NOBODY = {
  ...{ phones: 0, in_step: 0, behind: 0, asleep: 0, offline: 0, saved: 0 },
  ...{ languages: {}, seconds: {} },
};

test("a position that comes after another press gathers nobody", async (t) => {
  const { clock, world, press, part, end } = makeDesk(t);
  await clock.pass(100);
  press({ gather: "here" });
  assert.match(part("refused").textContent, /^Looking for your position/);
  await clock.pass(3_000);
  press({ play: "gate" });
  await clock.pass(3_000);
  world.locate();
  await clock.pass(100);
  assert.deepEqual(world.commands, ["play"]);
  press({ gather: "here" });
  world.locate();
  await clock.pass(100);
  assert.deepEqual(world.commands, ["play", "gather"]);
  assert.equal(part("refused").textContent, "");
  press({ gather: "here" });
  await clock.pass(100);
  end();
  world.locate();
  await clock.pass(100);
  assert.deepEqual(world.commands, ["play", "gather"]);
});

test("an answer from before the desk took over changes nothing", async (t) => {
  const { clock, world, press, part } = makeDesk(t, { token: "" });
  const { look } = world;
  let answer = () => {};
  world.look = () =>
    new Promise((resolve) => {
      answer = () => resolve(problem("led-elsewhere", 409));
    });
  await clock.pass(2_100);
  world.look = look;
  press({ deskLead: "" });
  await clock.pass(100);
  assert.equal(part("other").hidden, true);
  answer();
  await clock.pass(100);
  assert.equal(part("other").hidden, true);
});

test("an empty answer of a network in between is none, and the desk goes on", async (t) => {
  const { clock, world, press } = makeDesk(t);
  const { command } = world;
  world.command = () => json(null);
  await clock.pass(100);
  press({ press: "back" });
  await clock.pass(200);
  world.command = command;
  await clock.pass(4_000);
  press({ play: "gate" });
  await clock.pass(200);
  assert.deepEqual(world.commands, ["back", "back", "play"]);
});

test("a glove that presses twice neither skips a stop nor undoes a pause", async (t) => {
  const { clock, world, press } = makeDesk(t);
  await clock.pass(600);
  press({ press: "next" });
  await clock.pass(250);
  press({ press: "next" });
  press({ name: "main" });
  await clock.pass(250);
  press({ name: "main" });
  await clock.pass(250);
  assert.deepEqual(world.commands, ["next", "hold"]);
  await clock.pass(1_000);
  press({ press: "next" });
  await clock.pass(250);
  assert.deepEqual(world.commands, ["next", "hold", "next"]);
});

for (const [slug, status, said] of [
  ["sign-in-needed", 401, /^You are signed out/],
  ["walk-ended", 410, /^This walk has ended/],
  ["too-many-requests", 429, /^Too many tries/],
])
  test(`taking over is refused for what it is: ${slug}`, async (t) => {
    const { clock, world, press } = makeDesk(t, { token: "" });
    world.lead = () => problem(slug, status);
    await clock.pass(100);
    press({ deskLead: "" });
    await clock.pass(100);
    assert.match(world.said[0].textContent, said);
  });

test("what a screen reader speaks has no running clock in it", async (t) => {
  const { clock, part } = makeDesk(t);
  await clock.pass(600);
  const clocks = new Set();
  const spoken = new Set();
  for (let look = 0; look < 8; look++) {
    await clock.pass(500);
    spoken.add(part("status").textContent);
    clocks.add(part("clock").textContent);
  }
  assert.deepEqual([...spoken], ["Stop 1 plays."]);
  assert.ok(clocks.size >= 4);
  assert.match([...clocks][0], /^0:0\d of 1:40$/);
});
