// @ts-nocheck: the names of an AudioWorkletGlobalScope are not in the compiler's library.
/** Hands what the microphone gives to the page, in pieces of an eighth of a second. */
const PIECE = 6000;

class Recorder extends AudioWorkletProcessor {
  constructor() {
    super();
    this.piece = new Float32Array(PIECE);
    this.filled = 0;
  }

  /** @param {Float32Array[][]} inputs */
  process(inputs) {
    const [channel] = inputs[0];
    if (!channel) return true;
    for (const sample of channel) {
      this.piece[this.filled++] = sample;
      if (this.filled === PIECE) {
        this.port.postMessage(this.piece.slice());
        this.filled = 0;
      }
    }
    return true;
  }
}

registerProcessor("recorder", Recorder);
