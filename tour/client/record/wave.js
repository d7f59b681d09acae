/**
 * A WAV file of one channel with 16-bit samples.
 *
 * @param {readonly Float32Array[]} pieces samples from -1 to 1
 * @param {number} rate_hz
 * @returns {ArrayBuffer}
 */
export function waveOf(pieces, rate_hz) {
  const count = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const file = new DataView(new ArrayBuffer(44 + 2 * count));
  /** @param {number} at @param {string} text */
  const write = (at, text) =>
    [...text].forEach((letter, i) =>
      file.setUint8(at + i, letter.charCodeAt(0)),
    );
  write(0, "RIFF");
  file.setUint32(4, 36 + 2 * count, true);
  write(8, "WAVEfmt ");
  file.setUint32(16, 16, true);
  file.setUint16(20, 1, true); // PCM
  file.setUint16(22, 1, true); // one channel
  file.setUint32(24, rate_hz, true);
  file.setUint32(28, rate_hz * 2, true);
  file.setUint16(32, 2, true);
  file.setUint16(34, 16, true);
  write(36, "data");
  file.setUint32(40, 2 * count, true);
  let at = 44;
  for (const piece of pieces)
    for (const sample of piece) {
      const clipped = Math.min(Math.max(sample, -1), 1);
      file.setInt16(at, Math.round(clipped * 32767), true);
      at += 2;
    }
  return file.buffer;
}

/**
 * The level of a piece in dB below full scale; silence is -100.
 *
 * @param {Float32Array} piece
 */
export function level_db(piece) {
  let power = 0;
  for (const sample of piece) power += sample * sample;
  return Math.max(-100, 10 * Math.log10(power / piece.length || 1e-10));
}
