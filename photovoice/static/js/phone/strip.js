// Takes out of a photograph, on the phone, what tells where it was taken.  A JPEG keeps its picture
// and colours byte for byte, and of everything else only how it is turned and when it was taken.

const KEPT = { 0xe0: "JFIF\0", 0xe2: "ICC_PROFILE\0", 0xee: "Adobe" };
const WHEN = /^\d{4}([-:\/.])\d\d?\1\d\d?([ T]\d\d?(:\d\d){1,2}([.,]\d+)?)? ?(Z|[-+]\d\d:?\d\d)?$/;
const OFFSET = /^[-+]\d\d:\d\d$/;
// A position, a town or a country, as packets, comments and films write them; IPTC numbers them.
const PLACE = /(lat|long)itude\W+\d|:(city|state|country|location)[='">]+\w|\xa9xyz/i;
const TOWN = /\x1c\x02[Z\\_de]\0[^\0]/;

const text = (bytes, from, to) => String.fromCharCode(...bytes.subarray(from, to));

/** What a file is, by its content: "jpeg", "heic", "png", "webp", "avif" or null. */
export function looksLike(bytes) {
  const head = text(bytes, 0, 12);
  if (head.startsWith("\xff\xd8\xff")) return "jpeg";
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (/^RIFF[^]{4}WEBP/.test(head)) return "webp";
  const brands = text(bytes, 4, Math.min(bytes[3], 64));
  if (/^ftyp(avi[fs]|(m[is]f1|hev[cxms])[^]*avi[fs])/.test(brands)) return "avif";
  return /^ftyp(hei[cxms]|hev[cxms]|m[is]f1)/.test(brands) ? "heic" : null;
}

/** An EXIF segment that says how a picture is turned and when it was taken, and nothing else. */
export function exif({ orientation = 1, taken, offset }) {
  if (orientation < 2 && !taken) return new Uint8Array();
  const two = (number) => [number >> 8, number & 255];
  const four = (number) => [0, 0, ...two(number)];
  const entry = (tag, kind, count, value) => [...two(tag), ...two(kind), ...four(count), ...value];
  const said = [[0x9003, taken], [0x9011, offset]].filter(([, words]) => words);
  const words = said.map(([, spoken]) => `${spoken}\0`);
  const first = 44 + 12 * said.length; // past the header and both directories
  const tiff = [
    ...[77, 77, 0, 42], ...four(8),
    ...two(2), ...entry(0x112, 3, 1, [...two(orientation), 0, 0]), ...entry(0x8769, 4, 1, four(38)),
    ...four(0), ...two(said.length),
    ...said.flatMap(([tag], n) => entry(tag, 2, words[n].length, four(first + 32 * n))),
    ...four(0), ...[...words.map((spoken) => spoken.padEnd(32, "\0")).join("")].map((letter) => letter.charCodeAt(0)),
  ];
  return Uint8Array.from([255, 0xe1, ...two(tiff.length + 8), 69, 120, 105, 102, 0, 0, ...tiff]);
}

const [DETAILS, POSITION] = [0x8769, 0x8825];

/** What is worth keeping of a TIFF structure, as far as it can be read, and whether it tells a `place`. */
function facts(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const little = bytes[0] === 73;
  const found = {};
  let place = false;
  const value16 = (entry) => view.getUint16(entry + 8, little);
  const read = (at, directory) => {
    for (let n = view.getUint16(at, little), entry = at + 2; n--; entry += 12) {
      const tag = view.getUint16(entry, little);
      const value = view.getUint32(entry + 8, little);
      if (directory === POSITION) place ||= (tag === 2 || tag === 4) && bytes.subarray(value, value + 24).some(Boolean);
      else if (!directory && (tag === DETAILS || tag === POSITION)) read(value, tag);
      else found[tag] ??= tag === 0x112 ? value16(entry) : text(bytes, value, value + 31).split("\0")[0].trim();
    }
  };
  try {
    read(view.getUint32(4, little));
  } catch {
    // damaged further on: what was read so far counts
  }
  const turned = found[0x112];
  const taken = [found[0x9003], found[0x9004], found[0x132]].find((when) => WHEN.test(when)) ?? null;
  const offset = (found[0x9011] ?? "").slice(0, 6);
  return {
    place,
    orientation: turned > 1 && turned < 9 ? turned : 1,
    taken,
    offset: taken && taken === found[0x9003] && OFFSET.test(offset) ? offset : null,
  };
}

/** Whether bytes speak of a place: to say so, not to decide what goes. */
const tells = (bytes) => PLACE.test(new TextDecoder("latin1").decode(bytes).replaceAll("\0", ""));

/** Where the next marker stands after compressed data, or -1. */
function afterScan(bytes, at) {
  for (;;) {
    at = bytes.indexOf(255, at);
    const next = bytes[at + 1];
    if (at < 0 || next === undefined) return -1;
    if (next && next < 255 && (next & 0xf8) !== 0xd0) return at;
    at += next === 255 ? 1 : 2;
  }
}

/**
 * A JPEG without what tells where it was taken: `bytes`, whether a `place` was seen in what went, its
 * EXIF `orientation`, and when it was `taken` ("2018:05:12 14:03:09", with its `offset` from UTC) or
 * null.  Anything else, and a damaged file, comes back as it is: the server sees to it.
 */
export function withoutPlace(bytes) {
  const same = { bytes, place: false, orientation: 1, taken: null, offset: null };
  if (looksLike(bytes) !== "jpeg") return same;
  const kept = [bytes.subarray(0, 2)];
  let known = null;
  let place = false;
  let at = 2;
  while (bytes[at + 1] !== 0xd9) {
    const marker = bytes[at + 1];
    if (bytes[at] === 255 && marker === 255) {
      at += 1; // filling
      continue;
    }
    let end = at + 2 + (bytes[at + 2] << 8 | bytes[at + 3]);
    if (bytes[at] !== 255 || end < at + 4 || !(end <= bytes.length)) return same;
    if (marker === 0xda) end = afterScan(bytes, end);
    if (end < 0) return same;
    const name = text(bytes, at + 4, Math.min(at + 16, end));
    if (marker === 0xe1 && !known && name.startsWith("Exif\0\0")) {
      known = facts(bytes.subarray(at + 10, end));
      kept.push(exif(known));
    } else if (marker < 0xe0 || (KEPT[marker] && name.startsWith(KEPT[marker]))) {
      kept.push(bytes.subarray(at, end));
    } else {
      place ||= tells(bytes.subarray(at, end)) || (marker === 0xed && TOWN.test(text(bytes, at, end)));
    }
    at = end;
  }
  if (bytes[at] !== 255) return same;
  kept.push(bytes.subarray(at, at + 2));
  const clean = new Uint8Array(kept.reduce((length, piece) => length + piece.length, 0));
  let to = 0;
  for (const piece of kept) {
    clean.set(piece, to);
    to += piece.length;
  }
  place ||= Boolean(known?.place) || tells(bytes.subarray(at + 2));
  const changed = to !== bytes.length || clean.some((byte, n) => byte !== bytes[n]);
  return { ...same, ...known, bytes: changed ? clean : bytes, place };
}
