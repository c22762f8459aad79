// What is told of a photograph: its words, written or spoken.

import { find, number, say, screenOf, sure, words } from "./page.js";
import { at, edit, fills, refill } from "./screens.js";
import { sha256 } from "./sender.js";
import * as store from "./store.js";
import { LONGEST, record, recordable } from "./voice.js";

fills("words", showWords);

async function showWords(one) {
  const screen = screenOf("words");
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

screenOf("words").addEventListener("input", (event) => {
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
