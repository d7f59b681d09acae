/** The recording page as its program sees it: a document of two sentences, a microphone, a server. */
class Element {
  dataset = {};
  listeners = {};
  hidden = false;
  textContent = "";
  parts = new Map();
  sentences = [];

  addEventListener(name, listener) {
    this.listeners[name] = listener;
  }
  setAttribute() {}
  removeAttribute() {}
  replaceChildren(child) {
    this.textContent = child.textContent;
  }
  remove() {}
  querySelector(selector) {
    if (!this.parts.has(selector)) this.parts.set(selector, new Element());
    return this.parts.get(selector);
  }
  querySelectorAll() {
    return this.sentences;
  }
}

const later = globalThis.setTimeout;
globalThis.setTimeout = (...how) => {
  const timer = later(...how);
  return how[1] >= 1000 ? timer.unref() : timer; // nobody reads a toast to its end here
};

export const wait = (wait_ms = 0) =>
  new Promise((done) => setTimeout(done, wait_ms));

export const server = { online: true, takes: [], answer: null };
export const phone = { microphones: [], refuses: false, contexts: [] };
export const toast = new Element();
const asking = new Set();
let box;

globalThis.document = {
  querySelector: (selector) => (selector === "[data-reading]" ? box : null),
  querySelectorAll: () => [],
  documentElement: { lang: "en" },
  getElementById: (id) => (id === "toast" ? toast : null),
  createElement: () => new Element(),
};
globalThis.addEventListener = (_, listener) => asking.add(listener);
globalThis.removeEventListener = (_, listener) => asking.delete(listener);
globalThis.Audio = class {
  pause() {}
  play() {}
};
Object.defineProperty(globalThis, "navigator", {
  value: { mediaDevices: { getUserMedia } },
  configurable: true,
});
globalThis.AudioContext = class {
  constructor() {
    Object.assign(this, { sampleRate: 48_000, state: "running", wakes: true });
    this.audioWorklet = { addModule: async () => {} };
    phone.contexts.push(this);
  }
  createMediaStreamSource() {
    return { connect() {} };
  }
  async resume() {
    if (this.wakes) this.state = "running";
  }
  async close() {}
};
globalThis.AudioWorkletNode = class {
  constructor(context) {
    context.rest = new Float32Array(0);
    this.port = {
      postMessage: () => this.port.onmessage({ data: { rest: context.rest } }),
    };
    context.say = (piece) => this.port.onmessage({ data: piece });
  }
};
globalThis.fetch = async (url, { method, body }) => {
  if (!server.online) throw new TypeError("no signal");
  if (server.answer) return server.answer;
  server.takes.push([method, url, body?.byteLength]);
  return {
    ok: true,
    status: 200,
    json: async () => ({ duration_s: 1, faults: [] }),
  };
};

async function getUserMedia() {
  await wait(5);
  if (phone.refuses) throw new DOMException("no microphone", "NotAllowedError");
  const track = {
    readyState: "live",
    stop() {
      this.readyState = "ended";
    },
  };
  phone.microphones.push(track);
  return { getTracks: () => [track] };
}

/** Whether the window would ask before it is closed. */
export const asks = () => asking.size > 0;

export const piece = (level = 0.1, length = 6000) =>
  new Float32Array(length).fill(level);

/** A page of sentences; `data-recorded` of each. */
export function open(recorded = ["no", "no"], stop = "gate") {
  Object.assign(server, { online: true, takes: [], answer: null });
  Object.assign(phone, { microphones: [], refuses: false, contexts: [] });
  box = new Element();
  box.dataset.reading = `/${stop}/`;
  box.sentences = recorded.map((each, at) => {
    const sentence = new Element();
    sentence.dataset = { digest: `d${at}`, recorded: each };
    return sentence;
  });
  const part = (name) => box.querySelector(`[data-${name}]`);
  return {
    part,
    sentences: box.sentences,
    press: (name) => part(name).listeners.click(),
    marks: () =>
      box.sentences.map((one) => one.querySelector("[data-mark]").textContent),
    /** Records a sentence of one piece. */
    async read(sound = piece()) {
      part("record").listeners.click();
      await wait(10);
      if (sound) phone.contexts.at(-1).say(sound);
      part("record").listeners.click();
      await wait(5);
    },
  };
}
