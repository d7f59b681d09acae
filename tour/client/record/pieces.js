/**
 * Cuts what comes in small blocks into pieces of one length.
 *
 * @param {number} length samples a piece
 * @param {(piece: Float32Array) => void} post
 */
export function createCutter(length, post) {
  const piece = new Float32Array(length);
  let filled = 0;
  return {
    /** @param {Float32Array} samples */
    add(samples) {
      for (const sample of samples) {
        piece[filled++] = sample;
        if (filled === length) {
          post(piece.slice());
          filled = 0;
        }
      }
    },
    /** What fills no piece yet; it is given once. */
    rest() {
      const rest = piece.slice(0, filled);
      filled = 0;
      return rest;
    },
  };
}
