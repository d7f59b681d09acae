/**
 * Reads Server-Sent Events out of a stream of text, as HTML's chapter 9.2.6 asks.
 *
 * @typedef {object} ServerEvent
 * @property {string} event
 * @property {string} data
 * @property {string} id the last one that was sent, on this event or before
 *
 * @param {{event: (event: ServerEvent) => void, retry?: (ms: number) => void}} tell
 * @returns {(text: string) => void} takes the next piece, cut anywhere
 */
export function createReader({ event: tellEvent, retry: tellRetry }) {
  let rest = "";
  let id = "";
  let name = "";
  /** @type {string[]} */
  let data = [];

  /** @param {string} line */
  function take(line) {
    if (line === "") {
      if (data.length || name)
        tellEvent({ event: name || "message", data: data.join("\n"), id });
      name = "";
      data = [];
      return;
    }
    const colon = line.indexOf(":");
    if (colon === 0) return; // a comment: the server is there
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") data.push(value);
    else if (field === "event") name = value;
    else if (field === "id") id = value;
    else if (field === "retry" && /^\d+$/.test(value))
      tellRetry?.(Number(value));
  }

  return (text) => {
    rest += text;
    // A lone CR at the end may be half of a CRLF.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    lines.forEach(take);
  };
}
