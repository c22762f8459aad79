// The service worker: the contribute page opens without a network, another app can hand pictures
// over, and Android may finish sending after the page was closed.  Nothing else is kept: pages of
// the studio are always asked for anew.

import { Sender, Stopped, hello } from "./sender.js";
import * as store from "./store.js";

const PAGES = "pages";
const SHARED = "shared";
const isContribute = (url) => /^\/contribute$|\/contribute$/.test(url.pathname);

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("message", (event) => {
  // The page says what it is made of, so that it is whole the next time there is no network.
  if (event.data?.keep) event.waitUntil(caches.open(PAGES).then((cache) => cache.addAll(event.data.keep)));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.method === "POST" && url.pathname === "/share") event.respondWith(takeShared(request));
  else if (request.method === "POST" && url.pathname === "/sign-out") event.waitUntil(forget());
  else if (request.method !== "GET") return;
  else if (url.pathname.startsWith("/static/built/")) event.respondWith(asset(request));
  else if (request.mode === "navigate" && isContribute(url)) event.respondWith(page(request));
});

async function forget() {
  await caches.delete(PAGES);
  await caches.delete(SHARED);
}

async function asset(request) {
  return (await caches.match(request)) ?? fetch(request);
}

async function page(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) {
      const cache = await caches.open(PAGES);
      await cache.put(new URL(request.url).pathname, answer.clone());
    }
    return answer;
  } catch {
    const cache = await caches.open(PAGES);
    const kept = await cache.match(new URL(request.url).pathname) ?? await anyPage(cache);
    return kept ?? Response.error();
  }
}

async function anyPage(cache) {
  const known = (await cache.keys()).find((request) => isContribute(new URL(request.url)));
  return known && cache.match(known);
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
