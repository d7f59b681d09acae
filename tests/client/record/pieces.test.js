import assert from "node:assert/strict";
import { test } from "node:test";
import { createCutter } from "../../../tour/client/record/pieces.js";

const numbers = (from, to) =>
  Float32Array.from({ length: to - from }, (_, at) => from + at);

for (const [block, count] of [
  [128, 1000],
  [128, 999],
  [250, 1000],
  [300, 1000],
  [1000, 1000],
  [128, 0],
])
  test(`${count} samples in blocks of ${block} come out whole`, () => {
    const out = [];
    const cutter = createCutter(250, (piece) => out.push(piece));
    for (let at = 0; at < count; at += block)
      cutter.add(numbers(at, Math.min(count, at + block)));
    assert.ok(out.every(({ length }) => length === 250));
    out.push(cutter.rest());
    assert.deepEqual(
      out.flatMap((piece) => [...piece]),
      [...numbers(0, count)],
    );
    assert.equal(cutter.rest().length, 0, "once");
  });
