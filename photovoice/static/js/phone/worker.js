// The service worker: the contribute page opens without a network, another app can hand pictures
// over, and Android may finish sending after the page was closed.  A tablet that people share keeps
// the page it shows when it was left, too.  Nothing else is kept: pages of the studio are always
// asked for anew.

import { isOurs } from "../ours.js";
import { Sender, Stopped, hello } from "./sender.js";
import * as store from "./store.js";

const PAGES = "pages";
const SHARED = "shared";
const LEFT = "left";
const WAY_OUT = "/signed-out";
const PATIENCE = 4000; // milliseconds until the page that is kept is shown in place of a late one
const isContribute = (url) => /^\/contribute$|\/contribute$/.test(url.pathname);

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("message", (event) => {
  // A page that came before there was a worker asks to be kept.
  if (event.data?.keep) event.waitUntil(keepUnlessKept(PAGES, event.data.keep));
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
  } else if (request.method !== "GET") return;
  else if (url.pathname.startsWith("/static/built/")) event.respondWith(asset(request));
  else if (opens && isContribute(url)) event.respondWith(page(event, url.pathname));
  else if (opens && url.pathname === WAY_OUT) event.respondWith(fetch(request).catch(left));
});

async function forget() {
  await caches.delete(PAGES);
  await caches.delete(SHARED);
}

async function asset(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function keepUnlessKept(name, address, how) {
  const cache = await caches.open(name);
  if (!await cache.match(address)) await keep(name, address, await fetch(address, how));
}

/** Keep a page of ours together with what it is made of, or nothing of it. */
async function keep(name, address, answer) {
  if (!answer.ok || answer.redirected || !isOurs(answer)) return;
  const html = await answer.clone().text();
  const cache = await caches.open(name);
  for (const [, part] of html.matchAll(/ (?:src|href)="(\/static\/built\/[^"]+)"/g)) {
    if (await cache.match(part)) continue; // its name says what is in it
    const made = await fetch(part);
    if (!made.ok || !isOurs(made)) return;
    await cache.put(part, made);
  }
  await cache.put(address, answer);
  if (html.includes("data-shared-device")) await keepUnlessKept(LEFT, WAY_OUT, { credentials: "omit" });
}

/** The page as the house has it now; the one that is kept where there is no line, or hardly one. */
async function page(event, address) {
  const asked = fetch(event.request);
  event.waitUntil(asked.then((answer) => keep(PAGES, address, answer.clone())).catch(() => {}));
  const cache = await caches.open(PAGES);
  const kept = await cache.match(address) ?? (address === "/contribute" ? await anyPage(cache) : null);
  try {
    if (!kept) return await asked;
    const answer = await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    return answer && answer.status < 500 ? answer : kept;
  } catch {
    return kept ?? await anyPage(cache) ?? left();
  }
}

async function anyPage(cache) {
  const known = (await cache.keys()).find((request) => isContribute(new URL(request.url)));
  return known && cache.match(known);
}

/** What a shared tablet shows that was left while there was no network. */
async function left() {
  return (await (await caches.open(LEFT)).match(WAY_OUT)) ?? Response.error();
}

/** Pictures from another app wait in a cache until the page is open. */
async function takeShared(request) {
  const data = await request.formData();
  const cache = await caches.open(SHARED);
  let number = 0;
  for (const file of data.getAll("photographs")) {
    if (!file.size) continue;
    const headers = { "Content-Type": file.type, "X-Name": encodeURIComponent(file.name) };
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
