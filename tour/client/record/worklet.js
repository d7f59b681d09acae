// @ts-nocheck: the names of an AudioWorkletGlobalScope are not in the compiler's library.
/**
 * Hands what the microphone gives to the page, in pieces of an eighth of a second; asked for the rest,
 * it answers with what fills no piece yet.
 */
import { createCutter } from "./pieces.js";

const PIECE = 6000;

class Recorder extends AudioWorkletProcessor {
  constructor() {
    super();
    this.cutter = createCutter(PIECE, (piece) => this.port.postMessage(piece));
    this.port.onmessage = () =>
      this.port.postMessage({ rest: this.cutter.rest() });
  }

  /** @param {Float32Array[][]} inputs */
  process(inputs) {
    const [channel] = inputs[0];
    if (channel) this.cutter.add(channel);
    return true;
  }
}

registerProcessor("recorder", Recorder);
