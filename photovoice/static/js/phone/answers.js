// Who is in a photograph, and what may be done with it.

import { find, page, person, root, screenOf, words } from "./page.js";
import { at, draft, edit, fills, onwards } from "./screens.js";
import * as store from "./store.js";

fills("people", showPeople);
fills("release", showRelease);

// ---- Who is in it

const nameForm = find("name-form");
const { label, child } = nameForm.elements;

function showPeople(one) {
  label.value = one.naming?.label ?? "";
  child.checked = Boolean(one.naming?.child);
  showNamed(one);
}

let named = []; // as they are shown

function showNamed(one) {
  named = one.people?.named ?? [];
  find("named").replaceChildren(...named.map((somebody, place) => {
    const row = find("person-template").content.firstElementChild.cloneNode(true);
    find("label", row).textContent = somebody.label;
    find("is-child", row).hidden = !somebody.is_child;
    find("bound", row).hidden = !somebody.bound;
    find("unname", row).hidden = Boolean(somebody.bound);
    find("unname", row).dataset.unname = place;
    return row;
  }));
  find("nobody-said").hidden = !one.people?.nobody;
  offerNobody();
}

/** Whoever is named is not taken away by one tap beside the next step. */
function offerNobody() {
  find("nobody").hidden = Boolean(find("named").children.length || label.value.trim());
}

/** Add whoever's name stands in the form; whether the phone could keep it. */
async function addNamed() {
  const somebody = { label: label.value.trim().slice(0, 120), is_child: child.checked };
  if (!somebody.label) return true;
  label.value = ""; // before anything is waited for: the next name may be typed by now
  child.checked = false;
  const could = await edit((one) => {
    one.people = { named: [...(one.people?.named ?? []), somebody] };
    one.naming = null;
  });
  if (could) showNamed(await store.item(at));
  else if (!label.value) [label.value, child.checked] = [somebody.label, somebody.is_child];
  return could;
}

nameForm.addEventListener("input", () => {
  const naming = { label: label.value, child: child.checked };
  draft((one) => { one.naming = naming; });
  offerNobody();
});

nameForm.addEventListener("submit", async (event) => {
  event.preventDefault();
  await addNamed();
  label.focus();
});

screenOf("people").addEventListener("click", async ({ target }) => {
  const { dataset } = target.closest("button") ?? {};
  if (dataset?.unname) {
    const { label: called, is_child } = named[dataset.unname];
    await edit((one) => {
      const all = one.people?.named ?? []; // another window may have named others meanwhile
      const gone = all.find((other) => other.label === called && other.is_child === is_child);
      if (!gone) return false;
      const left = all.filter((other) => other !== gone); // what is known to stand stays as it is
      one.people = left.length ? { named: left } : null;
    });
    showNamed(await store.item(at));
  } else if (dataset && "nobody" in dataset) {
    if (await edit((one) => { one.people = { nobody: true }; })) onwards("release");
  } else if (dataset && "next" in dataset) {
    if (await addNamed()) onwards("release");
  }
});

// What the other end told of it meanwhile.
page.addEventListener("rested", async () => {
  const one = at && await store.item(at);
  if (!one) return;
  showNamed(one);
  showEnded(one);
});

// ---- What may be done with it

const releaseForm = find("release-form");
const notice = find("notice-read");
notice.addEventListener("toggle", () => { notice.dataset.read = "yes"; }); // nobody read what nobody opened

async function showRelease(one) {
  answer(one.answering ?? one.release);
  showEnded(one);
  const all = await store.items(person, root);
  const before = all.filter((other) => other.uid !== one.uid && other.release).at?.(-1);
  find("as-before").hidden = !before || Boolean(one.release);
  find("as-before").onclick = () => {
    answer(before.release, true);
    keepAnswers();
  };
}

/** Say that the answer was taken back meanwhile, or is over. */
function showEnded(one) {
  find("ended").hidden = !one.ended;
}

/** The answers as they stand in the form. */
function answers() {
  const data = new FormData(releaseForm);
  const uses = Object.fromEntries([...data].filter(([name]) => name.startsWith("use_"))
    .map(([name, value]) => [name.slice(4), value === "yes"]));
  return {
    uses, credit: data.get("credit"), credit_name: data.get("credit_name").trim(),
    limits_explained: data.has("limits_explained"),
    ...(notice.dataset.read && (page.dataset.notice
      ? { notice: Number(page.dataset.notice) } : { notice_language: page.dataset.noticeLanguage })),
  };
}

function keepAnswers() {
  const answering = answers();
  draft((one) => { one.answering = answering; });
}

releaseForm.addEventListener("input", keepAnswers);

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
  const given = answers();
  const nameless = given.credit === "pseudonym" && !given.credit_name;
  const missing = !given.credit ? "credit" : nameless ? "credit_name"
    : !given.limits_explained ? "limits" : null;
  find("release-note").textContent = missing ? words[`missing_${missing}`] : "";
  if (missing) return releaseForm.querySelector(`[name^="${missing}"]`).focus();
  const uid = at;
  const could = await edit((one) => {
    const { kept, ...stands } = one.release ?? {};
    if (kept && JSON.stringify(stands) === JSON.stringify(given)) return false;
    one.given = Math.max(one.given ?? 0, one.release?.kept ?? 0) + 1; // anew each time
    one.release = { ...given, kept: one.given };
    one.answering = null;
    one.ended = false;
  });
  if (could && at === uid) onwards();
});
