import assert from "node:assert/strict";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { drawIcon } from "../../../tour/client/icons.js";

/** The chunks of a PNG file by their kind. @param {Buffer} file */
function chunksOf(file) {
  const chunks = new Map();
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const kind = file.toString("latin1", at + 4, at + 8);
    chunks.set(kind, file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return chunks;
}

/** Reads one pixel: its colour and how opaque it is. */
function reader(/** @type {number} */ size, shape = {}) {
  const chunks = chunksOf(drawIcon(size, shape));
  const rows = inflateSync(chunks.get("IDAT"));
  assert.equal(rows.length, size * (1 + size / 2));
  return (/** @type {number} */ x, /** @type {number} */ y) => {
    const pair = rows[y * (1 + size / 2) + 1 + (x >> 1)];
    const colour = x % 2 ? pair & 15 : pair >> 4;
    return [
      ...chunks.get("PLTE").subarray(colour * 3, colour * 3 + 3),
      chunks.get("tRNS")[colour],
    ];
  };
}

const GROUND = [0xf6, 0xf3, 0xee];
const RUST = [0x8f, 0x35, 0x17];

test("an icon is the sign on its ground, with soft round corners", () => {
  const at = reader(192);
  assert.deepEqual(at(0, 0), [...GROUND, 0]);
  assert.deepEqual(at(96, 2), [...GROUND, 255]);
  assert.deepEqual(at(47, 120), [...RUST, 255], "the arch's left foot");
  assert.deepEqual(at(96, 120), [...GROUND, 255], "within the arch");
  const top = Array.from({ length: 40 }, (_, x) => at(x, 4));
  assert.ok(top.every((pixel) => pixel[0] === GROUND[0]));
  const faint = new Set(top.map((pixel) => pixel[3]));
  assert.ok(faint.size > 2, "between nothing and all there are steps");
});

test("an icon that systems cut to shape is full to its corners", () => {
  const at = reader(512, { full: true, scale: 0.8 });
  for (const [x, y] of [
    [0, 0],
    [511, 0],
    [511, 511],
  ])
    assert.deepEqual(at(x, y), [...GROUND, 255]);
});
