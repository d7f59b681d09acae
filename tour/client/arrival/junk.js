/**
 * The screen before the filter: drops fixes that are no news and says what the rest are worth. Phones repeat
 * cached fixes, freeze, report a constant accuracy, and say speed 0 when they mean unknown.
 */
import { sleptBetween } from "./clock.js";
import { SCREEN } from "./model.js";

/**
 * @typedef {object} Fix what the phone said
 * @property {number} t seconds, when the callback came; must grow
 * @property {number} [ts] seconds, when the phone says the fix was taken, if not at `t`
 * @property {number} lat degrees
 * @property {number} lng degrees
 * @property {number} accuracy metres
 * @property {number | null} [speed] metres per second
 * @property {number | null} [heading] degrees clockwise from north
 */

export class Screen {
  /** @param {(lat: number, lng: number) => import("./geometry.js").Point} toPlane */
  constructor(toPlane) {
    this.toPlane = toPlane;
    /** @type {Fix | null} */
    this.last = null;
    /** @type {number | null} */
    this.usualAge = null;
    this.staleAge = 0;
    this.steady = 0;
    this.sameAccuracy = 0;
    this.moving = 0;
    /** @type {number | null} */
    this.lastSpeed = null;
    this.speedVariance = 0.04;
  }

  /**
   * @param {Fix} fix
   * @returns {import("./filter.js").Observation | null} null when the fix must not be used
   */
  admit(fix) {
    const { last } = this;
    if (!isWhole(fix) || (last && fix.t <= last.t)) return null;
    const slept = last ? sleptBetween(leadOf(last), leadOf(fix)) : 0;
    const t = fix.t + slept;
    if (this.#isStale({ ...fix, t })) return null;
    const repeated =
      last !== null && last.lat === fix.lat && last.lng === fix.lng;
    const sigma = this.#sigmaOf(fix.accuracy);
    const speed = this.#speedOf(fix.speed);
    this.last = { ...fix, t };
    const { x, y } = this.toPlane(fix.lat, fix.lng);
    const heading =
      typeof fix.heading === "number" && Number.isFinite(fix.heading)
        ? fix.heading
        : null;
    return {
      t,
      slept,
      x,
      y,
      sigma,
      speed,
      heading,
      speedVariance: this.speedVariance,
      repeated,
    };
  }

  /**
   * The clock of the fix may be off by any constant: only a fix older than the phone's usual ones is stale.
   *
   * @param {Fix} fix
   */
  #isStale({ t, ts = t }) {
    const age = Number.isFinite(ts) ? t - ts : 0;
    const grown =
      this.last && this.usualAge !== null
        ? this.usualAge + SCREEN.clockDrift * (t - this.last.t)
        : age;
    const usual = Math.min(age, grown);
    const isOld = age - usual > SCREEN.oldest;
    if (isOld && !this.#isClockSet(age)) return true;
    this.usualAge = isOld ? age : usual;
    this.steady = 0;
    return false;
  }

  /**
   * A cached fix ages; fixes that all seem equally old are fresh ones, and the phone's clock has been set.
   *
   * @param {number} age seconds
   */
  #isClockSet(age) {
    this.steady = Math.abs(age - this.staleAge) < 1 ? this.steady + 1 : 0;
    this.staleAge = age;
    return this.steady >= SCREEN.clockSet;
  }

  /** @param {number} accuracy metres */
  #sigmaOf(accuracy) {
    this.sameAccuracy =
      this.last?.accuracy === accuracy ? this.sameAccuracy + 1 : 0;
    const constant =
      this.sameAccuracy > SCREEN.sameAccuracy &&
      accuracy >= SCREEN.coarseConstant;
    const believed = constant ? SCREEN.usualAccuracy : accuracy;
    return Math.max(SCREEN.finest, believed * SCREEN.sigmasPerAccuracy);
  }

  /**
   * A phone that has never reported anything but 0 does not measure speed.
   *
   * @param {number | null | undefined} speed
   */
  #speedOf(speed) {
    if (typeof speed !== "number" || !(speed >= 0)) return null;
    if (speed > 0) this.moving += 1;
    if (this.lastSpeed !== null) {
      const step = Math.min((speed - this.lastSpeed) ** 2, 4);
      this.speedVariance +=
        SCREEN.speedMemory * (step / 2 - this.speedVariance);
    }
    this.lastSpeed = speed;
    const isMeasured =
      this.moving >= SCREEN.movingSpeeds &&
      this.speedVariance < SCREEN.noisiestSpeed;
    return isMeasured ? speed : null;
  }
}

/** @param {Fix} fix @returns {number} seconds by which the clock of the fix is ahead */
const leadOf = ({ t, ts = t }) => (Number.isFinite(ts) ? ts - t : 0);

/** @param {Fix} fix */
function isWhole({ t, lat, lng, accuracy }) {
  return (
    Number.isFinite(t) &&
    Math.abs(lat) <= 90 &&
    Math.abs(lng) <= 180 &&
    accuracy > 0 &&
    Number.isFinite(accuracy)
  );
}
