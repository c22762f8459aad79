// Draw boxes over a photograph.  The numbers in the form stay the truth; this only fills them in,
// and folds them away while it works.  A box that moves has to be confirmed anew.

const form = document.querySelector("[data-cover]");
const stage = form?.querySelector(".cover");
const told = form?.querySelector("[data-told]");
const SIDES = ["x", "y", "width", "height"];
const STEP = 1; // hundredths of the picture, for the arrow keys

const fields = () => [...form.querySelectorAll(".cover__box")];
const inputs = (field) => SIDES.map((side) => field.querySelector(`[data-side=${side}]`));
const read = (field) => inputs(field).map((input) => parseFloat(input.value) || 0);
const round = (value) => Math.round(value * 100) / 100;

function write(field, [x, y, width, height]) {
  const w = Math.min(width, 100);
  const h = Math.min(height, 100);
  const kept = [Math.max(0, Math.min(x, 100 - w)), Math.max(0, Math.min(y, 100 - h)), w, h];
  inputs(field).forEach((input, side) => { input.value = round(kept[side]); });
  unconfirm(field);
  draw();
}

function unconfirm(field) {
  const hides = field.querySelector("[type=checkbox]");
  if (hides) hides.checked = false;
}

function clear(field) {
  for (const input of inputs(field)) input.value = "";
  unconfirm(field);
  draw();
}

function spare() {
  const empty = fields().find((field) => !read(field)[2]);
  if (empty) return empty;
  const last = fields().at(-1);
  const copy = last.cloneNode(true);
  const number = fields().length;
  for (const element of copy.querySelectorAll("[id], [name], [for]")) {
    for (const name of ["id", "name", "for"]) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, value.replace(/-\d+-/, `-${number}-`));
    }
  }
  for (const input of inputs(copy)) input.value = "";
  unconfirm(copy);
  copy.querySelector("legend").textContent = form.dataset.box.replace("{n}", number + 1);
  last.after(copy);
  return copy;
}

function draw() {
  for (const old of stage.querySelectorAll(".cover__mark")) old.remove();
  fields().forEach((field, number) => {
    const [x, y, width, height] = read(field);
    field.classList.toggle("is-spare", !width || !height);
    if (!width || !height) return;
    const mark = document.createElement("div");
    mark.className = "cover__mark";
    mark.tabIndex = 0;
    mark.setAttribute("role", "group");
    mark.setAttribute("aria-label", form.dataset.box.replace("{n}", number + 1));
    Object.assign(mark.style, {
      left: `${x}%`, top: `${y}%`, width: `${width}%`, height: `${height}%`,
    });
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "cover__remove";
    remove.textContent = form.dataset.remove;
    remove.addEventListener("click", () => { clear(field); stage.focus(); });
    mark.append(remove);
    mark.addEventListener("keydown", (event) => nudge(event, field));
    stage.append(mark);
  });
}

function nudge(event, field) {
  const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
  const move = moves[event.key];
  if (!move || event.target.tagName === "BUTTON") return;
  event.preventDefault();
  const [x, y, width, height] = read(field);
  if (event.shiftKey) write(field, [x, y, Math.max(1, width + move[0]), Math.max(1, height + move[1])]);
  else write(field, [x + move[0], y + move[1], width, height]);
  markOf(field)?.focus();
  told.textContent = read(field).map((side) => `${side} %`).join(", ");
}

function markOf(field) {
  const drawn = fields().filter((one) => read(one)[2]);
  return stage.querySelectorAll(".cover__mark")[drawn.indexOf(field)];
}

function add() {
  const field = spare();
  write(field, [42, 40, 16, 20]);
  markOf(field).focus();
}

function where(event) {
  const frame = stage.getBoundingClientRect();
  return [
    Math.max(0, Math.min(100, ((event.clientX - frame.left) / frame.width) * 100)),
    Math.max(0, Math.min(100, ((event.clientY - frame.top) / frame.height) * 100)),
  ];
}

function drawing(event) {
  if (event.button || event.target.closest("button")) return;
  event.preventDefault();
  const start = where(event);
  const held = event.target.closest(".cover__mark");
  const marks = [...stage.querySelectorAll(".cover__mark")];
  const filled = fields().filter((field) => read(field)[2]);
  const field = held ? filled[marks.indexOf(held)] : spare();
  const before = read(field);
  stage.setPointerCapture(event.pointerId);
  const move = (moved) => {
    const [x, y] = where(moved);
    if (held) write(field, [before[0] + x - start[0], before[1] + y - start[1], before[2], before[3]]);
    else {
      write(field, [
        Math.min(x, start[0]), Math.min(y, start[1]),
        Math.abs(x - start[0]) || 0.01, Math.abs(y - start[1]) || 0.01,
      ]);
    }
  };
  const stop = () => {
    stage.removeEventListener("pointermove", move);
    const [, , width, height] = read(field);
    if (!held && (width < 0.6 || height < 0.6)) clear(field); // a tap, not a box
  };
  stage.addEventListener("pointermove", move);
  stage.addEventListener("pointerup", stop, { once: true });
  stage.addEventListener("pointercancel", stop, { once: true });
}

if (stage) {
  form.classList.add("is-drawn");
  stage.tabIndex = -1;
  const hint = form.querySelector("[data-plain]");
  hint.textContent = form.dataset.hint;
  const button = form.querySelector("[data-add]");
  button.hidden = false;
  button.addEventListener("click", add);
  for (const numbers of form.querySelectorAll(".cover__exactly")) numbers.open = false;
  stage.addEventListener("pointerdown", drawing);
  form.addEventListener("input", (event) => {
    if (!event.target.dataset.side) return;
    unconfirm(event.target.closest(".cover__box"));
    draw();
  });
  draw();
}
