import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fill } from "../../../tour/client/pure/text.js";
import { sentenceFor } from "../../../tour/client/pure/walk-state.js";

const WALKING = {
  trouble: null,
  fix: { age_s: 1, accuracy_m: 6 },
  away_m: 40,
  itself: 3,
  offered: 1,
  automatic: true,
};
const TROUBLES = {
  walk_denied: { trouble: "denied" },
  walk_unavailable: { trouble: "unavailable" },
  walk_no_plan: { trouble: "no_plan" },
  walk_looking: { fix: null },
  walk_stale: { fix: { age_s: 21, accuracy_m: 6 } },
  walk_coarse: { fix: { age_s: 1, accuracy_m: 5000 } },
  walk_far: { away_m: 36_700 },
  walk_sketch: { itself: 0, offered: 0 },
};
/** By language: what always works, the open air, the precise location. */
const SAID = {
  en: { works: /number|list/, open: /open|outside/, precise: /precise/ },
  ru: { works: /номер|писок/, open: /открыт|улицу/, precise: /точную/ },
  kk: { works: /нөмір|тізім/i, open: /ашық|далаға/i, precise: /дәл орын/ },
};

for (const [lang, { works, open, precise }] of Object.entries(SAID)) {
  const toml = readFileSync(`tour/web/words/${lang}.toml`, "utf8");
  const words = Object.fromEntries(
    [...toml.matchAll(/^(walk_\w+) = "(.*)"$/gm)].map(([, key, text]) => [
      key,
      text,
    ]),
  );
  const said = (change) => {
    const { key, values } = sentenceFor({ ...WALKING, ...change });
    return { key, text: fill(words[key], values) };
  };

  test(`${lang}: every trouble is said, with its figures and what works`, () => {
    for (const [name, change] of Object.entries(TROUBLES)) {
      const { key, text } = said(change);
      assert.equal(key, name);
      assert.doesNotMatch(text, /[{}!]/, text);
      assert.match(text, works);
    }
    assert.match(said(TROUBLES.walk_far).text, /\b37\b/);
    assert.match(said(TROUBLES.walk_coarse).text, /\b5000\b/);
  });

  test(`${lang}: where there is no good position it says what to do`, () => {
    for (const name of ["walk_unavailable", "walk_coarse", "walk_stale"])
      assert.match(said(TROUBLES[name]).text, open);
    assert.match(said(TROUBLES.walk_coarse).text, precise);
  });
}
