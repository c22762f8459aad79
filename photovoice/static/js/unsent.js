// How many photographs are still on this phone, said on every page: <p data-unsent data-one="…"
// data-many="… {n} …" hidden>.  With data-person the count is of this person's only, and
// <p data-unsent-others …> says what waits for somebody else who shares the phone.

import { unsent } from "./phone/store.js";

const figures = new Intl.NumberFormat(document.documentElement.lang);

export async function showUnsent() {
  const places = document.querySelectorAll("[data-unsent], [data-unsent-others]");
  if (!places.length || !globalThis.indexedDB) return;
  const all = await unsent().catch(() => []);
  for (const place of places) {
    const { person, unsentOthers: others } = place.dataset;
    const { length } = all.filter((one) => !person || (one.person === person) === (others === undefined));
    place.hidden = !length;
    const words = length === 1 ? place.dataset.one : place.dataset.many;
    (place.querySelector("[data-said]") ?? place).textContent = words.replace("{n}", figures.format(length));
  }
}
