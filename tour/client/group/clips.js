/**
 * Decoded clips: of the present stop and the next one, for decoded sound is large. One that does not come,
 * or cannot be decoded, is asked for again ever more seldom.
 */
const RETRY_MS = 4_000;
const SELDOM_MS = 60_000;

/**
 * @param {BaseAudioContext} context
 * @param {(url: string) => Promise<ArrayBuffer>} fetchClip
 */
export function createClips(context, fetchClip) {
  /** null: on its way. @type {Map<string, AudioBuffer | null>} */
  const clips = new Map();
  /** @type {Map<string, {times: number, next_ms: number}>} */
  const failed = new Map();

  /** @param {string} url */
  async function want(url) {
    const before = failed.get(url);
    if (clips.has(url) || (before && performance.now() < before.next_ms))
      return;
    clips.set(url, null);
    try {
      clips.set(url, await context.decodeAudioData(await fetchClip(url)));
      failed.delete(url);
    } catch {
      clips.delete(url);
      const times = (before?.times ?? 0) + 1;
      const wait_ms = Math.min(RETRY_MS * 2 ** (times - 1), SELDOM_MS);
      failed.set(url, { times, next_ms: performance.now() + wait_ms });
    }
  }

  return {
    /** @param {string} url */
    of: (url) => clips.get(url) ?? null,
    want: (/** @type {string} */ url) => void want(url),
    /** Whether it was asked for in vain. @param {string} url */
    failed: (url) => failed.has(url) && !clips.get(url),
    /** Lets all others go. @param {string[]} urls */
    keepOnly(urls) {
      for (const url of clips.keys())
        if (!urls.includes(url)) clips.delete(url);
    },
    /** What failed may be asked for at once. */
    allow: () => failed.clear(),
  };
}
