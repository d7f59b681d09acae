/**
 * Keeps the screen on while the visitor walks: a page whose screen is dark is told no position. The phone
 * takes the lock away whenever the page is hidden; it is asked for again when the page is back.
 *
 * @param {() => void} changed
 */
export function createLock(changed) {
  let wanted = false;
  /** @type {WakeLockSentinel | null} */
  let held = null;

  async function ask() {
    if (!wanted || held || document.visibilityState !== "visible") return;
    try {
      const lock = await navigator.wakeLock.request("screen");
      if (!wanted || held) return void lock.release();
      held = lock;
      lock.addEventListener("release", () => {
        if (held === lock) held = null;
        changed();
      });
    } catch {
      // This browser has no such lock, or the battery is low: the visitor is told.
    }
    changed();
  }

  const look = () => void ask();

  return {
    get held() {
      return held !== null;
    },
    take() {
      wanted = true;
      document.addEventListener("visibilitychange", look);
      void ask();
    },
    release() {
      wanted = false;
      document.removeEventListener("visibilitychange", look);
      void held?.release();
      held = null;
    },
  };
}
