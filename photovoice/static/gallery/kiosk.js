// A screen that runs by itself for weeks, from a disk or the web, with nobody beside it.
// It never leaves its page while somebody may be looking, holds at most three decoded pictures,
// and shows nothing past its date or withdrawn since.

import { slide } from "./kiosk-slides.js";
import { keep, remembered } from "./kiosk-keeper.js";
import { lay, leaf, leaves } from "./kiosk-leaves.js";
import { hush, speak, speaking } from "./kiosk-voice.js";

const SHORTEST = 12000;
const LONGEST = 75000;
const IDLE = 75000;
const FADE = 900;
const POINTER = 4000;
const TICK = 500;

const show = window.EXHIBITION;
const find = (name) => document.querySelector(`[data-${name}]`);
const [where, line, paused, countdown, expired] = ["where", "line", "paused", "countdown", "expired"].map(find);
const stage = document.getElementById("stage");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const gone = remembered(show);

let slides = show.slides.filter((one) => !gone.has(one.ref));
let at = -1;
let current = stage.querySelector("[data-first]");
let waiting = null; // the next slide, its picture already decoded
let turning = 0; // counts the turns asked for, so that a late picture never overtakes
let due = 0;
let touchedAt = 0; // 0: nobody is here
let pointedAt = 0;
let motion = null;

const place = (step) => (at + step + slides.length) % slides.length;

// The longer the words in sight, the longer they stand.
const lasts = ({ text, label, quotes = [] }) => {
  const said = [text, label, ...quotes].reduce((sum, one) => sum + (one?.text.length ?? 0), 0);
  return Math.min(LONGEST, Math.max(SHORTEST, 5000 + (said / leaves(current)) * 75));
};

async function ready(index) {
  if (waiting?.index === index) return waiting;
  const element = slide(slides[index]);
  const picture = element.querySelector("img");
  const made = { index, element };
  waiting = made;
  if (picture) await picture.decode().catch(() => (made.broken = true));
  return made;
}

async function go(step, tries = slides.length) {
  const turn = ++turning;
  hush();
  due = Infinity;
  at = place(step);
  const next = await ready(at);
  if (turn !== turning) return;
  waiting = null;
  if (next.broken && slides[at].kind === "photograph" && tries > 1) {
    return go(step < 0 ? -1 : 1, tries - 1);
  }
  reveal(next.element);
  stand();
  setTimeout(() => turn === turning && ready(place(1)), calm.matches ? 50 : FADE + 100);
}

// The next leaf of the words, or the next slide.
function turnOn(step) {
  if (due < Infinity && leaf(current, step)) stand();
  else go(step);
}

function stand() {
  const length = lasts(slides[at]);
  due = Date.now() + length;
  draw(length);
}

function reveal(element) {
  for (const old of [...stage.children]) {
    if (old !== current) old.remove();
    else if (calm.matches) old.remove();
    else setTimeout(() => old.remove(), FADE);
  }
  stage.append(element);
  lay(element);
  element.getBoundingClientRect();
  element.classList.add("is-in");
  current = element;
  const { number } = slides[at];
  where.textContent = number ? `${number} / ${show.photographs}` : "";
}

function draw(length) {
  motion?.cancel();
  motion = null;
  if (calm.matches || touchedAt) return;
  const frames = [{ transform: "scaleX(0)" }, { transform: "scaleX(1)" }];
  motion = line.animate(frames, { duration: length, fill: "forwards" });
}

function touch() {
  touchedAt = Date.now();
  motion?.cancel();
  seen();
}

function resume() {
  touchedAt = 0;
  seen();
  turnOn(1);
}

function seen() {
  const still = touchedAt > 0;
  document.body.toggleAttribute("data-paused-now", still);
  document.body.toggleAttribute("data-idle", !still && Date.now() - pointedAt > POINTER);
  find("pause").setAttribute("aria-pressed", String(still));
  paused.hidden = !still || speaking();
  find("line").parentElement.hidden = !paused.hidden;
  const left = Math.max(0, IDLE - (Date.now() - touchedAt));
  countdown.textContent = String(Math.ceil(left / 1000));
}

function move(step) {
  touch();
  turnOn(step);
}

const today = () => {
  const now = new Date();
  const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
};

function rest() {
  turning++;
  hush();
  due = Infinity;
  waiting = null;
  motion?.cancel();
  stage.replaceChildren();
  document.querySelector(".rail").hidden = true;
  expired.hidden = false;
  return false;
}

const valid = () => show.valid_until >= today() && !show.closed && slides.length > 0;

function tick() {
  if (!expired.hidden) return;
  if (!valid()) return rest();
  if (speaking()) touchedAt = Date.now();
  if (touchedAt && Date.now() - touchedAt >= IDLE) resume();
  else if (!touchedAt && Date.now() >= due) turnOn(1);
  seen();
}

function without(refs) {
  if (refs.every((ref) => gone.has(ref))) return;
  refs.forEach((ref) => gone.add(ref));
  const showing = slides[at];
  slides = slides.filter((one) => !gone.has(one.ref));
  waiting = null;
  const found = slides.indexOf(showing);
  if (found >= 0) at = found;
  else if (slides.length) {
    at = Math.min(at, slides.length) - 1;
    go(1);
  } else rest();
}

stage.addEventListener("click", (event) => {
  const listen = event.target.closest(".slide__listen");
  if (listen || event.target.closest(".slide__said")) {
    if (listen?.classList.contains("is-on")) hush();
    else if (listen) speak(listen, touch);
    return touch();
  }
  const fromLeft = event.clientX / innerWidth;
  const back = document.documentElement.dir === "rtl" ? fromLeft > 0.67 : fromLeft < 0.33;
  move(back ? -1 : 1);
});
for (const button of document.querySelectorAll("[data-move]")) {
  button.addEventListener("click", () => move(Number(button.dataset.move)));
}
find("pause").addEventListener("click", () => (touchedAt ? resume() : touch()));

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.altKey || event.ctrlKey || event.metaKey || find("keeper").open) return;
  const onward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (event.key === onward || event.key === "ArrowDown" || event.key === "PageDown") move(1);
  else if (/^(Arrow|PageUp)/.test(event.key)) move(-1);
  else if (event.key === " " && !event.target.closest("button")) move(1);
  else return;
  event.preventDefault();
});
addEventListener("resize", () => lay(current));
document.fonts.addEventListener("loadingdone", () => lay(current));
document.addEventListener("pointermove", () => (pointedAt = Date.now()));
document.addEventListener("contextmenu", (event) => event.preventDefault());
document.addEventListener("dragstart", (event) => event.preventDefault());

keep(show, {
  quiet: () => touchedAt === 0 && !find("keeper").open,
  probe: () => slides.find((one) => one.picture)?.picture.sizes[0][1],
  without,
  close: () => (show.closed = true),
});

find("buttons").hidden = false;
seen();
if (valid()) go(1);
else rest();
setInterval(tick, TICK);
