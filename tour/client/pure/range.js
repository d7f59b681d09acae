/**
 * One range of bytes out of a Range header (RFC 9110, section 14.1.2), as the server's own
 * `tour/web/ranges.py` answers it.
 *
 * @param {string | null} header
 * @param {number} size
 * @returns {{first: number, last: number} | "whole" | "unsatisfiable"} whole: no range, several, or
 *   one that cannot be read
 */
export function askedBytes(header, size) {
  const found = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header?.trim() ?? "");
  if (!found || (found[1] === "" && found[2] === "")) return "whole";
  if (found[1] === "") {
    const length = Math.min(Number(found[2]), size);
    return length === 0
      ? "unsatisfiable"
      : { first: size - length, last: size - 1 };
  }
  const first = Number(found[1]);
  const end = found[2] === "" ? size - 1 : Number(found[2]);
  if (end < first && found[2] !== "") return "whole";
  if (first >= size) return "unsatisfiable";
  return { first, last: Math.min(end, size - 1) };
}
