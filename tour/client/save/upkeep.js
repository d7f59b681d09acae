/**
 * Looks after what is saved on this phone: keeps it the newest, and lets go of what nothing needs.
 */
import { readMarks } from "./marks.js";
import { isOutdated, saveTour, sweep } from "./saver.js";

export { sweep };

/**
 * Replaces what has changed in each whole saved tour.
 *
 * @param {object} what
 * @param {string[]} what.assets every file of the present build
 * @param {(type: string) => boolean} what.plays
 */
export async function renew({ assets, plays }) {
  await sweep();
  for (const mark of await readMarks()) {
    const { lang } = mark;
    if (mark.etag && (await isOutdated(mark, assets)))
      await saveTour({ lang, assets, plays });
  }
}
