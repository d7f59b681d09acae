import assert from "node:assert/strict";
import { test } from "node:test";
import {
  keptDelay,
  nudged,
  offerDelay,
} from "../../../tour/client/group/delay.js";
import { createMemory } from "../../../tour/client/storage.js";
import { holdTime } from "./stage.js";

class Part extends EventTarget {
  attributes = new Map();
  dataset = {};
  textContent = "";
  value = "0";
  disabled = false;
  setAttribute(name, value) {
    this.attributes.set(name, value);
  }
  press() {
    this.dispatchEvent(new Event("click"));
  }
}

/** The page's part for the delay, with the words of its page. */
function makePage(t, memory = createMemory("tour.", null)) {
  const slider = new Part();
  const said = new Part();
  const tick = new Part();
  const steps = [-50, -10, 10, 50].map((ms) => {
    const part = new Part();
    part.dataset = { delayStep: String(ms) };
    return part;
  });
  const texts = {
    group_delay: "{ms} ms",
    group_tick: "Start the tick",
    group_tick_stop: "Stop the tick",
  };
  const words = { textContent: JSON.stringify(texts) };
  globalThis.document = { getElementById: () => words };
  t.after(() => delete globalThis.document);
  const box = {
    querySelector: (selector) =>
      ({
        "[data-delay]": slider,
        "[data-delay-said]": said,
        "[data-tick]": tick,
      })[selector] ?? null,
    querySelectorAll: (selector) =>
      selector === "[data-delay-step]" ? steps : [],
  };
  const set = [];
  const page = { slider, said, tick, steps, box, memory, set };
  page.end = offerDelay(box, memory, {
    serverNow: () => 1_700_000_000_000 + Date.now(),
    set: (ms) => set.push(ms),
  });
  return page;
}

/** Which second of the sound card's clock each tick is set on. */
function hearTicks(t) {
  const ticks = [];
  globalThis.AudioContext = class {
    destination = {};
    outputLatency = 0.04;
    get currentTime() {
      return 5 + Date.now() / 1000;
    }
    close() {}
  };
  globalThis.OscillatorNode = class {
    connect() {}
    start(when) {
      ticks.push(when);
    }
    stop() {}
  };
  t.after(() => {
    delete globalThis.AudioContext;
    delete globalThis.OscillatorNode;
  });
  return ticks;
}

test("a step is taken within what the slider can show", () => {
  assert.equal(nudged(0, 50), 50);
  assert.equal(nudged(20, -10), 10);
  assert.equal(nudged(-80, -50), -100);
  assert.equal(nudged(490, 50), 500);
});

test("the buttons move the delay, and the slider and the words say where it stands", (t) => {
  const { steps, slider, said, set, memory } = makePage(t);
  const [lessMuch, less, more, muchMore] = steps;
  muchMore.press();
  muchMore.press();
  more.press();
  assert.deepEqual(set, [50, 100, 110]);
  assert.equal(slider.value, "110");
  assert.equal(slider.attributes.get("aria-valuetext"), "110 ms");
  assert.equal(said.textContent, "110 ms");
  less.press();
  lessMuch.press();
  assert.equal(keptDelay(memory), 50);
  for (let press = 0; press < 5; press++) lessMuch.press();
  assert.equal(keptDelay(memory), -100);
});

test("this device remembers it; what is kept broken is none", (t) => {
  const memory = createMemory("tour.", null);
  makePage(t, memory).steps[3].press();
  const again = makePage(t, memory);
  assert.equal(again.slider.value, "50");
  assert.equal(again.said.textContent, "50 ms");
  for (const [broken, is] of [
    ["x", 0],
    [null, 0],
    [9999, 500],
    [-9999, -100],
  ]) {
    memory.set("delay", broken);
    assert.equal(keptDelay(memory), is);
  }
});

test("the slider itself sets it too", (t) => {
  const { slider, set, said } = makePage(t);
  slider.value = "230";
  slider.dispatchEvent(new Event("input"));
  assert.deepEqual(set, [230]);
  assert.equal(said.textContent, "230 ms");
});

test("the tick comes at every second and a half of the server's clock, earlier by the delay", async (t) => {
  const clock = holdTime(t);
  const ticks = hearTicks(t);
  const { tick, steps, end } = makePage(t);
  await clock.pass(700);
  tick.press();
  assert.equal(tick.attributes.get("aria-pressed"), "true");
  assert.equal(tick.textContent, "Stop the tick");
  await clock.pass(6_000);
  const heard = (when, delay_s = 0) => {
    const server_s = 1_700_000_000 + when - 5 + 0.04 + delay_s; // as it leaves the phone
    return Math.abs(server_s / 1.5 - Math.round(server_s / 1.5)) * 1.5;
  };
  assert.ok(ticks.length >= 3);
  for (const when of ticks) assert.ok(heard(when) < 0.001, `${when}`);
  for (let each = 1; each < ticks.length; each++)
    assert.ok(Math.abs(ticks[each] - ticks[each - 1] - 1.5) < 0.001);
  steps[3].press();
  await clock.pass(2_000);
  ticks.length = 0;
  await clock.pass(4_000);
  for (const when of ticks) assert.ok(heard(when, 0.05) < 0.001, `${when}`);
  tick.press();
  assert.equal(tick.attributes.get("aria-pressed"), "false");
  ticks.length = 0;
  await clock.pass(4_000);
  assert.deepEqual(ticks, []);
  end();
});
