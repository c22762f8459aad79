// Taking photographs in: each becomes an item of the outbox before anything else happens to it.

import { send } from "./attempts.js";
import { list } from "./list.js";
import { allowsPlace, find, language, open, page, person, root, say, words } from "./page.js";
import { showFile, thumbnail } from "./pictures.js";
import { askToKeep } from "./room.js";
import { small } from "./scale.js";
import { sha256 } from "./sender.js";
import * as store from "./store.js";
import { looksLike, withoutPlace } from "./strip.js";

const READING = "photovoice reading "; // and a batch: the lock held while its files are read

const newUid = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

/** Keep the list of what was chosen, show it, and then take in file by file; and begin to send. */
export async function addAll(files) {
  const batch = newUid();
  const work = () => inOrder(files, batch);
  return navigator.locks ? navigator.locks.request(READING + batch, work) : work();
}

async function inOrder(files, batch) {
  const chosen = await noteDown(files, batch).catch(() => {
    for (const { name } of files) failed(say(words.phone_full, { name }));
    return [];
  });
  askToKeep();
  await list();
  if (chosen.length) open(chosen[0].uid, "words");
  for (const { uid, file } of chosen) {
    try {
      await takeIn(uid, file);
    } catch (trouble) {
      failed(say(trouble?.name === "QuotaExceededError" ? words.phone_full : words.not_kept, { name: file.name }));
      await store.remove(uid);
      if (location.hash.startsWith(`#${uid}`)) location.hash = "";
    }
    page.dispatchEvent(new CustomEvent("rested")); // the list and the open screen show it
  }
  send();
}

/** A row for each file before anything of it is read; one chosen before and lost is the same row. */
async function noteDown(files, batch) {
  const lost = (await store.items(person, root)).filter((one) => one.lost);
  const chosen = [];
  for (const file of files) {
    const { name, size } = file;
    if (!size || size > page.dataset.largest) {
      failed(say(size ? words.too_large : words.empty, { name }));
      continue;
    }
    const again = lost.findIndex(({ photograph }) => photograph.name === name && photograph.chosen === size);
    const one = again < 0 ? anItem(file) : lost.splice(again, 1)[0];
    Object.assign(one, { batch, lost: false });
    showFile(one.uid, file);
    chosen.push({ uid: one.uid, file, one });
  }
  await store.addAll(chosen.map(({ one }) => one));
  return chosen;
}

let newest = 0; // as many at one moment stay in the order they were chosen in

const anItem = (file) => ({
  uid: newUid(), person, project: root, made: (newest = Math.max(Date.now(), newest + 1)), version: 1, accepted: 0,
  held: allowsPlace, reading: true, trouble: null, needs: null,
  photograph: { name: file.name, type: file.type, bytes: file.size, chosen: file.size, exact_place: false },
  voice: null,
  words: { caption: "", caption_language: language, title: "", place: "" },
  people: null, release: null, thumb: null,
});

/** What was chosen and not read before the page was closed has to be chosen again. */
export async function findLost() {
  const { held = [] } = (await navigator.locks?.query?.()) ?? {};
  for (const { uid, batch, reading } of await store.items(person, root)) {
    const elsewhere = held.some(({ name }) => name === READING + batch);
    if (reading && !elsewhere) await store.change(uid, (one) => { one.lost = one.reading; });
  }
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

/** Read a file, and keep its bytes as they will leave. */
async function takeIn(uid, file) {
  const smaller = find("small").checked ? await small(file).catch(() => null) : null;
  const original = await (smaller ?? file).arrayBuffer();
  const kind = looksLike(new Uint8Array(original));
  const facts = { type: smaller ? "image/jpeg" : file.type, kind, small: Boolean(smaller) };
  const thumb = await thumbnail(file);
  for (let kept = false; !kept;) {
    const one = await store.item(uid);
    if (!one || one.gone) return;
    Object.assign(one.photograph, facts);
    const bytes = await settle(one, original);
    await store.keepBytes(uid, "photograph", bytes, (item) => {
      kept = true;
      if (item.held !== one.held) return kept = false; // its page was left meanwhile
      item.photograph = { ...one.photograph, exact_place: item.photograph.exact_place };
      Object.assign(item, { thumb, reading: false, lost: false });
    });
    if (!await store.item(uid)) return;
  }
}

/** The bytes as they will leave, noted in the item: without the place, unless that is wanted. */
async function settle(one, original) {
  const { photograph } = one;
  let bytes = original;
  if (!one.held && !(allowsPlace && photograph.exact_place) && photograph.kind === "jpeg") {
    const stripped = withoutPlace(new Uint8Array(original));
    photograph.placed = stripped.place;
    bytes = stripped.bytes.slice().buffer;
  }
  Object.assign(photograph, { bytes: bytes.byteLength, sha256: await sha256(bytes) });
  return bytes;
}

/** Once it is settled whether the place goes along, an item that waited for that may leave. */
export async function letGo(uid) {
  const one = await store.item(uid);
  if (!one?.held) return;
  if (one.reading) return void await store.change(uid, (item) => { item.held = false; });
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
