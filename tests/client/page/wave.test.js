import assert from "node:assert/strict";
import { test } from "node:test";
import { level_db, waveOf } from "../../../tour/client/record/wave.js";

test("a wave file says what is in it", () => {
  const file = new DataView(
    waveOf(
      [new Float32Array([0, 0.5]), new Float32Array([-1, 2, -0.5])],
      44_100,
    ),
  );
  const text = (at) =>
    String.fromCharCode(...new Uint8Array(file.buffer, at, 4));
  assert.equal(text(0), "RIFF");
  assert.equal(text(8), "WAVE");
  assert.equal(file.getUint32(4, true), file.byteLength - 8);
  assert.equal(file.getUint32(24, true), 44_100);
  assert.equal(file.getUint32(40, true), 10);
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((place) => file.getInt16(44 + 2 * place, true)),
    [0, 16384, -32767, 32767, -16383],
  );
});

test("levels are in dB below full scale", () => {
  assert.equal(level_db(new Float32Array(8)), -100);
  assert.equal(level_db(new Float32Array([1, -1])), 0);
  assert.ok(Math.abs(level_db(new Float32Array([0.1, -0.1])) + 20) < 0.001);
});
