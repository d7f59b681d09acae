/**
 * The microphone as it is: nothing that a phone would improve, for a voice that is to be kept.
 *
 * @typedef {object} Microphone
 * @property {number} rate_hz
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
  try {
    await context.audioWorklet.addModule(worklet);
    const source = context.createMediaStreamSource(stream);
    const collector = new AudioWorkletNode(context, "recorder", {
      numberOfOutputs: 0,
    });
    collector.port.onmessage = ({ data }) => heard(data);
    source.connect(collector);
    await context.resume();
  } catch (error) {
    close();
    throw error;
  }
  return { rate_hz: context.sampleRate, close };
}
