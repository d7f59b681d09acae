/**
 * Notices that the phone slept or was put away, by whatever sign comes first: events of the page, or a
 * clock that has jumped between two calls.
 */
const SLEPT_MS = 3_000;

/**
 * @param {{away: () => void, back: (slept: boolean) => void}} tell slept: the program stood still meanwhile
 * @param {() => number} [now] ms by a clock that goes on while the phone sleeps
 */
export function watchSleep({ away, back }, now = Date.now) {
  let last = now();
  const ending = new AbortController();
  const { signal } = ending;

  /** @param {boolean} always */
  function look(always) {
    const slept = now() - last > SLEPT_MS;
    last = now();
    if (slept || always) back(slept);
  }

  document.addEventListener(
    "visibilitychange",
    () => (document.visibilityState === "hidden" ? away() : look(true)),
    { signal },
  );
  document.addEventListener("resume", () => look(true), { signal });
  addEventListener("pageshow", () => look(true), { signal });
  addEventListener("online", () => look(true), { signal });
  return {
    /** To be called often while the program runs. */
    beat: () => look(false),
    end: () => ending.abort(),
  };
}
