/**
 * @template {Element} E
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {E | null}
 */
export function find(selector, within = document) {
  return /** @type {E | null} */ (within.querySelector(selector));
}

/**
 * @template {HTMLElement} E
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {E[]}
 */
export function findAll(selector, within = document) {
  return /** @type {E[]} */ ([...within.querySelectorAll(selector)]);
}

/**
 * An element with attributes and children; `null` attributes are left out.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string | null>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== null) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * A drawing from SVG source that is part of this program.
 *
 * @param {string} inner
 * @param {number} size
 */
export function icon(inner, size) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  svg.setAttribute("aria-hidden", "true");
  svg.innerHTML = inner;
  return svg;
}

/** Whether the visitor asked for no motion. */
export function stillness() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
