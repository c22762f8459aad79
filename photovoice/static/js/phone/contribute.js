// The contribute page: one task a screen.  Every screen stands in the page already, in the
// person's language; the parts fill them, keep each keystroke, and send what is ready.

import { sayWhatWasCut } from "../fits.js";
import { leaveWhenIdle } from "../shared.js";
import "./answers.js";
import { send, sendSoon } from "./attempts.js";
import { addAll, findLost, letAllGo } from "./intake.js";
import { list } from "./list.js";
import { allowsPlace, find, page, person, root } from "./page.js";
import { giveWay, workOffline } from "./room.js";
import { arrive } from "./screens.js";
import * as store from "./store.js";
import { rescueVoices } from "./telling.js";

async function begin() {
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
  addEventListener("online", sendSoon);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") send();
  });
  navigator.serviceWorker?.addEventListener?.("message", ({ data }) => {
    if (data.who && data.who !== person) giveWay();
    else list();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  workOffline(page.dataset.worker).then(keepPage);
  await findLost();
  takeShared();
  await rescueVoices();
  await letAllGo(allowsPlace ? location.hash.slice(1).split("/")[0] : null);
  arrive();
}

/** Let the worker keep this page, if it has not seen it come. */
async function keepPage(registered) {
  if (!registered) return;
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ keep: location.pathname });
}

/** Photographs another app handed to us lie in the worker's cache until the page is open. */
async function takeShared() {
  if (!globalThis.caches || !await caches.has("shared")) return;
  const cache = await caches.open("shared");
  const named = new URLSearchParams(location.search).has("shared") ? ["", person] : [person];
  const files = [], requests = [];
  for (const request of await cache.keys()) {
    const kept = await cache.match(request);
    if (!named.includes(kept.headers.get("X-Who") ?? "")) continue; // somebody else's
    const blob = await kept.blob();
    files.push(new File([blob], decodeURIComponent(kept.headers.get("X-Name") || ""), { type: blob.type }));
    requests.push(request);
  }
  history.replaceState(null, "", location.pathname + location.hash);
  if (!files.length) return;
  await addAll(files); // rather twice than never, should the phone close us here
  for (const request of requests) await cache.delete(request);
}

leaveWhenIdle();
sayWhatWasCut();
store.items(person, root).then(begin, () => {}); // without a store the plain form stays
