/**
 * A sound that a window has in its player is held by a lock that every window sees, so that an update
 * never takes it away in mid-sentence.
 */
const BEGIN = "sound:";

/**
 * @param {import("../player/store.js").Player} player
 * @param {HTMLAudioElement} audio
 * @param {() => void} released a sound was let go
 */
export function holdSound(player, audio, released) {
  if (!navigator.locks) return;
  let url = "";
  let release = () => {};
  player.watch(({ stop, status }) => {
    const held =
      stop && status !== "ended" && audio.src
        ? new URL(audio.src).pathname
        : "";
    if (held === url) return;
    url = held;
    release();
    release = () => {};
    if (held) release = holdFile(held);
    else setTimeout(released);
  });
}

/**
 * Holds a sound of which nobody knows yet when it will be in a player.
 *
 * @param {string} url
 * @returns {() => void} lets it go
 */
export function holdFile(url) {
  if (!navigator.locks) return () => {};
  let release = () => {};
  const ended = new Promise((resolve) => {
    release = () => resolve(undefined);
  });
  void navigator.locks.request(BEGIN + url, { mode: "shared" }, () => ended);
  return release;
}

/** The sounds in every window's player. @returns {Promise<Set<string>>} */
export async function heldSounds() {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(
    held.flatMap(({ name }) =>
      name?.startsWith(BEGIN) ? [name.slice(BEGIN.length)] : [],
    ),
  );
}
