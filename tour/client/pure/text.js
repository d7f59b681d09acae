/**
 * Minutes and seconds, as on a clock: 65 → "1:05".
 *
 * @param {number} seconds
 */
export function clockTime(seconds) {
  const whole =
    Number.isFinite(seconds) && seconds > 0 ? Math.floor(seconds) : 0;
  const rest = String(whole % 60).padStart(2, "0");
  return `${Math.floor(whole / 60)}:${rest}`;
}

/**
 * Fills `{names}` in a text. A name that is not given stays visible, so that a test sees it.
 *
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) =>
    String(values[name] ?? whole),
  );
}

/**
 * A number with at most one digit behind the comma. Chromium writes Kazakh numbers with a point; they
 * look as the Russian ones do.
 *
 * @param {number} value
 * @param {string} lang
 */
export function oneDigit(value, lang) {
  return value.toLocaleString(lang === "kk" ? "ru" : lang, {
    maximumFractionDigits: 1,
  });
}
