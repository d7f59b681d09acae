const REST_MS = 300;
const WAKE_MS = 2000;

/**
 * The microphone as it is: nothing that a phone would improve, for a voice that is to be kept.
 *
 * @typedef {object} Microphone
 * @property {number} rate_hz
 * @property {() => Promise<void>} rest until all that was said up to now has been heard
 * @property {() => Promise<boolean>} wake whether it hears, after a telephone call as well
 * @property {() => void} close
 *
 * @param {string} worklet address of the program that collects the samples
 * @param {(piece: Float32Array) => void} heard
 * @returns {Promise<Microphone>} rejects when the microphone may not or cannot be used
 */
export async function openMicrophone(worklet, heard) {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: {
      channelCount: 1,
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
    },
  });
  const context = new AudioContext();
  const close = () => {
    for (const track of stream.getTracks()) track.stop();
    void context.close();
  };
  let rested = () => {};
  /** A call takes the sound away, and some browsers leave it so. */
  const wake = async () => {
    const isOver = stream.getTracks().some((one) => one.readyState === "ended");
    if (isOver) return false;
    if (context.state !== "running")
      await Promise.race([context.resume().catch(() => {}), after(WAKE_MS)]);
    return context.state === "running";
  };
  try {
    await context.audioWorklet.addModule(worklet);
    const source = context.createMediaStreamSource(stream);
    const collector = new AudioWorkletNode(context, "recorder", {
      numberOfOutputs: 0,
    });
    collector.port.onmessage = ({ data }) => {
      const piece = data.rest ?? data;
      if (piece.length > 0) heard(piece);
      if (data.rest) rested();
    };
    const rest = async () => {
      const answered = new Promise((done) => {
        rested = () => done(undefined);
      });
      collector.port.postMessage("rest");
      await Promise.race([answered, after(REST_MS)]);
    };
    source.connect(collector);
    await wake();
    return { rate_hz: context.sampleRate, rest, wake, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** @param {number} wait_ms */
function after(wait_ms) {
  return new Promise((done) => setTimeout(done, wait_ms));
}

/**
 * One microphone for as long as a page is shown, however often it is asked for.
 *
 * @param {() => Promise<Microphone>} open
 */
export function createMicrophoneKeeper(open) {
  /** @type {Promise<Microphone> | null} */
  let opening = null;
  let closed = false;

  function ask() {
    opening ??= open().catch((error) => {
      opening = null; // so that a second try asks again
      throw error;
    });
    return opening;
  }

  return {
    /** One that hears; it is opened anew where it does not any more. Rejects where there is none. */
    async ready() {
      const isNew = opening === null;
      const microphone = await ask();
      if (isNew || closed || (await microphone.wake())) return microphone;
      if (closed) return microphone;
      this.drop();
      return ask();
    },
    /** Closes it; the next time another is opened. */
    drop() {
      opening?.then(
        (microphone) => microphone.close(),
        () => {},
      );
      opening = null;
    },
    /** Closes it, and the one that is still coming. */
    close() {
      closed = true;
      this.drop();
    },
  };
}
