// The list of what is on its way: a row an item, each with its state in words and what can be done.

import { going, send, takeBack } from "./attempts.js";
import { clock, day, find, listed, number, open, page, percent, person, root, saidIn, say, sure, words } from "./page.js";
import { chosenNow, pictureOf, showPicture } from "./pictures.js";
import { storeFacts } from "./room.js";
import * as store from "./store.js";

const rows = () => [...find("rows").children];

/** Show every row as it is now. */
export async function list() {
  const all = await store.items(person, root);
  const here = rows();
  if (here.map((row) => row.dataset.uid).join() === all.map((one) => one.uid).join()) {
    all.forEach((one, place) => fill(here[place], one)); // where the keyboard is, it stays
  } else find("rows").replaceChildren(...all.map(newRow));
  count(all);
}

function newRow(one) {
  const row = find("row-template").content.firstElementChild.cloneNode(true);
  row.dataset.uid = one.uid;
  fill(row, one);
  return row;
}

/** Fill a row; one that cannot be shown stops no other. */
function fill(row, one) {
  try {
    describe(row, one);
  } catch {
    find("state", row).textContent = words.refused;
  }
}

function describe(row, one) {
  const image = find("thumb", row);
  showPicture(image, one.thumb || chosenNow(one.uid) || one.photograph.picture, one);
  find("name", row).textContent = one.words.title.trim() || one.words.caption.trim().slice(0, 60) || one.photograph.name || words.photograph;
  const safe = store.isSafe(one);
  row.dataset.state = one.trouble ? "trouble" : safe ? "safe" : "waiting";
  find("state", row).textContent = stateOf(one, safe);
  const needs = lacking(one);
  find("needs", row).textContent = needs.length ? say(words.needs, { what: listed.format(needs.map((n) => words[`need_${n}`])) }) : "";
  const bar = find("bar", row);
  bar.hidden = safe || one.trouble || !part(one);
  bar.value = part(one);
  const refused = store.isRefused(one);
  find("retry", row).hidden = !one.trouble || refused;
  find("open", row).hidden = refused;
  find("save", row).hidden = safe || one.photograph.received || one.reading;
  find("delete", row).hidden = safe || Boolean(one.photograph.received);
  find("done", row).hidden = !safe;
  const link = find("page", row);
  link.hidden = !one.photograph.page;
  if (one.photograph.page) link.href = one.photograph.page;
}

function part(one) {
  const parts = [one.photograph, one.voice].filter(Boolean);
  const all = parts.reduce((sum, { bytes }) => sum + bytes, 0);
  return all ? parts.reduce((sum, { bytes, done = 0 }) => sum + bytes * done, 0) / all : 0;
}

function stateOf(one, safe) {
  if (one.trouble) return saidIn(one.trouble) || words[one.trouble.reason] || words.refused;
  if (one.late) return words.late;
  if (safe) return say(words.received, { time: when(new Date(one.photograph.received)) });
  if (one.lost) return say(words.choose_again, { name: one.photograph.name });
  if (one.reading) return words.reading;
  if (one.held) return words.held;
  if (one.photograph.received) return words.words_waiting;
  if (going.stopped) return words[going.stopped.why] || words.offline;
  if (going.busy && part(one)) return say(words.sending, { part: percent.format(Math.floor(part(one) * 100) / 100) });
  return words.waiting;
}

/** The time, with its day where it was not today. */
const when = (moment) =>
  (moment.toDateString() === new Date().toDateString() ? clock : day).format(moment);

/** Whether nothing was said yet of an item on this phone. */
export const untold = (one) => !one.words.caption.trim() && !one.voice && !one.people && !one.release;

/** What an item still needs before it is complete: as the other end says, where it has heard all. */
export function lacking(one) {
  const { caption } = one.words;
  if (one.trouble) return [];
  if (one.needs && one.accepted === one.version) return one.needs;
  return [
    !caption.trim() && !one.voice && "caption", !one.people && "people", !one.release && "release",
  ].filter(Boolean);
}

async function count(all) {
  const mine = all ?? await store.items(person, root);
  const left = mine.filter((one) => store.isWaiting(one) && !one.photograph.received).length;
  find("count").textContent = left
    ? say(left === 1 ? words.unsent_one : words.unsent_many, { n: number.format(left) })
    : mine.length && mine.every(store.isSafe) ? words.all_safe : "";
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
  await (everywhere ? takeBack(uid) : store.remove(uid));
  await list();
}

async function saveToPhone(uid) {
  const one = await store.item(uid);
  const link = document.createElement("a");
  link.href = await pictureOf(one);
  link.download = one.photograph.name || "photograph.jpg";
  link.click();
}

page.addEventListener("moved", ({ detail: changed }) => {
  const row = rows().find((one) => one.dataset.uid === changed.uid);
  if (row) fill(row, changed);
  count();
});
page.addEventListener("rested", () => list());
