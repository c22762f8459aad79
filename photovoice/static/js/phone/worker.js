// The service worker: the contribute page opens without a network, another app can hand pictures
// over, and Android may finish sending after the page was closed.  A tablet that people share keeps
// the page it shows when it was left, too; every other page says plainly that there is no network.
//
// A kept page is somebody's.  Each page of the house says who is signed in; from the moment
// somebody may be signing in until the next page has said who it is, nothing kept is shown.

import { isOurs } from "../ours.js";
import { Sender, Stopped, hello } from "./sender.js";
import * as store from "./store.js";

const PAGES = "pages of "; // and whose: one cache a person
const PLAIN = "plain";
const SHARED = "shared";
const LEFT = "left";
const MEMORY = "memory";
const WAY_OUT = "/signed-out";
const NO_NETWORK = "/no-network";
const PATIENCE = 4000; // milliseconds until the page that is kept is shown in place of a late one
const isContribute = (url) => /^\/contribute$|\/contribute$/.test(url.pathname);

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(begin()));

async function begin() {
  await caches.delete("pages"); // of an earlier worker, which did not know whose they were
  await clients.claim();
}

addEventListener("message", (event) => {
  // A page that came before there was a worker asks to be kept.
  if (event.data?.keep) event.waitUntil(keepIfNew(event.data.keep));
  // A page has heard that somebody else is signed in.
  if (event.data?.doubt) event.waitUntil(doubt());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const opens = request.mode === "navigate";
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname === "/share") event.respondWith(takeShared(request));
  else if (request.method === "POST" && url.pathname === "/sign-out") {
    event.waitUntil(forget());
    if (opens) event.respondWith(fetch(request).catch(() => Response.redirect(WAY_OUT, 303)));
  } else if (request.method === "POST" && opens && !url.pathname.startsWith("/projects/")) {
    event.respondWith(comingIn(request));
  } else if (request.method !== "GET") return;
  else if (url.pathname.startsWith("/static/built/")) event.respondWith(asset(request));
  else if (opens && isContribute(url)) event.respondWith(page(event, url.pathname));
  else if (opens && url.pathname === WAY_OUT) event.respondWith(fetch(request).catch(left));
  else if (opens) event.respondWith(anyOther(request));
});

// ---- Who is signed in here

/** Who was signed in last, whether that is sure, and which project they opened last. */
async function memory() {
  const kept = await (await caches.open(MEMORY)).match("/memory");
  return kept ? kept.json() : { who: "", sure: false };
}

let remembering = Promise.resolve(); // one after the other, or one would undo the other

/** Remember this too; what was heard at a count of doubts, only while there was no doubt since. */
function remember(facts, since = null) {
  remembering = remembering.catch(() => {}).then(async () => {
    if (since !== null && since !== doubts) return;
    const all = { ...await memory(), ...facts };
    await (await caches.open(MEMORY)).put("/memory", new Response(JSON.stringify(all)));
  });
  return remembering;
}

let doubts = 0; // counted, not timed: a phone's clock may be set back

/** Somebody else may be signed in: what was asked for before says nothing any more. */
function doubt(facts = {}) {
  doubts += 1;
  return remember({ sure: false, ...facts });
}

/** Somebody may be signing in: whose the device is then, the next page will say.  A page asked for
 *  before the answer is here may still be of whoever was signed in until then. */
async function comingIn(request) {
  await doubt();
  const answer = await fetch(request).catch(plain);
  await doubt();
  return answer;
}

/** What an answer to a request begun at that count of doubts says of who is signed in. */
async function heard(answer, since) {
  const who = answer.headers.get("Photovoice");
  if (!who || who === "here") return false;
  const known = await memory();
  if (since !== doubts) return false; // asked before somebody else came in
  if (known.who !== who) {
    for (const name of await caches.keys()) {
      if (name.startsWith(PAGES) && name !== PAGES + who) await caches.delete(name);
    }
    await remember({ who, sure: true, last: null }, since);
    for (const client of await clients.matchAll()) client.postMessage({ who });
  } else if (!known.sure) await remember({ sure: true }, since);
  return since === doubts;
}

async function forget() {
  await doubt({ who: "", last: null });
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name);
  await caches.delete(SHARED);
}

// ---- Pages

async function asset(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function keepUnlessKept(name, address, how) {
  const cache = await caches.open(name);
  if (!await cache.match(address)) await keep(name, address, await fetch(address, how));
}

async function keepIfNew(address) {
  const { who, sure } = await memory();
  if (sure && await (await caches.open(PAGES + who)).match(address)) return;
  const since = doubts;
  const answer = await fetch(address);
  if (await heard(answer, since)) await keepTheirs(address, answer);
}

async function keepTheirs(address, answer) {
  if (!isOurs(answer) || answer.redirected) return;
  await keep(PAGES + answer.headers.get("Photovoice"), address, answer);
  await remember({ last: address });
}

/** Keep a page of ours after all that it is made of, or nothing of it.  What its links lead to
 *  without a network is kept before somebody's page too, if the line lasts. */
async function keep(name, address, answer) {
  if (!answer.ok || answer.redirected || !isOurs(answer)) return;
  const html = await answer.clone().text();
  const cache = await caches.open(name);
  for (const [, part] of html.matchAll(/ (?:src|href)="(\/static\/built\/[^"]+)"/g)) {
    if (await caches.match(part)) continue; // its name says what is in it
    const made = await fetch(part);
    if (!made.ok || !isOurs(made)) return;
    await cache.put(part, made);
  }
  if (name.startsWith(PAGES)) await keepTheWayOut(html).catch(() => {});
  await cache.put(address, answer);
}

/** Keep what is shown, in the language of this page, where no page can be. */
async function keepTheWayOut(html) {
  if (html.includes("data-shared-device")) await keepUnlessKept(LEFT, WAY_OUT, { credentials: "omit" });
  const plain = `${NO_NETWORK}?${/<html lang="([^"]*)/.exec(html)?.[1]}`;
  await keepUnlessKept(PLAIN, plain);
  await remember({ plain });
}

/** The page as the house has it now; the one kept of whoever is here where there is no line. */
async function page(event, address) {
  const since = doubts;
  const asked = fetch(event.request).then(async (answer) => {
    const theirs = await heard(answer, since);
    if (theirs && isContribute(new URL(answer.url || address, location.href))) {
      event.waitUntil(keepTheirs(address, answer.clone()).catch(() => {}));
    }
    return answer;
  });
  event.waitUntil(asked.catch(() => {}));
  const { who, sure, last } = await memory();
  const cache = sure && who ? await caches.open(PAGES + who) : null;
  const kept = await cache?.match(address === "/contribute" && last ? last : address);
  if (kept && address !== "/contribute") await remember({ last: address });
  try {
    if (!kept) return await asked;
    const answer = await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    return answer && answer.status < 500 ? answer : kept;
  } catch {
    return kept ?? (who ? plain() : left());
  }
}

async function anyOther(request) {
  const since = doubts;
  try {
    const answer = await fetch(request);
    await heard(answer, since);
    return answer;
  } catch {
    return plain();
  }
}

/** What is shown where nothing else can be: that there is no network, and a way back. */
async function plain() {
  const { plain: address } = await memory();
  return (address && await caches.match(address)) || Response.error();
}

/** What a shared tablet shows that was left while there was no network. */
async function left() {
  return (await (await caches.open(LEFT)).match(WAY_OUT)) ?? plain();
}

/** Pictures from another app wait in a cache until the page of whoever handed them over is open. */
async function takeShared(request) {
  const data = await request.formData();
  const cache = await caches.open(SHARED);
  const { who, sure } = await memory();
  let number = 0;
  for (const file of data.getAll("photographs")) {
    if (!file.size) continue;
    const headers = { "Content-Type": file.type, "X-Name": encodeURIComponent(file.name), "X-Who": sure ? who : "" };
    await cache.put(`/share/${Date.now()}-${number += 1}`, new Response(file, { headers }));
  }
  return Response.redirect("/contribute?shared", 303);
}

addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(sendAll());
});

async function sendAll() {
  const roots = new Set((await store.everything()).filter((one) => !store.isSafe(one)).map((one) => one.project));
  for (const root of roots) {
    try {
      const { person } = await hello(root);
      await new Sender(root, person).run();
    } catch (trouble) {
      if (!(trouble instanceof Stopped) || trouble.why === "offline") throw trouble; // tried again
    }
  }
  for (const client of await clients.matchAll()) client.postMessage("sent");
}
