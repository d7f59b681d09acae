/** Seeded chance for simulated walks: the same seed gives the same walk everywhere. */
export class Chance {
  /** @param {number} seed any integer */
  constructor(seed) {
    this.state = seed >>> 0;
    this.spare = null;
  }

  /** mulberry32 (T. Ettinger, public domain). @returns {number} at least 0, below 1 */
  uniform() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 15), z | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 4294967296;
  }

  /** @param {number} low @param {number} high */
  between(low, high) {
    return low + (high - low) * this.uniform();
  }

  /** @param {number} probability */
  happens(probability) {
    return this.uniform() < probability;
  }

  /** Normal number of the polar method (G. Marsaglia, 1964). */
  normal() {
    if (this.spare !== null) {
      const kept = this.spare;
      this.spare = null;
      return kept;
    }
    let u, v, square;
    do {
      u = this.between(-1, 1);
      v = this.between(-1, 1);
      square = u * u + v * v;
    } while (square >= 1 || square === 0);
    const factor = Math.sqrt((-2 * Math.log(square)) / square);
    this.spare = v * factor;
    return u * factor;
  }

  /** @template T @param {[number, T][]} choices weight and value @returns {T} */
  choose(choices) {
    let left =
      this.uniform() * choices.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of choices) {
      left -= weight;
      if (left < 0) return value;
    }
    return choices[choices.length - 1][1];
  }
}
