// Removing and bringing back without leaving the page: <form data-in-place>.  Without this script
// the same form leads to the same page, from the top.

import { isOurs } from "./ours.js";

export function answerInPlace(again) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (event.defaultPrevented || !("inPlace" in form.dataset)) return;
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = "yes";
    const page = await asked(form);
    if (page) show(page, again);
    else form.submit(); // the plain way, which says what is wrong
  });
}

async function asked(form) {
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "text/html" },
    });
    const here = new URL(answer.url).pathname === location.pathname;
    if (!answer.ok || !isOurs(answer) || !here) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("main");
  } catch {
    return null;
  }
}

function show(page, again) {
  const main = document.getElementById("main");
  const told = main.querySelector(".flashes");
  const news = page.querySelector(".flashes");
  const [across, down] = [scrollX, scrollY];
  keepTyped(main, page);
  const said = [...news.childNodes];
  news.replaceWith(told); // the region stays, so that what is said in it is read out
  main.replaceChildren(...page.childNodes);
  told.replaceChildren(...said);
  document.title = document.title.trim();
  scrollTo(across, down);
  again();
  (told.querySelector("button") || main).focus({ preventScroll: true });
}

// What somebody is typing in another form of the page stays.
function keepTyped(from, to) {
  for (const field of from.querySelectorAll("textarea[id], input[id]")) {
    if (["hidden", "checkbox", "radio", "file"].includes(field.type)) continue;
    const same = to.querySelector(`#${CSS.escape(field.id)}`);
    const alike = same?.name === field.name && same.form?.action === field.form?.action;
    if (alike && field.value !== field.defaultValue) same.value = field.value;
  }
}
