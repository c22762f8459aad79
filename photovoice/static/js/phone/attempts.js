// When to send: at once, again after a while, never twice at a time.  Tells the page `moved` with
// the item that got further, and `rested` when an attempt is over.

import { find, note, page, person, root, saidIn, words } from "./page.js";
import { finishLater, giveWay, stayAwake } from "./room.js";
import { Sender } from "./sender.js";
import * as store from "./store.js";

/** How it stands: whether something is being sent, and the last Stopped until it moves again. */
export const going = { busy: false, stopped: null };
const tell = (what, detail) => page.dispatchEvent(new CustomEvent(what, { detail }));
const sender = new Sender(root, person, (item) => {
  if (going.busy) note(""); // something got there: there is a line
  tell("moved", item);
});
let hurried = false; // somebody asked to send while it was being tried
let wait = 5; // seconds
let timer = 0;
const LONGEST = 600; // seconds, whatever the other end asks for

/** Send what is ready, and go on trying until everything is received or somebody is needed. */
export async function send() {
  clearTimeout(timer);
  hurried = going.busy;
  if (going.busy) return;
  going.busy = true;
  let again = false;
  try {
    stayAwake(true);
    going.stopped = null;
    if ((await store.leaving(person, root)).length) await finishLater(); // should the page be closed meanwhile
    if (await sender.run()) wait = 5;
    again = (await store.leaving(person, root)).length > 0;
  } catch (trouble) {
    going.stopped = trouble.why ? trouble : { why: "offline" };
    again = !needsSomebody();
    wait = Math.max(wait, Math.min(trouble.after || 0, LONGEST));
    if (going.stopped.why === "somebody_else") giveWay();
  } finally {
    going.busy = false;
    stayAwake(false);
  }
  find("sign-in").hidden = !needsSomebody();
  note(whyStopped(), "care");
  tell("rested");
  if (hurried && !going.stopped?.after) send(); // unless we were told to wait
  else if (again) {
    timer = setTimeout(send, wait * 1000 * (0.8 + Math.random() / 2));
    wait = Math.min(wait * 2, 60);
  }
}

/** Send now, and be quick about the next attempts: the line is back. */
export function sendSoon() {
  wait = 5;
  sender.hurry();
  send();
}

/** Delete an item here, and at the other end too, where something of it may lie. */
export async function takeBack(uid) {
  await store.bury(uid);
  sender.drop(uid);
  send();
}

/** Hear what became at the other end of an item that was received. */
export async function hear(uid) {
  await sender.hear(uid);
  tell("rested");
}

const needsSomebody = () => ["signed_out", "somebody_else"].includes(going.stopped?.why);

function whyStopped() {
  const { stopped } = going;
  return stopped ? saidIn(stopped.said) || words[stopped.why] || words.offline : "";
}
