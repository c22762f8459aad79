// What the studio's pages do better with JavaScript.  Every one of them works without.

import { confirmFirst } from "./confirm.js";
import { forgetAtSignOut, keepDrafts } from "./drafts.js";
import { sayWhatWasCut } from "./fits.js";
import { answerInPlace } from "./in-place.js";
import { showPreviews } from "./previews.js";
import { leaveWhenIdle, tickAsBefore } from "./shared.js";
import { showUnsent } from "./unsent.js";

function once(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
    button.setAttribute("aria-busy", "true");
  }
}

function sendable() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  }
}

function counting() {
  for (const told of document.querySelectorAll("[data-count-of]")) {
    const field = document.getElementById(told.dataset.countOf);
    const count = () => { told.textContent = String([...field.value.trim()].length); };
    field.addEventListener("input", count);
    count();
  }
}

function copying() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue; // plain http in a community centre: the text can be selected
    button.hidden = false;
    const label = button.textContent;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.copied || label;
      setTimeout(() => { button.textContent = label; }, 2500);
    });
  }
}

function printing() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

function autosubmit() {
  document.addEventListener("change", (event) => {
    const chooser = event.target.closest("[data-autosubmit]");
    if (chooser) (chooser.form || chooser).requestSubmit();
  });
  for (const button of document.querySelectorAll("[data-autosubmit-button]")) button.hidden = true;
}

function again() {
  keepDrafts();
  counting();
  copying();
  printing();
  dispatchEvent(new Event("answered"));
}

confirmFirst();
answerInPlace(again);
forgetAtSignOut();
keepDrafts();
tickAsBefore();
leaveWhenIdle();
showPreviews();
showUnsent();
sayWhatWasCut();
counting();
copying();
printing();
autosubmit();
document.addEventListener("submit", once);
addEventListener("pageshow", sendable);
document.querySelector("[data-focus]")?.focus();
