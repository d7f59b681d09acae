/**
 * The sources that this browser says it may play, in the stop's order; all when it says nothing.
 *
 * @param {HTMLAudioElement} audio
 * @param {{type: string, url: string}[]} sources
 */
export function playable(audio, sources) {
  const fit = sources.filter((source) => audio.canPlayType(source.type) !== "");
  return fit.length ? fit : [...sources];
}

/** Whether the server has this sound, and can be asked. @param {string} url */
export async function reaches(url) {
  try {
    return (await fetch(url, { method: "HEAD" })).ok;
  } catch {
    return false;
  }
}
