/**
 * One hypothesis about the visitor: a Kalman filter for one mode of motion and one scale of error.
 *
 * Per axis the state is [position, velocity, fast bias, slow bias]; a fix measures position + both biases.
 * Motion and errors have no preferred direction, so both axes share one covariance: `p` holds its upper
 * triangle [00 01 02 03 11 12 13 22 23 33].
 */
import { ERRORS, MODES } from "./model.js";

const { fastShare, slowShare, noise } = ERRORS;

/** Of the state with what is measured or moved; shared, so that a fix makes no garbage. */
const cross = new Float64Array(4);

/**
 * The mean of one axis after some time without news.
 *
 * @param {Float64Array} axis
 * @param {number} reach seconds of today's velocity that will be walked
 * @param {number} keep share of the velocity that survives
 * @param {number} keepFast share of the fast bias
 * @param {number} keepSlow share of the slow bias
 */
function coast(axis, reach, keep, keepFast, keepSlow) {
  axis[0] += reach * axis[1];
  axis[1] *= keep;
  axis[2] *= keepFast;
  axis[3] *= keepSlow;
}

export class Hypothesis {
  /** @param {number} mode index in MODES @param {number} scale of the claimed error */
  constructor(mode, scale) {
    this.mode = mode;
    this.scale = scale;
    this.weight = 0;
    this.likelihood = 0;
    this.x = new Float64Array(4);
    this.y = new Float64Array(4);
    this.p = new Float64Array(10);
    this.errorX = 0;
    this.errorY = 0;
    this.spread = 1;
  }

  /**
   * Forgets all but one fix: wherever the visitor is, the fix is off by the biases.
   *
   * @param {number} x metres
   * @param {number} y metres
   * @param {number} sigma metres, as the phone claims them
   */
  begin(x, y, sigma) {
    const fast = (fastShare * sigma * this.scale) ** 2;
    const slow = (slowShare * sigma * this.scale) ** 2;
    this.x.fill(0);
    this.y.fill(0);
    this.x[0] = x;
    this.y[0] = y;
    this.p.fill(0);
    this.p[0] = fast + slow + noise * noise;
    this.p[2] = -fast;
    this.p[3] = -slow;
    this.p[4] = MODES[this.mode].speed ** 2;
    this.p[7] = fast;
    this.p[9] = slow;
  }

  /** Becomes empty, to be filled by `add` and `addSpread`. */
  clear() {
    this.weight = 0;
    this.x.fill(0);
    this.y.fill(0);
    this.p.fill(0);
  }

  /**
   * Adds a share of another hypothesis's mean.
   *
   * @param {Hypothesis} other
   * @param {number} share
   */
  add(other, share) {
    for (let i = 0; i < 4; i += 1) {
      this.x[i] += share * other.x[i];
      this.y[i] += share * other.y[i];
    }
  }

  /**
   * Adds a share of another's covariance and of the distance between the means (averaged over the axes).
   *
   * @param {Hypothesis} other
   * @param {number} share
   */
  addSpread(other, share) {
    let at = 0;
    for (let i = 0; i < 4; i += 1) {
      const dx = share * 0.5 * (other.x[i] - this.x[i]);
      const dy = share * 0.5 * (other.y[i] - this.y[i]);
      for (let j = i; j < 4; j += 1, at += 1) {
        this.p[at] +=
          share * other.p[at] +
          dx * (other.x[j] - this.x[j]) +
          dy * (other.y[j] - this.y[j]);
      }
    }
  }

  /**
   * Moves and narrows the position; what goes with it in the rest of the state follows.
   *
   * @param {number} dx metres
   * @param {number} dy metres
   * @param {number} spread factor on the position's variance
   */
  shift(dx, dy, spread) {
    const { x, y, p } = this;
    for (let i = 0; i < 4; i += 1) cross[i] = p[i] / p[0];
    const change = (spread - 1) * p[0];
    let at = 0;
    for (let i = 0; i < 4; i += 1) {
      x[i] += cross[i] * dx;
      y[i] += cross[i] * dy;
      for (let j = i; j < 4; j += 1, at += 1)
        p[at] += change * cross[i] * cross[j];
    }
  }

  /** Takes over the numbers of another hypothesis. @param {Hypothesis} other */
  copy(other) {
    this.weight = other.weight;
    this.x.set(other.x);
    this.y.set(other.y);
    this.p.set(other.p);
  }

  /**
   * Lets time pass: velocity is an Ornstein–Uhlenbeck process, position its integral
   * (D. T. Gillespie, Phys. Rev. E 54, 1996), the biases fade and are renewed.
   *
   * @param {number} dt seconds
   * @param {number} sigma metres, as the phone claims them now
   * @param {number} keepFast share of the fast bias that survives dt
   * @param {number} keepSlow share of the slow bias that survives dt
   */
  predict(dt, sigma, keepFast, keepSlow) {
    const { x, y, p } = this;
    const { speed, memory } = MODES[this.mode];
    const keep = Math.exp(-dt / memory);
    const reach = memory * (1 - keep);
    const power = speed * speed;
    coast(x, reach, keep, keepFast, keepSlow);
    coast(y, reach, keep, keepFast, keepSlow);
    const fast = (fastShare * sigma * this.scale) ** 2;
    const slow = (slowShare * sigma * this.scale) ** 2;
    const wander =
      power *
      memory *
      memory *
      ((2 * dt) / memory - 3 + 4 * keep - keep * keep);
    p[0] += 2 * reach * p[1] + reach * reach * p[4] + wander + 0.01 * dt;
    p[1] = keep * (p[1] + reach * p[4]) + power * memory * (1 - keep) ** 2;
    p[2] = keepFast * (p[2] + reach * p[5]);
    p[3] = keepSlow * (p[3] + reach * p[6]);
    p[4] = keep * keep * p[4] + power * (1 - keep * keep);
    p[5] *= keep * keepFast;
    p[6] *= keep * keepSlow;
    p[7] = keepFast * keepFast * p[7] + (1 - keepFast * keepFast) * fast;
    p[8] *= keepFast * keepSlow;
    p[9] = keepSlow * keepSlow * p[9] + (1 - keepSlow * keepSlow) * slow;
  }

  /**
   * Compares a fix with what was expected: sets `errorX`, `errorY`, `spread` and `likelihood`.
   *
   * @param {number} x metres
   * @param {number} y metres
   * @param {number} noiseVariance m²
   */
  weigh(x, y, noiseVariance) {
    const { p } = this;
    this.spread = p[0] + p[7] + p[9] + 2 * (p[2] + p[3] + p[8]) + noiseVariance;
    this.errorX = x - this.x[0] - this.x[2] - this.x[3];
    this.errorY = y - this.y[0] - this.y[2] - this.y[3];
    this.likelihood = density(this.errorX ** 2 + this.errorY ** 2, this.spread);
  }

  /** Learns from the fix just weighed, as far as it is believed. @param {number} belief 0 … 1 */
  learnPosition(belief) {
    if (belief < 1e-6) return;
    const { p, spread, errorX, errorY } = this;
    cross[0] = p[0] + p[2] + p[3];
    cross[1] = p[1] + p[5] + p[6];
    cross[2] = p[2] + p[7] + p[8];
    cross[3] = p[3] + p[8] + p[9];
    // A half-believed fix leaves both possibilities open: their distance is part of the variance.
    const doubt = (belief * (1 - belief) * (errorX ** 2 + errorY ** 2)) / 2;
    this.#learn(
      spread,
      belief * errorX,
      belief * errorY,
      belief * spread - doubt,
    );
  }

  /**
   * Learns a velocity.
   *
   * @param {number} vx m/s east
   * @param {number} vy m/s north
   * @param {number} variance of each, (m/s)²
   * @returns {number} its likelihood
   */
  learnVelocity(vx, vy, variance) {
    const { p, x, y } = this;
    const spread = p[4] + variance;
    const errorX = vx - x[1];
    const errorY = vy - y[1];
    cross[0] = p[1];
    cross[1] = p[4];
    cross[2] = p[5];
    cross[3] = p[6];
    this.#learn(spread, errorX, errorY, spread);
    return density(errorX ** 2 + errorY ** 2, spread);
  }

  /**
   * A speed without direction teaches no velocity, but speaks for a mode (roughly by the mean of a Rice
   * distribution).
   *
   * @param {number} speed m/s
   * @param {number} variance (m/s)²
   * @returns {number} its likelihood
   */
  weighSpeed(speed, variance) {
    const spread = this.p[4] + variance;
    const expected = Math.sqrt(this.x[1] ** 2 + this.y[1] ** 2 + 1.5 * spread);
    return (
      Math.exp((-0.5 * (speed - expected) ** 2) / spread) /
      Math.sqrt(2 * Math.PI * spread)
    );
  }

  /**
   * Nobody walks at any speed: draws the length of the velocity towards the visitor's own pace.
   *
   * @param {number} pace m/s
   * @param {number} variance (m/s)²
   * @returns {number} how well the pace explains the velocity, 0 … 1
   */
  learnPace(pace, variance) {
    const { p, x, y } = this;
    const speed = Math.sqrt(x[1] * x[1] + y[1] * y[1]);
    // A speed is known less surely than its mean suggests: sideways doubt makes it longer.
    const expected = Math.sqrt(speed * speed + p[4]);
    const spread = p[4] + variance;
    const error = pace - expected;
    if (speed > 0.2) {
      cross[0] = p[1];
      cross[1] = p[4];
      cross[2] = p[5];
      cross[3] = p[6];
      const errorX = (error * x[1]) / speed;
      const errorY = (error * y[1]) / speed;
      this.#learn(spread, errorX, errorY, spread / 2);
    }
    return Math.exp((-0.5 * error * error) / spread);
  }

  /**
   * The Kalman update for a measurement whose covariance with the state is in `cross`.
   *
   * @param {number} spread variance of the measurement, as expected
   * @param {number} errorX
   * @param {number} errorY
   * @param {number} loss how much of the spread the measurement takes away
   */
  #learn(spread, errorX, errorY, loss) {
    const { x, y, p } = this;
    let at = 0;
    for (let i = 0; i < 4; i += 1) {
      const gain = cross[i] / spread;
      x[i] += gain * errorX;
      y[i] += gain * errorY;
      for (let j = i; j < 4; j += 1, at += 1)
        p[at] -= (loss * gain * cross[j]) / spread;
    }
  }
}

/**
 * @param {number} square length of a two-dimensional normal error, squared
 * @param {number} variance per axis
 * @returns {number} its density
 */
export function density(square, variance) {
  return Math.exp((-0.5 * square) / variance) / (2 * Math.PI * variance);
}
