// The screens of one photograph: which is open, and the way from one to the next.

import { hear, send } from "./attempts.js";
import { letAllGo, letGo } from "./intake.js";
import { list, untold } from "./list.js";
import { find, open, page, person, root, screenOf } from "./page.js";
import { fillPicture } from "./pictures.js";
import * as store from "./store.js";

/** The uid of the item whose screens are open, or null. */
export let at = null;
let shown = false; // whether a screen was shown before this one
const fillers = {}; // screen → what fills it from an item

/** Say what fills a screen; its photograph is shown by itself. */
export function fills(screen, filler) {
  fillers[screen] = filler;
}

/** Fill a screen from the open item. */
export async function refill(screen) {
  const one = await store.item(at);
  await fillPicture(screenOf(screen), one);
  await fillers[screen](one);
}

function hideAll() {
  for (const one of page.querySelectorAll("[data-screen]")) one.hidden = true;
}

function show(name) {
  const title = find("title");
  const wanted = screenOf(name);
  hideAll();
  wanted.hidden = false;
  title.textContent = wanted.dataset.heading;
  if (at || shown) title.focus({ preventScroll: true });
  shown = true;
  scrollTo(0, 0);
}

let arriving = Promise.resolve(); // one after the other, or two items would fill one form
let arrived = null;

/** Show what the address says: a screen of one item, or the list. */
export const arrive = () => (arriving = arriving.then(come, come));

async function come() {
  const { hash } = location;
  if (hash === arrived) return;
  arrived = null;
  const [uid, screen] = hash.slice(1).split("/");
  const one = uid ? await store.item(uid) : null;
  if (at && at !== one?.uid) {
    hideAll(); // nobody taps on one photograph's screen what would be kept with another
    await letGo(at).catch(() => {}); // tried again from the list
  }
  if (hash !== location.hash) return; // somebody was quicker, and is being shown elsewhere
  if (!one || one.person !== person || !fillers[screen]) {
    at = null;
    await list();
    if (hash !== location.hash) return;
    show("home");
    letAllGo().then((any) => any && list()).then(send);
  } else {
    at = uid;
    await refill(screen);
    if (hash !== location.hash) return;
    show(screen);
    if (store.isSafe(one)) hear(uid);
  }
  arrived = hash;
}

/** Whether something could be kept on this phone; where not, the page says so until something is. */
export async function kept(work) {
  const could = await work.then(() => true, () => false);
  find("unkept").hidden = could;
  return could;
}

/** Keep what is not said yet of the item whose screens are open. */
export const draft = (how) => kept(store.change(at, how));

/** Change the item whose screens are open, so that the other end hears of it, unless `how` says
 *  false: then nothing is new. */
export const edit = (how) => draft((one) => {
  if (how(one) === false) return false;
  one.version += 1;
});

/** Go to another screen of this item, or without one to the next item nothing was said of. */
export async function onwards(screen) {
  const uid = at;
  if (screen) return open(uid, screen);
  const all = await store.items(person, root);
  const next = all.find((one) => one.uid !== uid && one.made > all.find((o) => o.uid === uid).made && untold(one));
  if (next) open(next.uid, "words");
  else location.hash = "";
}

// The second tap of two is meant for what stood there at the first, and does nothing more.
let last = {};
page.addEventListener("click", (event) => {
  const { clientX: x, clientY: y, timeStamp, detail, pointerType } = event;
  const again = pointerType === "touch" && timeStamp - last.timeStamp < 400 && Math.hypot(x - last.x, y - last.y) < 24;
  last = { x, y, timeStamp };
  if ((detail < 2 && !again) || !event.target.closest("button, a")) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

page.addEventListener("click", (event) => {
  const button = event.target.closest("[data-go]");
  if (button) onwards(button.dataset.go === "next" ? "" : button.dataset.go);
  if (event.target.closest("[data-later]")) location.hash = "";
});

// A picture this phone cannot show is shown as soon as the other end has made one of it.
page.addEventListener("rested", async () => {
  const one = at && await store.item(at);
  const screen = page.querySelector("[data-screen]:not([hidden])");
  if (one && one.uid === at && screen && find("picture", screen)?.hidden) fillPicture(screen, one);
});
