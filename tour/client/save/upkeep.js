/**
 * Looks after what is saved on this phone: keeps it the newest, and lets go of what nothing needs.
 */
import { readMarks } from "./marks.js";
import { isOutdated, saveTour, sweep } from "./saver.js";

export { sweep };

/**
 * Replaces what has changed in each whole saved tour.
 *
 * @param {(type: string) => boolean} plays
 */
export async function renew(plays) {
  await sweep();
  for (const mark of await readMarks())
    if (mark.etag && (await isOutdated(mark)))
      await saveTour({ lang: mark.lang, plays });
}
