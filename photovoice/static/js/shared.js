// A tablet that people share.  It remembers that it is one, and it signs out whoever forgets to.

import { forgetDrafts } from "./drafts.js";
import { isOurs } from "./ours.js";

const LEFT_AFTER = 15 * 60 * 1000;
const SAY_EVERY = 4 * 60 * 1000;
const TICK = "photovoice.shared";
const USED = "photovoice.used"; // by any window: typing in one keeps the other signed in
const LEFT = "photovoice.left"; // and the house has not heard of it yet
const AGAIN_AFTER = 30 * 1000;

// A browser set to keep nothing throws on the mere touch of its storage.
function kept(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function tickAsBefore() {
  for (const tick of document.querySelectorAll("input[name=shared][type=checkbox]")) {
    if (kept(TICK)) tick.checked = kept(TICK) === "yes";
    tick.addEventListener("change", () => kept(TICK, tick.checked ? "yes" : "no"));
  }
  document.addEventListener("submit", ({ target }) => {
    const said = target.querySelector("input[name=shared][type=hidden]");
    if (said) kept(TICK, said.value);
    if (target.querySelector("input[name=shared]") && navigator.onLine) kept(LEFT, "");
  });
}

export function leaveWhenIdle() {
  // The page a tablet shows that was left without a network has grown old when there is one.
  if (document.querySelector("[data-left]")) addEventListener("online", () => location.reload());
  const form = document.querySelector("form[data-sign-out]");
  if (!("sharedDevice" in document.body.dataset) || !form) return;
  let used = 0, said = Date.now();

  const idle = () => Date.now() - Math.max(used, Number(kept(USED)));

  async function leave() {
    forgetDrafts();
    document.body.hidden = true; // also where the network is gone and the page stays
    kept(LEFT, "yes");
    const data = new URLSearchParams(new FormData(form));
    data.set("nobody", "1");
    const stop = new AbortController();
    const clock = setTimeout(() => stop.abort(), AGAIN_AFTER);
    const answer = await fetch(form.action, {
      method: "POST", body: data, headers: { Accept: "text/html" }, signal: stop.signal,
    }).catch(() => null);
    clearTimeout(clock);
    const heard = answer && isOurs(answer) && answer.ok;
    if (heard) kept(LEFT, ""); // otherwise the next page of theirs that opens here signs out
    if (heard || navigator.serviceWorker?.controller) location.replace("/signed-out");
    else setTimeout(leave, AGAIN_AFTER);
  }

  function look() {
    if (idle() >= LEFT_AFTER) leave();
    else setTimeout(look, Math.max(LEFT_AFTER - idle(), 1000));
  }

  function use() {
    if (idle() >= LEFT_AFTER) return leave(); // woken after a long sleep, before the clock rang
    if (Date.now() - used > 1000) kept(USED, (used = Date.now()));
    if (Date.now() - said > SAY_EVERY) {
      said = Date.now();
      fetch(document.body.dataset.here).catch(() => {});
    }
  }

  kept(TICK, "yes");
  if (kept(LEFT)) return leave();
  form.addEventListener("submit", () => kept(LEFT, "yes")); // should there be no network for it
  kept(USED, (used = Date.now()));
  for (const sign of ["pointerdown", "keydown", "input", "scroll", "wheel"]) {
    addEventListener(sign, use, { passive: true, capture: true });
  }
  const back = () => document.visibilityState === "visible" && idle() >= LEFT_AFTER && leave();
  document.addEventListener("visibilitychange", back);
  addEventListener("pageshow", back);
  look();
}
