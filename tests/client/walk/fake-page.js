/** As much of a page as the walk's strip asks for. */

class FakeElement extends EventTarget {
  /** @type {FakeElement[]} */
  children = [];
  /** @type {Record<string, string>} */
  attributes = {};
  dataset = {};
  hidden = false;
  offsetHeight = 0;
  style = { setProperty() {} };
  classList = { toggle() {}, remove() {}, add() {} };
  #text = "";

  get textContent() {
    return this.#text + this.children.map((each) => each.textContent).join("");
  }
  set textContent(text) {
    this.children = [];
    this.#text = text;
  }
  get firstChild() {
    return this.children[0] ?? null;
  }
  setAttribute(/** @type {string} */ name, /** @type {string} */ value) {
    this.attributes[name] = value;
  }
  append(/** @type {any[]} */ ...children) {
    for (const each of children)
      if (typeof each === "string") this.#text += each;
      else this.children.push(each);
  }
  replaceChildren(/** @type {any[]} */ ...children) {
    this.textContent = "";
    this.append(...children);
  }
  contains() {
    return false;
  }
  focus() {}
  canPlayType() {
    return "probably";
  }
  /** @returns {FakeElement[]} itself and all inside it that can be seen */
  get shown() {
    if (this.hidden) return [];
    return [this, ...this.children.flatMap((each) => each.shown)];
  }
}

/**
 * Gives the phone's document what the strip needs.
 *
 * @returns {{strip: any, press: (text: string) => void}} press: the button that says this
 */
export function layPage() {
  const strip = new FakeElement();
  const globals = {
    ResizeObserver: class {
      observe() {}
    },
    location: { pathname: "/en/" },
    addEventListener() {},
  };
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true });
  Object.assign(document, {
    createElement: () => new FakeElement(),
    querySelector: () => null,
    documentElement: Object.assign(new FakeElement(), { lang: "en" }),
    activeElement: null,
  });
  return {
    strip,
    press(text) {
      const found = strip.shown.find(
        (/** @type {FakeElement} */ each) =>
          each.attributes.type === "button" && each.textContent === text,
      );
      if (!found) throw new Error(`no button says ${text}`);
      found.dispatchEvent(new Event("click"));
    },
  };
}
