import { findAll } from "../dom.js";
import { kept, PAGES } from "../worker/shelves.js";

/** No signal: of the ways on, those that are saved on this phone are shown. */
export function showWhatWorks() {
  for (const link of /** @type {HTMLAnchorElement[]} */ (
    findAll("[data-kept]")
  )) {
    kept(PAGES, new URL(link.href).pathname).then(
      (found) => {
        link.hidden = !found;
      },
      () => {},
    );
  }
}
