/**
 * As much of IndexedDB as the tour uses: a transaction does all of its work or nothing of it, one after the
 * other, some time after it was asked. It stays when a page goes, it may be refused, and it may be full.
 */
export function fakeFactory({ refused = false, room = Infinity } = {}) {
  const databases = new Map();
  const factory = {
    refused,
    room,
    /** What is kept in a store. */
    rows: (name, store) => [
      ...(databases.get(name)?.stores.get(store)?.rows.values() ?? []),
    ],
    /** The browser takes every connection away without a word. */
    lose: () => databases.forEach((database) => database.connection++),
    open(name) {
      const asked = {};
      setImmediate(() => {
        if (factory.refused) {
          asked.error = new DOMException("no", "SecurityError");
          return asked.onerror?.();
        }
        const isNew = !databases.has(name);
        if (isNew) databases.set(name, { stores: new Map(), connection: 0 });
        asked.result = connect(factory, databases.get(name));
        if (isNew) asked.onupgradeneeded?.();
        asked.onsuccess?.();
      });
      return asked;
    },
  };
  return factory;
}

function connect(factory, database) {
  const mine = database.connection;
  return {
    createObjectStore: (name, { keyPath }) =>
      database.stores.set(name, { keyPath, rows: new Map() }),
    transaction(names, mode) {
      if (mine !== database.connection)
        throw new DOMException("closed", "InvalidStateError");
      return transact(factory, database, names, mode);
    },
  };
}

function transact(factory, database, names, mode) {
  const work = [];
  const change = {
    objectStore(name) {
      if (!names.includes(name)) throw new DOMException(name, "NotFoundError");
      const request = (does, writes = false) => {
        if (writes && mode !== "readwrite")
          throw new DOMException(name, "ReadOnlyError");
        const asked = {};
        work.push(() => (asked.result = does(database.stores.get(name))));
        return asked;
      };
      return {
        get: (key) => request(({ rows }) => rows.get(key)),
        getAll: () => request(({ rows }) => [...rows.values()]),
        put: (row) => {
          const copy = structuredClone(row);
          return request(
            ({ rows, keyPath }) => rows.set(copy[keyPath], copy),
            true,
          );
        },
        delete: (key) => request(({ rows }) => rows.delete(key), true),
      };
    },
  };
  setImmediate(() => commit(factory, database, work, change));
  return change;
}

function commit(factory, database, work, change) {
  const before = [...database.stores].map(([name, { rows }]) => [
    name,
    new Map(rows),
  ]);
  work.forEach((each) => each());
  const total = [...database.stores.values()].reduce(
    (sum, { rows }) => sum + rows.size,
    0,
  );
  const had = before.reduce((sum, [, rows]) => sum + rows.size, 0);
  if (total > factory.room && total > had) {
    for (const [name, rows] of before) database.stores.get(name).rows = rows;
    change.error = new DOMException("full", "QuotaExceededError");
    change.onabort?.();
  } else change.oncomplete?.();
}
