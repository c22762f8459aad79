// What every part of the contribute page shares: whose page it is, its words, and how to find
// things on it.

export const page = document.querySelector("[data-phone]");
export const { root, person, language } = page.dataset;
export const words = JSON.parse(page.dataset.words);
export const allowsPlace = "exactPlace" in page.dataset;

/** The element marked `data-…`. */
export const find = (name, within = page) => within.querySelector(`[data-${name}]`);

/** The screen of that name. */
export const screenOf = (name) => page.querySelector(`[data-screen="${name}"]`);

/** A sentence with its facts put in. */
export const say = (sentence, facts = {}) =>
  Object.entries(facts).reduce((text, [name, value]) => text.replace(`{${name}}`, value), sentence);

/** What the other end said happened, and what to do next. */
export const saidIn = ({ sentence, next_step } = {}) => [sentence, next_step].filter(Boolean).join(" ");

const { lang } = document.documentElement;
const locale = lang === "en" ? "en-GB" : lang;
export const number = new Intl.NumberFormat(locale);
export const listed = new Intl.ListFormat(locale, { type: "unit" });
export const percent = new Intl.NumberFormat(locale, { style: "percent" });
export const day = new Intl.DateTimeFormat(locale, {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
});
export const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** Open a screen of one item; "back" leads to the one before. */
export function open(uid, screen) {
  location.hash = `${uid}/${screen}`;
}

/** Say something above everything else, or nothing any more. */
export function note(text, kind = "") {
  const place = find("note");
  place.textContent = text;
  place.className = text ? `flash flash--${kind}` : "";
}

/** Whether the person is sure. */
export function sure(question) {
  const dialog = document.getElementById("confirm");
  if (!dialog?.showModal) return confirm(question);
  dialog.querySelector(".dialog__question").textContent = question;
  dialog.showModal();
  return new Promise((resolve) => {
    const end = (answer) => () => { dialog.close(); resolve(answer); };
    dialog.querySelector("[data-confirm-yes]").onclick = end(true);
    dialog.querySelector("[data-confirm-no]").onclick = end(false);
    dialog.oncancel = () => resolve(false);
  });
}
