// What is whole of a recording that was cut off while it was being written: nobody takes in half a
// sound.  WebM is made of elements (RFC 8794), MP4 of boxes (ISO/IEC 14496-12).

const ENDLESS = [0x18538067, 0x1f43b675]; // a segment and its clusters, begun before their size is known
const SOUND = 0x6d646174; // "mdat": the box that those before it speak of

/** The bytes up to the last whole piece of sound. */
export function whole(buffer) {
  const bytes = new Uint8Array(buffer);
  return buffer.slice(0, bytes[0] === 0x1a ? wholeElements(bytes) : wholeBoxes(new DataView(buffer)));
}

/** A number of `wide` bytes, of the first only what `mask` leaves. */
const number = (bytes, at, wide, mask = 255) =>
  bytes.subarray(at + 1, at + wide).reduce((sum, byte) => sum * 256 + byte, bytes[at] & mask);

function wholeElements(bytes) {
  for (let at = 0; at < bytes.length;) {
    const size = at + Math.clz32(bytes[at]) - 23;
    const wide = Math.clz32(bytes[size]) - 23;
    const content = size + wide;
    const end = content + number(bytes, size, wide, 255 >> wide);
    const endless = ENDLESS.includes(number(bytes, at, size - at));
    if (content > bytes.length || (!endless && end > bytes.length)) return at;
    at = endless ? content : end;
  }
  return bytes.length;
}

function wholeBoxes(view) {
  let end = 0;
  for (let at = 0; at + 8 <= view.byteLength;) {
    const size = view.getUint32(at);
    const sound = view.getUint32(at + 4) === SOUND;
    at += size;
    if (size < 8 || at > view.byteLength) break;
    if (sound) end = at;
  }
  return end;
}
