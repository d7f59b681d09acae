/**
 * One IndexedDB of this phone, shared by all windows: it holds more than local storage, says honestly when
 * it is full, and what it has said it kept survives a killed browser.
 *
 * @param {string} name
 * @param {Record<string, string>} stores the stores and the key of each
 * @param {IDBFactory | undefined} [factory]
 */
export function createDatabase(name, stores, factory = globalThis.indexedDB) {
  const names = Object.keys(stores);
  /** @type {Promise<IDBDatabase> | null} */
  let opened = null;

  function open() {
    opened ??= new Promise((resolve, reject) => {
      const asked = factory.open(name, 1);
      asked.onupgradeneeded = () => {
        for (const store of names)
          asked.result.createObjectStore(store, { keyPath: stores[store] });
      };
      asked.onsuccess = () => {
        asked.result.onclose = forget; // the browser took it away: the visitor cleared it, or the phone slept
        resolve(asked.result);
      };
      asked.onerror = () => reject(asked.error);
    });
    opened.catch(forget); // asked again the next time
    return opened;
  }

  function forget() {
    opened = null;
  }

  /** @param {IDBTransactionMode} mode */
  async function begin(mode) {
    // Strict: Chromium otherwise says "kept" before the disk has it, and a killed browser loses it.
    const how = /** @type {const} */ ({ durability: "strict" });
    try {
      return (await open()).transaction(names, mode, how);
    } catch {
      forget(); // WebKit closes it under a sleeping page without a word (bug 197050)
      return (await open()).transaction(names, mode, how);
    }
  }

  return {
    /**
     * One transaction over all stores: all of the work is kept, or nothing of it.
     *
     * @template T
     * @param {IDBTransactionMode} mode
     * @param {(...stores: IDBObjectStore[]) => IDBRequest<T> | void} work takes them in their order
     * @returns {Promise<T | undefined>}
     */
    async within(mode, work) {
      const change = await begin(mode);
      return new Promise((resolve, reject) => {
        const asked = work(...names.map((store) => change.objectStore(store)));
        change.oncomplete = () => resolve(asked?.result);
        change.onabort = change.onerror = () => reject(change.error);
      });
    },
  };
}

/** @typedef {ReturnType<typeof createDatabase>} Database */
