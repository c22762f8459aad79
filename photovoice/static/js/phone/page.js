// The contribute page: one task a screen.  Every screen stands in the page already, in the
// person's language; this fills them, keeps each keystroke, and sends what is ready.

import { leaveWhenIdle } from "../shared.js";
import { askToKeep, finishLater, stayAwake, storeFacts, workOffline } from "./room.js";
import { small } from "./scale.js";
import { Sender, sha256 } from "./sender.js";
import * as store from "./store.js";
import { looksLike, withoutPlace } from "./strip.js";
import { LONGEST, record, recordable } from "./voice.js";

const page = document.querySelector("[data-phone]");
const { root, person, language } = page.dataset;
const words = JSON.parse(page.dataset.words);
const find = (name, within = page) => within.querySelector(`[data-${name}]`);
const say = (sentence, facts = {}) =>
  Object.entries(facts).reduce((text, [name, value]) => text.replace(`{${name}}`, value), sentence);
const { lang } = document.documentElement;
const locale = lang === "en" ? "en-GB" : lang;
const number = new Intl.NumberFormat(locale);
const listed = new Intl.ListFormat(locale, { type: "unit" });
const percent = new Intl.NumberFormat(locale, { style: "percent" });
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const allowsPlace = "exactPlace" in page.dataset;
const sender = new Sender(root, person, show);
let stopped = null; // the last Stopped, until something moves again
let busy = false;
let hurried = false; // somebody asked to send while it was being tried
let wait = 5;
let timer = 0;
let at = null; // the item whose screens are open
let shown = false; // whether a screen was shown before this one
const pictures = new Map(); // uid → object URL

// ---- Taking photographs in

const newUid = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

async function addAll(files, { shared = false } = {}) {
  const added = [];
  for (const file of files) {
    try {
      added.push(await add(file));
    } catch (trouble) {
      const full = trouble?.name === "QuotaExceededError";
      note(say(full ? words.phone_full : words.not_kept, { name: file.name }), "stop");
    }
  }
  askToKeep();
  await list();
  if (added.length && !shared) open(added[0], "words");
  send();
}

async function add(file) {
  const saving = find("small").checked;
  const smaller = saving ? await small(file).catch(() => null) : null;
  const original = await (smaller ?? file).arrayBuffer();
  const kind = looksLike(new Uint8Array(original));
  const one = {
    uid: newUid(), person, project: root, made: Date.now(), version: 1, accepted: 0,
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
  if (!one.held && !photograph.exact_place && photograph.kind === "jpeg") {
    const stripped = withoutPlace(new Uint8Array(original));
    photograph.removed = stripped.removed;
    bytes = stripped.bytes.slice().buffer;
  }
  Object.assign(photograph, { bytes: bytes.byteLength, sha256: await sha256(bytes) });
  return bytes;
}

/** Once it is settled whether the place goes along, an item that waited for that may leave. */
async function letGo(uid) {
  const one = await store.item(uid);
  if (!one?.held) return;
  one.held = false;
  const bytes = await settle(one, await store.bytes(uid, "photograph"));
  await store.keepBytes(uid, "photograph", bytes, (item) => {
    Object.assign(item, { held: false, photograph: { ...one.photograph } });
  });
}

async function thumbnail(file) {
  try {
    const bitmap = await createImageBitmap(file, { resizeHeight: 160, imageOrientation: "from-image" });
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    return canvas.toDataURL("image/jpeg", 0.7);
  } catch {
    return null; // HEIC on a phone that cannot show it: its name will do
  }
}

// ---- The list of what is on its way

function show(changed) {
  const row = rows().find((one) => one.dataset.uid === changed.uid);
  if (row) fill(row, changed);
  count();
}

const rows = () => [...find("rows").children];

async function list() {
  const all = await store.items(person, root);
  const template = find("row-template");
  find("rows").replaceChildren(...all.map((one) => {
    const row = template.content.firstElementChild.cloneNode(true);
    row.dataset.uid = one.uid;
    fill(row, one);
    return row;
  }));
  count(all);
}

function fill(row, one) {
  const image = find("thumb", row);
  image.hidden = !one.thumb;
  if (one.thumb && image.src !== one.thumb) image.src = one.thumb;
  find("name", row).textContent = one.words.title.trim() || one.words.caption.trim().slice(0, 60) || one.photograph.name || words.photograph;
  const safe = store.isSafe(one);
  row.dataset.state = one.trouble ? "trouble" : safe ? "safe" : "waiting";
  find("state", row).textContent = stateOf(one, safe);
  const needs = lacking(one);
  find("needs", row).textContent = needs.length ? say(words.needs, { what: listed.format(needs.map((n) => words[`need_${n}`])) }) : "";
  const bar = find("bar", row);
  bar.hidden = safe || one.trouble || !part(one);
  bar.value = part(one);
  find("retry", row).hidden = !one.trouble;
  find("save", row).hidden = safe || one.photograph.received;
  find("delete", row).hidden = safe;
  find("done", row).hidden = !safe;
  const link = find("page", row);
  link.hidden = !one.photograph.page;
  if (one.photograph.page) link.href = one.photograph.page;
}

function part(one) {
  const parts = [one.photograph, one.voice].filter(Boolean);
  const all = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return parts.reduce((sum, { bytes, done = 0 }) => sum + bytes * done, 0) / all;
}

function stateOf(one, safe) {
  if (one.trouble) return saidIn(one.trouble) || words[one.trouble.reason] || words.refused;
  if (safe) return say(words.received, { time: clock.format(new Date(one.photograph.received)) });
  if (one.held) return words.held;
  if (stopped) return words[stopped.why] || words.offline;
  if (busy && part(one)) return say(words.sending, { part: percent.format(Math.floor(part(one) * 100) / 100) });
  return words.waiting;
}

/** What the other end said happened, and what to do next. */
const saidIn = ({ sentence, next_step } = {}) => [sentence, next_step].filter(Boolean).join(" ");

function lacking(one) {
  const { caption } = one.words;
  if (one.trouble) return [];
  return [
    !caption.trim() && !one.voice && "caption", !one.people && "people", !one.release && "release",
  ].filter(Boolean);
}

async function count(all) {
  const mine = all ?? await store.items(person, root);
  const left = mine.filter((one) => !store.isSafe(one)).length;
  find("count").textContent = !mine.length ? "" : left
    ? say(left === 1 ? words.unsent_one : words.unsent_many, { n: number.format(left) })
    : words.all_safe;
  find("outbox").hidden = !mine.length;
  const { tight, lasting } = await storeFacts();
  find("store-note").textContent = left && tight ? words.store_tight : left && !lasting ? words.store_fleeting : "";
}

find("rows").addEventListener("click", async (event) => {
  const row = event.target.closest("[data-uid]");
  const button = event.target.closest("button");
  if (!row || !button) return;
  const { uid } = row.dataset;
  if ("open" in button.dataset) open(uid, "words");
  else if ("retry" in button.dataset) {
    await store.change(uid, (one) => { one.trouble = null; });
    await list();
    send();
  } else if ("save" in button.dataset) saveToPhone(uid);
  else if ("done" in button.dataset) forget(uid);
  else if ("delete" in button.dataset && await sure(words.sure)) {
    forget(uid, true);
  }
});

async function forget(uid, everywhere = false) {
  if (everywhere) sender.forget(uid);
  await store.remove(uid);
  await list();
}

async function saveToPhone(uid) {
  const one = await store.item(uid);
  const link = document.createElement("a");
  link.href = await pictureOf(one);
  link.download = one.photograph.name || "photograph.jpg";
  link.click();
}

async function pictureOf(one) {
  if (!pictures.has(one.uid)) {
    const bytes = await store.bytes(one.uid, "photograph");
    if (!bytes) return one.thumb;
    pictures.set(one.uid, URL.createObjectURL(new Blob([bytes], { type: one.photograph.type })));
  }
  return pictures.get(one.uid);
}

function sure(question) {
  const dialog = document.getElementById("confirm");
  if (!dialog?.showModal) return confirm(question);
  dialog.querySelector(".dialog__question").textContent = question;
  dialog.showModal();
  return new Promise((resolve) => {
    const end = (answer) => () => { dialog.close(); resolve(answer); };
    dialog.querySelector("[data-confirm-yes]").onclick = end(true);
    dialog.querySelector("[data-confirm-no]").onclick = end(false);
    dialog.oncancel = () => resolve(false);
  });
}

// ---- Sending

async function send() {
  clearTimeout(timer);
  hurried = busy;
  if (busy) return;
  busy = true;
  let again = false;
  try {
    stayAwake(true);
    stopped = null;
    await sender.run();
    wait = 5;
    again = (await store.items(person, root)).some((one) => !store.isSafe(one) && !one.trouble && !one.held);
  } catch (trouble) {
    stopped = trouble.why ? trouble : { why: "offline" };
    again = stopped.why !== "signed_out" && stopped.why !== "somebody_else";
    finishLater();
  } finally {
    busy = false;
    stayAwake(false);
  }
  tell();
  await list();
  if (hurried) send();
  else if (again) {
    timer = setTimeout(send, wait * 1000 * (0.8 + Math.random() / 2));
    wait = Math.min(wait * 2, 60);
  }
}

function tell() {
  const signedOut = stopped?.why === "signed_out" || stopped?.why === "somebody_else";
  find("sign-in").hidden = !signedOut;
  note(stopped ? saidIn(stopped.said) || words[stopped.why] || words.offline : "", "care");
}

function note(text, kind = "") {
  const place = find("note");
  place.textContent = text;
  place.className = text ? `flash flash--${kind}` : "";
}

// ---- The screens of one photograph

const SCREENS = ["words", "people", "release"];

function screens(name) {
  const title = find("title");
  for (const one of page.querySelectorAll("[data-screen]")) {
    one.hidden = one.dataset.screen !== name;
    if (!one.hidden) title.textContent = one.dataset.heading;
  }
  if (at || shown) title.focus({ preventScroll: true });
  shown = true;
  scrollTo(0, 0);
}

function open(uid, screen) {
  location.hash = `${uid}/${screen}`;
}

async function arrive() {
  const [uid, screen] = location.hash.slice(1).split("/");
  const one = uid ? await store.item(uid) : null;
  if (at && at !== one?.uid) await letGo(at);
  if (!one || one.person !== person || !SCREENS.includes(screen)) {
    at = null;
    screens("home");
    await list();
    send();
    return;
  }
  at = uid;
  await ({ words: showWords, people: showPeople, release: showRelease })[screen](one);
  screens(screen);
}

const edit = (how) => store.change(at, (one) => {
  how(one);
  one.version += 1;
});

async function onwards(screen) {
  const uid = at;
  if (screen) return open(uid, screen);
  const all = await store.items(person, root);
  const next = all.find((one) => one.uid !== uid && one.made > all.find((o) => o.uid === uid).made && lacking(one).length === 3);
  if (next) open(next.uid, "words");
  else location.hash = "";
}

page.addEventListener("click", (event) => {
  const button = event.target.closest("[data-go]");
  if (button) onwards(button.dataset.go === "next" ? "" : button.dataset.go);
  if (event.target.closest("[data-later]")) location.hash = "";
});

async function fillPicture(screen, one) {
  const image = find("picture", screen);
  const source = await pictureOf(one);
  image.hidden = !source;
  if (source) image.src = source;
  image.onerror = () => { image.hidden = true; };
}

async function showWords(one) {
  const screen = page.querySelector('[data-screen="words"]');
  await fillPicture(screen, one);
  for (const field of screen.querySelectorAll("[data-word]")) field.value = one.words[field.dataset.word] ?? "";
  find("removed", screen).hidden = !one.photograph.removed;
  find("was-small", screen).hidden = !one.photograph.small;
  const exact = find("exact", screen);
  if (exact) {
    exact.checked = one.photograph.exact_place;
    exact.disabled = !one.held;
  }
  await showVoice(one);
}

page.querySelector('[data-screen="words"]').addEventListener("input", (event) => {
  const { word, exact } = event.target.dataset;
  if (word) edit((one) => { one.words[word] = event.target.value; });
  if (exact !== undefined) edit((one) => { one.photograph.exact_place = event.target.checked; });
});

// ---- The voice

let recording = null;

async function showVoice(one) {
  const box = find("voice");
  const said = await store.bytes(one.uid, "voice");
  find("record", box).hidden = !recordable() || Boolean(one.voice);
  find("stop", box).hidden = true;
  find("sound-file", box).closest("label").hidden = Boolean(recordable() || one.voice);
  find("again", box).hidden = find("unsay", box).hidden = !one.voice || Boolean(one.voice.received);
  const player = find("player", box);
  player.hidden = !said;
  if (said) player.src = URL.createObjectURL(new Blob([said], { type: one.voice.type }));
  else player.removeAttribute("src");
  find("voice-state", box).textContent = one.voice ? (one.voice.received ? words.voice_safe : words.voice_kept) : "";
}

async function startRecording() {
  const box = find("voice");
  const uid = at;
  try {
    recording = await record((seconds) => {
      find("voice-state", box).textContent = say(words.recording, { left: number.format(Math.max(0, Math.round(LONGEST - seconds))) });
    });
  } catch {
    find("voice-state", box).textContent = words.no_microphone;
    return;
  }
  find("record", box).hidden = find("again", box).hidden = find("unsay", box).hidden = true;
  find("stop", box).hidden = false;
  find("stop", box).focus();
  await recording.over;
  const heard = await recording.stop();
  recording = null;
  await keepVoice(uid, heard);
}

async function keepVoice(uid, { bytes, type, seconds }) {
  const sum = await sha256(bytes);
  await store.keepBytes(uid, "voice", bytes, (one) => {
    one.voice = { bytes: bytes.byteLength, sha256: sum, type, seconds, language: one.words.caption_language };
    one.version += 1;
  });
  if (at === uid) await showVoice(await store.item(uid));
}

find("voice").addEventListener("click", async (event) => {
  const { dataset } = event.target;
  if ("record" in dataset || "again" in dataset) startRecording();
  else if ("stop" in dataset) recording?.stop();
  else if ("unsay" in dataset && await sure(words.sure_voice)) {
    await store.keepBytes(at, "voice", null, (one) => {
      one.voice = null;
      one.version += 1;
    });
    showVoice(await store.item(at));
  }
});

find("sound-file").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (file) await keepVoice(at, { bytes: await file.arrayBuffer(), type: file.type, seconds: 0 });
});

// ---- Who is in it

async function showPeople(one) {
  await fillPicture(page.querySelector('[data-screen="people"]'), one);
  const named = one.people?.named ?? [];
  find("named").replaceChildren(...named.map((somebody, place) => {
    const row = find("person-template").content.firstElementChild.cloneNode(true);
    find("label", row).textContent = somebody.label;
    find("is-child", row).hidden = !somebody.is_child;
    find("unname", row).dataset.unname = place;
    return row;
  }));
  find("nobody-said").hidden = !one.people?.nobody;
}

find("name-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { label, child } = event.target.elements;
  if (!label.value.trim()) return label.focus();
  await edit((one) => {
    const named = one.people?.named ?? [];
    one.people = { named: [...named, { label: label.value.trim().slice(0, 120), is_child: child.checked }] };
  });
  event.target.reset();
  await showPeople(await store.item(at));
  label.focus();
});

page.querySelector('[data-screen="people"]').addEventListener("click", async ({ target }) => {
  if (target.dataset.unname) {
    await edit((one) => {
      const named = one.people.named.filter((_, place) => place !== Number(target.dataset.unname));
      one.people = named.length ? { named } : null;
    });
  } else if ("nobody" in target.dataset) {
    await edit((one) => { one.people = { nobody: true }; });
    return onwards("release");
  } else return;
  await showPeople(await store.item(at));
});

// ---- What may be done with it

const releaseForm = find("release-form");

async function showRelease(one) {
  await fillPicture(page.querySelector('[data-screen="release"]'), one);
  answer(one.release);
  const all = await store.items(person, root);
  const before = all.filter((other) => other.uid !== one.uid && other.release).at?.(-1);
  find("as-before").hidden = !before || Boolean(one.release);
  find("as-before").onclick = () => answer(before.release, true);
}

function answer(release, unseen = false) {
  releaseForm.reset();
  if (!release) return;
  for (const [use, yes] of Object.entries(release.uses)) {
    const field = releaseForm.querySelector(`[name="use_${use}"][value="${yes ? "yes" : "no"}"]`);
    if (field) field.checked = true;
  }
  const credit = releaseForm.querySelector(`[name="credit"][value="${release.credit}"]`);
  if (credit) credit.checked = true;
  releaseForm.elements.credit_name.value = release.credit_name;
  releaseForm.elements.limits_explained.checked = release.limits_explained && !unseen;
}

releaseForm.addEventListener("submit", async (event) => {
  event.preventDefault();
  const data = new FormData(releaseForm);
  const missing = !data.get("credit") ? "credit" : !data.get("limits_explained") ? "limits" : null;
  find("release-note").textContent = missing ? words[`missing_${missing}`] : "";
  if (missing) return releaseForm.querySelector(`[name^="${missing}"]`).focus();
  const uses = Object.fromEntries([...data].filter(([name]) => name.startsWith("use_"))
    .map(([name, value]) => [name.slice(4), value === "yes"]));
  await edit((one) => {
    one.release = {
      uses, credit: data.get("credit"), credit_name: data.get("credit_name").trim(), limits_explained: true,
    };
  });
  onwards();
});

// ---- The beginning

function begin() {
  page.classList.add("is-live");
  const others = find("for-others");
  if (others) others.open = false;
  else find("plain").hidden = true;
  find("live").hidden = false;
  for (const picker of page.querySelectorAll("[data-pick]")) {
    picker.addEventListener("change", () => {
      const files = [...picker.files];
      picker.value = "";
      addAll(files);
    });
  }
  const saving = find("small");
  saving.checked = localStorage.getItem("small") === "yes";
  saving.addEventListener("change", () => localStorage.setItem("small", saving.checked ? "yes" : "no"));
  addEventListener("hashchange", arrive);
  addEventListener("online", () => { wait = 5; send(); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") send();
  });
  navigator.serviceWorker?.addEventListener?.("message", () => list());
  workOffline(page.dataset.worker).then(keepPage);
  takeShared();
  arrive();
}

/** Tell the worker what this page is made of. */
async function keepPage(registered) {
  if (!registered) return;
  const { active } = await navigator.serviceWorker.ready;
  const parts = [...document.querySelectorAll("script[src], link[rel=stylesheet]")];
  active.postMessage({ keep: [location.pathname, ...parts.map((one) => one.src || one.href)] });
}

/** Photographs another app handed to us lie in the worker's cache until the page is open. */
async function takeShared() {
  if (!globalThis.caches || !new URLSearchParams(location.search).has("shared")) return;
  const cache = await caches.open("shared");
  const files = [];
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    const blob = await kept.blob();
    files.push(new File([blob], decodeURIComponent(kept.headers.get("X-Name") || ""), { type: blob.type }));
    await cache.delete(request);
  }
  history.replaceState(null, "", location.pathname + location.hash);
  if (files.length) addAll(files);
}

leaveWhenIdle();
store.items(person, root).then(begin, () => {}); // without a store the plain form stays
