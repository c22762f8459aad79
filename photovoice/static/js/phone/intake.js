// Taking photographs in: each becomes an item of the outbox before anything else happens to it.

import { send } from "./attempts.js";
import { list } from "./list.js";
import { allowsPlace, find, language, open, person, root, say, words } from "./page.js";
import { thumbnail } from "./pictures.js";
import { askToKeep } from "./room.js";
import { small } from "./scale.js";
import { sha256 } from "./sender.js";
import * as store from "./store.js";
import { looksLike, withoutPlace } from "./strip.js";

const newUid = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

/** Keep every file on this phone, open the first to be told of, and begin to send. */
export async function addAll(files) {
  const added = [];
  const batch = newUid();
  for (const file of files) {
    try {
      added.push(await add(file, batch));
    } catch (trouble) {
      const full = trouble?.name === "QuotaExceededError";
      failed(say(full ? words.phone_full : file.size ? words.not_kept : words.empty, { name: file.name }));
    }
  }
  askToKeep();
  await list();
  if (added.length) open(added[0], "words");
  send();
}

/** Say that a file could not be kept, until somebody has seen it. */
function failed(sentence) {
  const line = document.createElement("li");
  line.textContent = sentence;
  find("failures").append(line);
  find("failed").hidden = false;
}

find("seen").addEventListener("click", () => {
  find("failures").replaceChildren();
  find("failed").hidden = true;
});

async function add(file, batch) {
  if (!file.size) throw new TypeError("an empty file");
  const saving = find("small").checked;
  const smaller = saving ? await small(file).catch(() => null) : null;
  const original = await (smaller ?? file).arrayBuffer();
  const kind = looksLike(new Uint8Array(original));
  const one = {
    uid: newUid(), person, project: root, batch, made: Date.now(), version: 1, accepted: 0,
    held: allowsPlace, trouble: null, needs: null,
    photograph: { name: file.name, type: smaller ? "image/jpeg" : file.type, kind, small: Boolean(smaller), exact_place: false },
    voice: null,
    words: { caption: "", caption_language: language, title: "", place: "" },
    people: null, release: null,
    thumb: await thumbnail(file),
  };
  await store.add(one, await settle(one, original));
  return one.uid;
}

/** The bytes as they will leave, noted in the item: without the place, unless that is wanted. */
async function settle(one, original) {
  const { photograph } = one;
  let bytes = original;
  if (!one.held && !(allowsPlace && photograph.exact_place) && photograph.kind === "jpeg") {
    const stripped = withoutPlace(new Uint8Array(original));
    photograph.removed = stripped.removed;
    bytes = stripped.bytes.slice().buffer;
  }
  Object.assign(photograph, { bytes: bytes.byteLength, sha256: await sha256(bytes) });
  return bytes;
}

/** Once it is settled whether the place goes along, an item that waited for that may leave. */
export async function letGo(uid) {
  const one = await store.item(uid);
  if (!one?.held) return;
  one.held = false;
  const bytes = await settle(one, await store.bytes(uid, "photograph"));
  await store.keepBytes(uid, "photograph", bytes, (item) => {
    Object.assign(item, { held: false, photograph: { ...one.photograph } });
  });
}

/** Nothing waits for good: all that is held goes, but for one whose page is open; whether any did. */
export async function letAllGo(but) {
  const held = (await store.items(person, root)).filter((one) => one.held && one.uid !== but);
  for (const { uid } of held) await letGo(uid).catch(() => {}); // tried again the next time
  return held.length > 0;
}
