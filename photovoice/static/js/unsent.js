// How many photographs are still on this phone, said on every page: <p data-unsent data-one="…"
// data-many="… {n} …" hidden>.  The count is of this browser, whoever sent them.

import { unsent } from "./phone/store.js";

export async function showUnsent() {
  const places = document.querySelectorAll("[data-unsent]");
  if (!places.length || !globalThis.indexedDB) return;
  const count = (await unsent().catch(() => [])).length;
  for (const place of places) {
    place.hidden = !count;
    const words = count === 1 ? place.dataset.one : place.dataset.many;
    (place.querySelector("[data-said]") ?? place).textContent = words.replace("{n}", count);
  }
}
