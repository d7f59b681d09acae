/**
 * The phone's own memory under one prefix. Where the browser refuses it (private windows), it
 * lasts as long as the page.
 *
 * @typedef {object} Memory
 * @property {<T>(key: string) => T | null} get null for what is missing or unreadable
 * @property {(key: string, value: unknown) => void} set
 * @property {(key: string) => void} remove
 * @property {(prefix: string) => string[]} keys those that begin so
 */

/**
 * @param {string} prefix
 * @param {Storage | null} storage
 * @returns {Memory}
 */
export function createMemory(prefix, storage) {
  /** @type {Map<string, string>} */
  const fallback = new Map();
  const full = (/** @type {string} */ key) => `${prefix}${key}`;
  return {
    get(key) {
      const text = fallback.get(full(key)) ?? read(storage, full(key));
      if (text === null) return null;
      try {
        return JSON.parse(text);
      } catch {
        return null;
      }
    },
    set(key, value) {
      const text = JSON.stringify(value);
      try {
        if (!storage) throw new Error("no storage");
        storage.setItem(full(key), text);
        fallback.delete(full(key));
      } catch {
        fallback.set(full(key), text);
      }
    },
    remove(key) {
      fallback.delete(full(key));
      try {
        storage?.removeItem(full(key));
      } catch {
        // What cannot be reached cannot hold anything of ours.
      }
    },
    keys(start) {
      const stored = storage
        ? Array.from(
            { length: storage.length },
            (_, place) => storage.key(place) ?? "",
          )
        : [];
      return [...new Set([...stored, ...fallback.keys()])]
        .filter((key) => key.startsWith(full(start)))
        .map((key) => key.slice(prefix.length));
    },
  };
}

/**
 * @param {Storage | null} storage
 * @param {string} key
 */
function read(storage, key) {
  try {
    return storage?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

/** The browser's local storage, or null where it is refused. */
export function localStorageOrNull() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}
