/**
 * When each sentence of a text is its turn, for a language without a sound: the sentences of a beat share
 * its time by their length.
 *
 * @param {readonly {paragraph: number, text: string}[]} sentences
 * @param {{beats: readonly import("./follow.js").Beat[], length_s: number}} score
 * @returns {(number | null)[]} seconds on the group's line of time; null before the first beat
 */
export function readingTimes(sentences, { beats, length_s }) {
  const firsts = beats.map(({ paragraph, sentence }) => {
    const begin = sentences.findIndex((each) => each.paragraph === paragraph);
    return begin < 0 ? -1 : begin + (sentence ?? 0);
  });
  /** @type {(number | null)[]} */
  const times = sentences.map(() => null);
  beats.forEach(({ at_s }, place) => {
    const first = firsts[place];
    if (first < 0) return;
    const later = firsts.slice(place + 1).filter((other) => other > first);
    const end = later.length ? Math.min(...later) : sentences.length;
    const until = beats[place + 1]?.at_s ?? length_s;
    const lengths = sentences.slice(first, end).map(({ text }) => text.length);
    const whole = lengths.reduce((sum, length) => sum + length, 0) || 1;
    let gone = 0;
    lengths.forEach((length, step) => {
      times[first + step] = at_s + ((until - at_s) * gone) / whole;
      gone += length;
    });
  });
  return times;
}
