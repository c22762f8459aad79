// Record what somebody says of a photograph: three minutes at most, in whatever form the phone
// speaks.  Kept as recorded.

export const LONGEST = 180; // seconds
const FORMS = ["audio/webm;codecs=opus", "audio/mp4;codecs=mp4a.40.2", "audio/mp4"];

/** The form this browser records in, or null where it does not, or not on this address. */
export function recordable() {
  if (!navigator.mediaDevices?.getUserMedia || !globalThis.MediaRecorder) return null;
  return FORMS.find((form) => MediaRecorder.isTypeSupported(form)) ?? null;
}

/**
 * Begin recording; `tick(seconds)` is called each second, and `keep(blob, seconds)` every other one
 * with all that was said so far.  Throws where the person says no.
 */
export async function record(tick, keep) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const recorder = new MediaRecorder(stream, { mimeType: recordable(), audioBitsPerSecond: 32000 });
  const pieces = [];
  const began = Date.now();
  const seconds = () => (Date.now() - began) / 1000;
  const soFar = () => new Blob(pieces, { type: recorder.mimeType });
  let keeping = Promise.resolve();
  recorder.ondataavailable = (event) => {
    pieces.push(event.data);
    if (recorder.state === "recording") keeping = keeping.then(() => keep(soFar(), seconds())).catch(() => {});
  };
  const over = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start(2000);
  const clock = setInterval(() => {
    tick(seconds());
    if (seconds() >= LONGEST) stop();
  }, 500);

  async function stop() {
    clearInterval(clock);
    if (recorder.state !== "inactive") recorder.stop();
    for (const track of stream.getTracks()) track.stop();
    await over;
    await keeping;
    const blob = soFar();
    return { bytes: await blob.arrayBuffer(), type: blob.type, seconds: Math.min(seconds(), LONGEST) };
  }

  return { stop, over };
}
