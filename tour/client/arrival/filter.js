/**
 * Where the visitor is and whether they walk: a bank of Kalman filters, one for each mode of motion and each
 * scale of the phone's error, mixed as interacting multiple models (H. Blom and Y. Bar-Shalom, 1988).
 * The biases are part of the state, so a fix that wanders for half a minute is not mistaken for a walk.
 */
import { Habits } from "./habits.js";
import {
  ERRORS,
  FIRST_MODES,
  JUMPS,
  MODES,
  PACE,
  SPEED,
  TRUST,
  WALK,
} from "./model.js";
import { ModeChanges } from "./modes.js";
import { density, Hypothesis } from "./motion.js";

const TINY = 1e-300;

/**
 * @typedef {object} Observation one fix that passed the screen
 * @property {number} t seconds, those that the phone slept included
 * @property {number} slept seconds of sleep before it of which only this fix tells
 * @property {number} x metres east
 * @property {number} y metres north
 * @property {number} sigma standard deviation per axis that the phone claims, metres
 * @property {number | null} speed metres per second, null when unknown or not to be believed
 * @property {number | null} heading degrees clockwise from north
 * @property {number} speedVariance of the noise that the speed itself shows, (m/s)²
 * @property {boolean} repeated exactly the place of the fix before: no news about it
 *
 * @typedef {object} Scale the hypotheses that believe the phone's accuracy to the same degree
 * @property {number} index in TRUST.scales
 * @property {Hypothesis[]} modes one for each mode of motion
 * @property {number} jump probability that the fixes are off on a jump
 */

export class MotionFilter {
  /** @param {Habits} [habits] of people, place by place */
  constructor(habits = new Habits()) {
    /** @type {Scale[]} */
    this.scales = TRUST.scales.map((scale, index) => ({
      index,
      modes: MODES.map((_, mode) => new Hypothesis(mode, scale)),
      jump: 0,
    }));
    /** Every hypothesis, those of one scale together. */
    this.hypotheses = this.scales.flatMap((scale) => scale.modes);
    this.changes = new ModeChanges(habits);
    this.last = { x: 0, y: 0 };
    this.begun = false;
    this.jumpingFor = 0;
    this.pace = PACE.usual; // of this visitor, m/s
    this.paceTime = PACE.prior;
  }

  /**
   * Starts anew at a fix. Only what was learnt about the mode is kept: what the phone seemed to be while its
   * fixes made no sense is not.
   *
   * @param {Observation} observation
   */
  begin({ x, y, sigma }) {
    const modes = FIRST_MODES.map((share, mode) =>
      this.begun ? this.#weightOfMode(mode) : share,
    );
    for (const scale of this.scales) {
      scale.jump = 0.02;
      for (const hypothesis of scale.modes) {
        hypothesis.begin(x, y, sigma);
        hypothesis.weight = modes[hypothesis.mode] * TRUST.prior[scale.index];
        this.changes.settle(hypothesis);
      }
    }
    this.begun = true;
    this.last = { x, y };
    this.jumpingFor = 0;
    this.#normalise(0);
  }

  /**
   * Lets time pass without a fix.
   *
   * @param {number} dt seconds
   * @param {number} sigma metres
   */
  wait(dt, sigma) {
    for (const { modes } of this.scales) this.changes.apply(modes, dt);
    this.hold(dt, sigma);
  }

  /**
   * A repeated fix: the place spreads as the modes predict, but nothing is learnt about the mode.
   *
   * @param {number} dt seconds
   * @param {number} sigma metres
   */
  hold(dt, sigma) {
    const keepFast = Math.exp(-dt / ERRORS.fastMemory);
    const keepSlow = Math.exp(-dt / ERRORS.slowMemory);
    for (const hypothesis of this.hypotheses) {
      hypothesis.predict(dt, sigma, keepFast, keepSlow);
    }
  }

  /**
   * Lets time pass and learns from a fix.
   *
   * @param {number} dt seconds since the step before
   * @param {Observation} observation
   * @param {number} [silence] seconds since the fix before
   */
  learn(dt, observation, silence = dt) {
    this.wait(dt, observation.sigma);
    const explained = this.#learnPosition(dt, observation);
    this.#normalise(dt);
    this.jumpingFor = this.#jumpProbability() > 0.5 ? this.jumpingFor + dt : 0;
    const longest = silence > JUMPS.silence ? 0 : JUMPS.longest;
    if (this.jumpingFor > longest || !explained) this.begin(observation);
    if (observation.speed !== null) {
      this.#learnSpeed(observation, observation.speed);
    }
    this.#learnPace(dt);
  }

  /** @returns {number} probability that the visitor stands or strolls */
  get slow() {
    return 1 - this.#weightOfMode(WALK);
  }

  /** @returns {{x: number, y: number, variance: number}} best estimate, metres; variance per axis */
  get estimate() {
    const mean = { x: 0, y: 0, variance: 0 };
    for (const h of this.hypotheses) {
      mean.x += h.weight * h.x[0];
      mean.y += h.weight * h.y[0];
    }
    for (const h of this.hypotheses) {
      const apart = (h.x[0] - mean.x) ** 2 + (h.y[0] - mean.y) ** 2;
      mean.variance += h.weight * (h.p[0] + apart / 2);
    }
    return mean;
  }

  /** @param {number} mode */
  #weightOfMode(mode) {
    let sum = 0;
    for (const { modes } of this.scales) sum += modes[mode].weight;
    return sum;
  }

  #jumpProbability() {
    let sum = 0;
    for (const { jump, modes } of this.scales) sum += jump * weightOf(modes);
    return sum;
  }

  /**
   * A fix is either where the filters expect it, or it has just jumped (anywhere), or it goes on from the
   * fix before, still off.
   *
   * @param {number} dt seconds
   * @param {Observation} observation
   * @returns {boolean} false when no hypothesis can explain the fix
   */
  #learnPosition(dt, { x, y, sigma }) {
    const moved = (x - this.last.x) ** 2 + (y - this.last.y) ** 2;
    this.last = { x, y };
    const anywhere = 1 / (2 * Math.PI * JUMPS.size ** 2);
    const stay = Math.exp(-dt / JUMPS.length);
    const enter = 1 - Math.exp(-dt * JUMPS.rate);
    let total = 0;
    for (const scale of this.scales) {
      const { modes } = scale;
      const share = ERRORS.noiseShare * sigma * TRUST.scales[scale.index];
      const { weight, likelihood, narrowest } = weigh(
        modes,
        x,
        y,
        ERRORS.noise ** 2 + share ** 2,
      );
      const along = Math.max(
        anywhere,
        density(moved, 2 * (narrowest + dt * dt)),
      );
      const still = scale.jump * stay;
      const fresh = (1 - scale.jump) * enter;
      const here = (1 - still - fresh) * likelihood;
      const all = here + still * along + fresh * anywhere;
      scale.jump = 1 - here / all;
      total += weight * all;
      believe(modes, here / all, likelihood, all);
    }
    return total > 1e-250;
  }

  /**
   * @param {Observation} observation
   * @param {number} speed
   */
  #learnSpeed({ heading, speedVariance }, speed) {
    const variance = SPEED.noise ** 2 + speedVariance;
    const halted = speed < SPEED.nothing;
    const angle = ((heading ?? 0) * Math.PI) / 180;
    const vx = halted ? 0 : speed * Math.sin(angle);
    const vy = halted ? 0 : speed * Math.cos(angle);
    for (const hypothesis of this.hypotheses) {
      const likelihood =
        halted || heading !== null
          ? hypothesis.learnVelocity(vx, vy, variance)
          : hypothesis.weighSpeed(speed, variance);
      hypothesis.weight *= likelihood + SPEED.surprise;
    }
    this.#normalise(0);
  }

  /**
   * People walk at a pace of their own; who is slower strolls.
   *
   * @param {number} dt seconds
   */
  #learnPace(dt) {
    const variance = (PACE.spread ** 2 * PACE.memory) / Math.min(dt, 2);
    let speed = 0;
    let walking = 0;
    for (const { modes } of this.scales) {
      const walk = modes[WALK];
      walking += walk.weight;
      speed += walk.weight * Math.sqrt(walk.x[1] ** 2 + walk.y[1] ** 2);
      walk.weight *= walk.learnPace(this.pace, variance);
    }
    const share = (walking > 0.8 ? walking : 0) * Math.min(dt, 2);
    this.paceTime += share;
    if (share > 0)
      this.pace +=
        (share / Math.min(this.paceTime, PACE.learning)) *
        (speed / walking - this.pace);
    this.#normalise(0);
  }

  /**
   * Makes the weights sum to 1 and lets what was learnt about the phone's honesty fade.
   *
   * @param {number} dt seconds
   */
  #normalise(dt) {
    const total = weightOf(this.hypotheses);
    const fade = dt / TRUST.memory;
    for (const { index, modes } of this.scales) {
      const share = total > 0 ? weightOf(modes) / total : 0;
      const wanted = (1 - fade) * share + fade * TRUST.prior[index];
      for (const hypothesis of modes) {
        hypothesis.weight =
          share > 1e-12
            ? (hypothesis.weight / total) * (wanted / share)
            : wanted / modes.length;
      }
    }
  }
}

/** @param {Hypothesis[]} hypotheses */
function weightOf(hypotheses) {
  let sum = 0;
  for (const { weight } of hypotheses) sum += weight;
  return sum;
}

/**
 * Compares a fix with what the modes of one scale expect.
 *
 * @param {Hypothesis[]} modes
 * @param {number} x metres
 * @param {number} y metres
 * @param {number} noise variance, m²
 */
function weigh(modes, x, y, noise) {
  const weight = Math.max(weightOf(modes), TINY);
  let likelihood = 0;
  let narrowest = Infinity;
  for (const hypothesis of modes) {
    hypothesis.weigh(x, y, noise);
    likelihood += (hypothesis.weight * hypothesis.likelihood) / weight;
    narrowest = Math.min(narrowest, hypothesis.spread);
  }
  return { weight, likelihood, narrowest };
}

/**
 * Reweighs the modes of one scale and lets each learn from the fix as far as it explains it.
 *
 * @param {Hypothesis[]} modes
 * @param {number} honest probability that the fix is no jump
 * @param {number} expected likelihood of the fix if it is none
 * @param {number} all likelihood of the fix in any case
 */
function believe(modes, honest, expected, all) {
  const possible = expected > 1e-200;
  for (const hypothesis of modes) {
    const explained = honest * hypothesis.likelihood;
    const sum = explained + (1 - honest) * expected;
    hypothesis.weight *= possible ? (all * sum) / expected : all;
    hypothesis.learnPosition(possible ? explained / (sum + TINY) : 0);
  }
}
