// Who is in a photograph, and what may be done with it.

import { find, page, person, root, screenOf, words } from "./page.js";
import { edit, fills, onwards, refill } from "./screens.js";
import * as store from "./store.js";

fills("people", showPeople);
fills("release", showRelease);

// ---- Who is in it

function showPeople(one) {
  const named = one.people?.named ?? [];
  find("named").replaceChildren(...named.map((somebody, place) => {
    const row = find("person-template").content.firstElementChild.cloneNode(true);
    find("label", row).textContent = somebody.label;
    find("is-child", row).hidden = !somebody.is_child;
    find("unname", row).dataset.unname = place;
    return row;
  }));
  find("nobody-said").hidden = !one.people?.nobody;
}

find("name-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const { label, child } = event.target.elements;
  if (!label.value.trim()) return label.focus();
  await edit((one) => {
    const named = one.people?.named ?? [];
    one.people = { named: [...named, { label: label.value.trim().slice(0, 120), is_child: child.checked }] };
  });
  event.target.reset();
  await refill("people");
  label.focus();
});

screenOf("people").addEventListener("click", async ({ target }) => {
  if (target.dataset.unname) {
    await edit((one) => {
      const named = one.people.named.filter((_, place) => place !== Number(target.dataset.unname));
      one.people = named.length ? { named } : null;
    });
  } else if ("nobody" in target.dataset) {
    await edit((one) => { one.people = { nobody: true }; });
    return onwards("release");
  } else return;
  await refill("people");
});

// ---- What may be done with it

const releaseForm = find("release-form");

async function showRelease(one) {
  answer(one.release);
  const all = await store.items(person, root);
  const before = all.filter((other) => other.uid !== one.uid && other.release).at?.(-1);
  find("as-before").hidden = !before || Boolean(one.release);
  find("as-before").onclick = () => answer(before.release, true);
}

function answer(release, unseen = false) {
  releaseForm.reset();
  if (!release) return;
  for (const [use, yes] of Object.entries(release.uses)) {
    const field = releaseForm.querySelector(`[name="use_${use}"][value="${yes ? "yes" : "no"}"]`);
    if (field) field.checked = true;
  }
  const credit = releaseForm.querySelector(`[name="credit"][value="${release.credit}"]`);
  if (credit) credit.checked = true;
  releaseForm.elements.credit_name.value = release.credit_name;
  releaseForm.elements.limits_explained.checked = release.limits_explained && !unseen;
}

releaseForm.addEventListener("submit", async (event) => {
  event.preventDefault();
  const data = new FormData(releaseForm);
  const nameless = data.get("credit") === "pseudonym" && !data.get("credit_name").trim();
  const missing = !data.get("credit") ? "credit" : nameless ? "credit_name"
    : !data.get("limits_explained") ? "limits" : null;
  find("release-note").textContent = missing ? words[`missing_${missing}`] : "";
  if (missing) return releaseForm.querySelector(`[name^="${missing}"]`).focus();
  const uses = Object.fromEntries([...data].filter(([name]) => name.startsWith("use_"))
    .map(([name, value]) => [name.slice(4), value === "yes"]));
  await edit((one) => {
    one.release = {
      uses, credit: data.get("credit"), credit_name: data.get("credit_name").trim(), limits_explained: true,
      ...(page.dataset.notice && { notice: Number(page.dataset.notice) }),
    };
  });
  onwards();
});
