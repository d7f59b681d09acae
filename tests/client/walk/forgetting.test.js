import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { offerForgetting } from "../../../tour/client/page/forms.js";
import { createMemory } from "../../../tour/client/storage.js";
import { createAsleep } from "../../../tour/client/walk/asleep.js";
import { layPage } from "./fake-page.js";
import { enterPhone } from "./fake-phone.js";

test("who asks to be forgotten leaves no place behind either", async () => {
  const phone = enterPhone();
  try {
    layPage();
    const button = document.createElement("button");
    const state = document.createElement("p");
    const box = Object.assign(document.createElement("div"), {
      querySelector: () => button,
    });
    const found = { "[data-forget]": box, "[data-forget-state]": state };
    Object.assign(document, {
      querySelector: (/** @type {keyof typeof found} */ name) => found[name],
    });
    const briefly = createMemory("brief.", null);
    const asleep = createAsleep(briefly, phone.wall);
    asleep.keep({ lat: 51, lng: 71 });
    const house = {
      briefly,
      player: { clear() {} },
      outbox: { forget: async () => true },
    };
    offerForgetting(/** @type {any} */ (house));
    assert.notEqual(asleep.at, null);
    button.dispatchEvent(new Event("click"));
    await setImmediate();
    assert.equal(asleep.at, null);
    assert.equal(state.textContent, "forgotten");
  } finally {
    phone.leave();
  }
});
