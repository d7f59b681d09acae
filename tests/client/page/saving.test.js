import assert from "node:assert/strict";
import { test } from "node:test";
import { askedBytes } from "../../../tour/client/pure/range.js";
import {
  bestLanguage,
  filesNamedIn,
  filesOf,
  megabytes,
  stopOfCode,
  stopsWithoutSound,
} from "../../../tour/client/pure/saving.js";

test("a range is read as RFC 9110 asks", () => {
  const cases = [
    [null, "whole"],
    ["bytes=0-", { first: 0, last: 99 }],
    ["bytes=10-19", { first: 10, last: 19 }],
    ["bytes=90-500", { first: 90, last: 99 }],
    ["bytes=-7", { first: 93, last: 99 }],
    ["bytes=-700", { first: 0, last: 99 }],
    ["bytes=100-", "unsatisfiable"],
    ["bytes=100-200", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    ["bytes=9-3", "whole"],
    ["bytes=-", "whole"],
    ["bytes=0-1,5-6", "whole"],
    ["items=0-1", "whole"],
  ];
  for (const [header, expected] of cases)
    assert.deepEqual(askedBytes(header, 100), expected, header);
  assert.equal(askedBytes("bytes=0-", 0), "unsatisfiable");
});

const sound = (name, bytes) => ({
  status: "ready",
  captions_url: `/audio/${name}.vtt`,
  note_audio: null,
  audio: [
    { type: "audio/webm", url: `/audio/${name}.webm`, bytes },
    { type: "audio/mpeg", url: `/audio/${name}.mp3`, bytes: bytes * 2 },
  ],
});
const manifest = {
  lang: "kk",
  version: "1",
  stops: [
    { id: "gate", code: "1", narration: sound("a", 1000) },
    {
      id: "lamp",
      code: "12",
      narration: {
        ...sound("b", 2000),
        note_audio: sound("note", 500).audio,
      },
    },
    {
      id: "door",
      code: "07",
      narration: {
        status: "pending",
        captions_url: null,
        note_audio: null,
        audio: [],
      },
    },
  ],
};

test("the files of a language: one format of sound, pages last, the manifest at the end", () => {
  const files = filesOf(manifest, ["/assets/page.js"], (type) =>
    type.includes("mpeg"),
  );
  const urls = files.map(({ url }) => url);
  assert.deepEqual(urls.slice(0, 6), [
    "/assets/page.js",
    "/audio/a.mp3",
    "/audio/a.vtt",
    "/audio/note.mp3",
    "/audio/b.mp3",
    "/audio/b.vtt",
  ]);
  assert.equal(files[1].bytes, 2000);
  const pages = ["/kk/", "/kk/map", "/kk/stops/door", "/kk/offline"];
  for (const page of [...pages, "/kk/words/walk.json"])
    assert.ok(urls.includes(page), page);
  assert.equal(urls.at(-1), "/api/v1/tour?lang=kk");
  assert.equal(new Set(urls).size, urls.length);
  assert.ok(files.slice(6).every(({ shelf }) => shelf === "page"));
  assert.equal(stopsWithoutSound(manifest), 1);
  const silent = filesOf(manifest, [], () => false);
  assert.ok(silent.some(({ url }) => url === "/audio/a.webm"));
});

test("a number opens the stop that the server would open", () => {
  assert.equal(stopOfCode(manifest, " 1 "), "gate");
  assert.equal(stopOfCode(manifest, "1 2"), "lamp");
  assert.equal(stopOfCode(manifest, "0012"), "lamp");
  assert.equal(stopOfCode(manifest, "07"), "door");
  assert.equal(stopOfCode(manifest, "7"), null);
  assert.equal(stopOfCode(manifest, ""), null);
});

test("the visitor's language among those at hand", () => {
  assert.equal(bestLanguage(["de", "ru-KZ", "en"], ["en", "ru"]), "ru");
  assert.equal(bestLanguage(["de"], ["kk", "en"]), "kk");
  assert.equal(bestLanguage(["de"], []), null);
});

test("megabytes as each language writes them", () => {
  assert.equal(megabytes(6_440_000, "en"), "6.4");
  assert.equal(megabytes(6_440_000, "ru"), "6,4");
  assert.equal(megabytes(6_440_000, "kk"), "6,4");
  assert.equal(megabytes(0, "en"), "0.0");
});

test("what a page needs is read from its attributes, not from its data", () => {
  const name = "0".repeat(32);
  const html = `<div data-named="[&#34;/assets/map-1.js&#34;]"><link href="/assets/page-1.css">
    <script src="/assets/page-1.js"></script><script src="/assets/page-1.js"></script>
    <source src="/audio/${name}.webm"><track src="/audio/${name}.vtt">`;
  assert.deepEqual(filesNamedIn(html), {
    assets: ["/assets/page-1.css", "/assets/page-1.js"],
    sounds: [`/audio/${name}.webm`],
  });
});
