// What is told of a photograph: its words, written or spoken.

import { send } from "./attempts.js";
import { untold } from "./list.js";
import { find, number, open, page, person, root, say, screenOf, sure, words } from "./page.js";
import { at, edit, fills, kept, onwards } from "./screens.js";
import { sha256 } from "./sender.js";
import * as store from "./store.js";
import { LONGEST, record, recordable } from "./voice.js";
import { whole } from "./whole.js";

fills("words", showWords);

const screen = screenOf("words");
const fields = [...screen.querySelectorAll("[data-word]")];
const LAST = `language ${person}`; // the one chosen last

async function showWords(one) {
  await speakAsBefore(one);
  for (const field of fields) show(field, one);
  showOthers(one);
  await showPlace(one);
  showFacts(one);
  const exact = find("exact", screen);
  if (exact) {
    exact.checked = one.photograph.exact_place;
    exact.disabled = !one.held;
  }
  await showVoice(one);
}

/** Whoever chose a language for the words before goes on in it. */
async function speakAsBefore(one) {
  const last = localStorage.getItem(LAST);
  const known = find("word=caption_language", screen)?.querySelector(`[value="${last}"]`);
  if (!known || !untold(one) || one.words.caption_language === last) return;
  one.words.caption_language = last;
  await edit((item) => { item.words.caption_language = last; });
}

/** Which of the photographs chosen together this is. */
async function showPlace(one) {
  const together = (await store.items(person, root)).filter(({ batch }) => batch && batch === one.batch);
  const n = number.format(together.findIndex(({ uid }) => uid === one.uid) + 1);
  find("which", screen).textContent = together.length > 1
    ? say(words.which, { n, of: number.format(together.length) }) : "";
}

/** What became of the file when it was read. */
function showFacts({ photograph }) {
  find("place-out", screen).hidden = !photograph.placed;
  find("was-small", screen).hidden = !photograph.small;
}

const shown = {}; // word → what this window showed of it last

function show(field, one) {
  const { word } = field.dataset;
  shown[word] = field.value = one.words[word] ?? "";
}

/** Keep these words as they stand on the screen; whether the phone could. */
async function keepWords(some) {
  const said = some.map((field) => [field.dataset.word, field.value]);
  const before = Object.fromEntries(said.map(([word]) => [word, shown[word]]));
  const could = await edit((one) => {
    for (const [word, value] of said) {
      const meanwhile = one.words[word];
      if (meanwhile !== shown[word] && meanwhile !== value && meanwhile) { // another window wrote: both stay
        one.others = { ...one.others, [word]: meanwhile };
        if (one.known) one.known.words[word] = shown[word];
      }
      one.words[word] = shown[word] = value;
    }
  });
  if (!could) Object.assign(shown, before); // what stands on the screen alone is not replaced
  return could;
}

/** Words of this person's that do not stand, each with the choice between the two. */
function showOthers(one) {
  find("others", screen).replaceChildren(...Object.entries(one.others ?? {}).map(([word, text]) => {
    const row = find("other-template").content.firstElementChild.cloneNode(true);
    find("text", row).textContent = text;
    find("use", row).onclick = () => choose(word, text);
    find("drop", row).onclick = () => choose(word);
    return row;
  }));
}

async function choose(word, text) {
  await edit((one) => {
    if (text !== undefined) one.words[word] = text;
    const { [word]: _gone, ...rest } = one.others;
    Object.assign(one, { others: rest, let_go: [...(one.let_go ?? []), word] });
  });
  await showWords(await store.item(at));
  send();
}

// What another window or the other end wrote meanwhile, where nobody is writing here.
async function refresh() {
  const one = at && !screen.hidden && await store.item(at);
  if (!one) return;
  for (const field of fields) {
    if (field.value === shown[field.dataset.word] && field.value !== one.words[field.dataset.word]) show(field, one);
  }
  showFacts(one);
  showOthers(one);
}

page.addEventListener("moved", refresh);
page.addEventListener("rested", refresh);

screen.addEventListener("input", ({ target }) => {
  const { word, exact } = target.dataset;
  if (word) keepWords([target]);
  if (word === "caption_language") localStorage.setItem(LAST, target.value);
  const { checked } = target;
  if (exact !== undefined) edit((one) => { one.photograph.exact_place = checked; });
});

find("next", screen).addEventListener("click", async () => {
  if (find("unkept").hidden || await keepWords(fields)) onwards("people");
});

// ---- The voice

const box = find("voice");
let recording = null; // what stops it, from when the microphone is asked for
let lost = null; // what was said last where the phone could not keep it

async function showVoice(one) {
  if (lost?.uid === one.uid) return offer(lost);
  const said = await store.bytes(one.uid, "voice");
  find("rescue", box).hidden = true;
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
  if (recording) return;
  const uid = at;
  let left = false;
  recording = { stop() { left = true; } };
  try {
    recording = await record(
      (seconds) => {
        find("voice-state", box).textContent = say(words.recording, { left: number.format(Math.max(0, Math.round(LONGEST - seconds))) });
      },
      (said, seconds) => keepSoFar(uid, said, seconds),
    );
  } catch {
    recording = null;
    find("voice-state", box).textContent = words.no_microphone;
    return;
  }
  if (left) {
    await recording.stop(); // nobody has spoken yet
    recording = null;
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

// Whoever goes elsewhere has finished speaking.
addEventListener("hashchange", () => recording?.stop());

/** Keep what was said so far, should the phone close the page meanwhile. */
async function keepSoFar(uid, said, seconds) {
  const { type } = said;
  await store.keepBytes(uid, "recording", await said.arrayBuffer(), (one) => { one.recording = { type, seconds }; });
}

/** Keep what was being said when the phone closed the page. */
export async function rescueVoices() {
  for (const { uid, recording: begun } of await store.items(person, root)) {
    const bytes = begun && await store.bytes(uid, "recording");
    if (bytes) await keepVoice(uid, { ...begun, bytes: whole(bytes) });
  }
}

async function keepVoice(uid, heard) {
  const { bytes, type, seconds } = heard;
  const sum = await sha256(bytes);
  const could = await kept(store.keepBytes(uid, "voice", bytes, (one) => {
    one.voice = { bytes: bytes.byteLength, sha256: sum, type, seconds, language: one.words.caption_language };
    one.recording = null;
    one.version += 1;
  }));
  lost = could ? null : { uid, ...heard };
  if (could) await kept(store.keepBytes(uid, "recording", null, () => {}));
  if (at === uid) await showVoice(await store.item(uid));
  else if (lost) open(uid, "words");
  else send();
}

/** What was said and could not be kept can be heard, and saved as a file. */
function offer({ bytes, type }) {
  for (const name of ["stop", "again", "unsay"]) find(name, box).hidden = true;
  find("record", box).hidden = !recordable();
  const [player, file] = [find("player", box), find("rescue", box)];
  player.hidden = file.hidden = false;
  player.src = file.href = URL.createObjectURL(new Blob([bytes], { type }));
  file.download = `recording.${type.includes("mp4") ? "m4a" : "webm"}`;
  find("voice-state", box).textContent = words.voice_not_kept;
}

box.addEventListener("click", async ({ target }) => {
  const { dataset } = target.closest("button") ?? {};
  if (!dataset) return;
  if ("record" in dataset || "again" in dataset) startRecording();
  else if ("stop" in dataset) recording?.stop();
  else if ("unsay" in dataset && await sure(words.sure_voice)) {
    await kept(store.keepBytes(at, "voice", null, (one) => {
      one.voice = null;
      one.version += 1;
    }));
    showVoice(await store.item(at));
  }
});

find("sound-file").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (file) await keepVoice(at, { bytes: await file.arrayBuffer(), type: file.type, seconds: 0 });
});
