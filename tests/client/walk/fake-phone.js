/**
 * A phone without a browser: what the walk asks of it, and what it is told.
 */

/** Takes the place of the browser's own objects until `leave` is called. */
export function enterPhone() {
  let now_ms = 1_000_000;
  let slept_ms = 0;
  let visible = true;
  /** @type {Map<number, {found: Function, missed: Function}>} */
  const watches = new Map();
  let ids = 0;
  let state = "granted";
  /** @type {Set<() => void>} */
  const stateWatchers = new Set();
  /** @type {any[]} */
  const locks = [];
  const newPage = () =>
    Object.defineProperties(new EventTarget(), {
      visibilityState: { get: () => (visible ? "visible" : "hidden") },
      getElementById: { value: () => null },
    });
  let doc = newPage();
  const navigator = {
    geolocation: {
      /** @param {Function} found @param {Function} missed */
      watchPosition(found, missed) {
        ids += 1;
        watches.set(ids, { found, missed });
        return ids;
      },
      clearWatch: (/** @type {number} */ id) => watches.delete(id),
    },
    permissions: {
      query: async () => ({
        get state() {
          return state;
        },
        addEventListener: (/** @type {string} */ _, /** @type {any} */ each) =>
          stateWatchers.add(each),
        removeEventListener: (
          /** @type {string} */ _,
          /** @type {any} */ each,
        ) => stateWatchers.delete(each),
      }),
    },
    wakeLock: {
      async request() {
        const lock = Object.assign(new EventTarget(), {
          released: false,
          async release() {
            this.released = true;
            this.dispatchEvent(new Event("release"));
          },
        });
        locks.push(lock);
        return lock;
      },
    },
  };
  /** @type {[string, PropertyDescriptor | undefined][]} */
  const before = ["document", "navigator"].map((name) => [
    name,
    Object.getOwnPropertyDescriptor(globalThis, name),
  ]);
  for (const [name, value] of Object.entries({ document: doc, navigator }))
    Object.defineProperty(globalThis, name, { value, configurable: true });

  return {
    locks,
    monotonic: () => now_ms - slept_ms,
    wall: () => now_ms,
    get watching() {
      return watches.size;
    },
    /** The clocks go on; asleep, one of them stands. @param {number} seconds */
    pass(seconds, { asleep = false } = {}) {
      now_ms += seconds * 1000;
      if (asleep) slept_ms += seconds * 1000;
    },
    /** @param {number} lat @param {number} lng @param {number} accuracy */
    find(lat, lng, accuracy = 5) {
      const coords = {
        latitude: lat,
        longitude: lng,
        accuracy,
        speed: null,
        heading: null,
      };
      for (const { found } of [...watches.values()])
        found({ coords, timestamp: now_ms });
    },
    /** @param {number} code 1: denied, 2: unavailable */
    miss(code) {
      for (const { missed } of [...watches.values()])
        missed({ code, PERMISSION_DENIED: 1 });
    },
    /** @param {"granted" | "denied" | "prompt"} next */
    allow(next) {
      state = next;
      for (const each of stateWatchers) each();
    },
    /** @param {boolean} shown */
    show(shown) {
      visible = shown;
      doc.dispatchEvent(new Event("visibilitychange"));
    },
    /** The page is thrown away without a farewell, and opened anew. */
    discard() {
      watches.clear();
      stateWatchers.clear();
      visible = true;
      doc = newPage();
      Object.defineProperty(globalThis, "document", {
        value: doc,
        configurable: true,
      });
    },
    leave() {
      for (const [name, descriptor] of before)
        if (descriptor) Object.defineProperty(globalThis, name, descriptor);
        else Reflect.deleteProperty(globalThis, name);
    },
  };
}
