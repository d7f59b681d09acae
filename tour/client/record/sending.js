/** A take on its way to the server, and what the server says of it. */
import { word } from "../words.js";

const LONGEST_MS = 120_000;
/** Nothing is wrong with the take: it can be sent once more. */
const LATER = [401, 403, 408, 425, 429];

/**
 * @typedef {object} Said
 * @property {number} [duration_s]
 * @property {string[]} [faults]
 * @property {string} [detail]
 * @property {string} [reason]
 * @property {boolean} [signed_out]
 *
 * @typedef {import("./unsent.js").Answer<Said>} Sent
 */

/**
 * @param {string} url
 * @param {ArrayBuffer} sound
 * @returns {Promise<Sent>}
 */
export async function put(url, sound) {
  try {
    const answer = await fetch(url, {
      method: "PUT",
      headers: { "Content-Type": "audio/wav" },
      body: sound,
      signal: AbortSignal.timeout?.(LONGEST_MS), // Safari 16, Chrome 103
    });
    const { status } = answer;
    if (status === 401) return { outcome: "later", said: { signed_out: true } };
    const said = await answer.json();
    if (answer.ok) return { outcome: "kept", said };
    const isOver = status >= 400 && status < 500 && !LATER.includes(status);
    return { outcome: isOver ? "refused" : "later", said };
  } catch {
    return { outcome: "later", said: {} };
  }
}

/** @type {Record<string, string>} */
const REASONS = {
  silent: "record_silent",
  unreadable: "record_unreadable",
  length: "record_length",
};
/** @type {Record<string, string>} */
const FAULTS = {
  clipped: "record_clipped",
  quiet: "record_quiet",
  noisy: "record_noisy",
};

/**
 * What whoever records is told of a take. `trouble`: there is something to do.
 *
 * @param {Sent} sent
 */
export function tellOf({ outcome, said }) {
  if (outcome === "kept") {
    const faults = (said.faults ?? []).map((fault) => word(FAULTS[fault]));
    const seconds = new Intl.NumberFormat(document.documentElement.lang, {
      maximumFractionDigits: 1,
    }).format(said.duration_s ?? 0);
    const text = [word("record_kept", { seconds }), ...faults].join(" ");
    return { text, trouble: faults.length > 0 };
  }
  const reason = REASONS[said.reason ?? ""];
  const known = said.signed_out ? "record_signed_out" : reason;
  return {
    text: known ? word(known) : (said.detail ?? word("record_unsent")),
    trouble: true,
  };
}
