// Send photographs one by one, each with its own bar and its own verdict.  A photograph that did
// not get through can be sent again under the same name, so it is never received twice.

const form = document.querySelector("[data-contribute]");
const list = document.querySelector(".sending");
const words = form?.dataset ?? {};

function newUid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function line(file) {
  const item = make("li", "verdict");
  const picture = make("span", "verdict__picture");
  const image = new Image();
  image.alt = "";
  image.src = URL.createObjectURL(file);
  image.addEventListener("error", () => image.remove()); // HEIC: the name will do
  picture.append(image);
  const body = make("div");
  const name = make("p", "verdict__file", file.name);
  name.dir = "auto";
  const said = make("p", "verdict__said", words.sending);
  const bar = make("progress", "progress__bar");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  body.append(name, bar, said);
  item.append(picture, body);
  return { item, body, said, bar };
}

function post(file, uid, onProgress) {
  const data = new FormData(form);
  data.delete("photographs");
  data.set("photographs", file, file.name);
  data.set("uid", uid);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      const result = request.response?.results?.[0];
      result ? resolve(result) : reject(new Error(String(request.status)));
    });
    for (const failure of ["error", "abort", "timeout"]) request.addEventListener(failure, reject);
    request.send(data);
  });
}

async function send(file, shown, uid) {
  shown.bar.hidden = false;
  shown.said.textContent = words.sending;
  try {
    const result = await post(file, uid, (part) => {
      shown.bar.value = part;
      if (part === 1) shown.said.textContent = words.looking;
    });
    shown.bar.hidden = true;
    shown.said.textContent = result.sentence;
    shown.item.classList.add(`verdict--${result.verdict}`);
    return result;
  } catch {
    shown.bar.hidden = true;
    shown.said.textContent = words.broken;
    return null;
  }
}

function offerAgain(file, shown, uid) {
  return new Promise((resolve) => {
    const button = make("button", "button button--quiet button--small", words.again);
    button.type = "button";
    shown.body.append(button);
    button.addEventListener("click", async () => {
      button.remove();
      const result = await send(file, shown, uid);
      resolve(result ?? (await offerAgain(file, shown, uid)));
    });
  });
}

function finish(ids) {
  const old = list.querySelector(".actions");
  old?.remove();
  const actions = make("div", "actions section");
  if (ids.length) {
    const onwards = make("a", "button", words.words);
    const first = words.walk.replace(/\/0\//, `/${ids[0]}/`);
    onwards.href = `${first}?walk=${ids.slice(1).join(",")}`;
    actions.append(make("p", "lead", words.done.replace("{n}", ids.length)), onwards);
  }
  const more = make("a", "button button--quiet", words.more);
  more.href = location.href;
  actions.append(more);
  list.append(actions);
  (actions.querySelector("a") ?? more).focus({ preventScroll: true });
}

async function sendAll(files) {
  form.hidden = true;
  list.hidden = false;
  const lines = make("ul", "verdicts");
  list.replaceChildren(lines);
  const waiting = files.map((file) => ({ file, uid: newUid(), shown: line(file) }));
  lines.append(...waiting.map(({ shown }) => shown.item));
  const ids = [];
  const late = [];
  const keep = (result) => {
    if (result?.id && !ids.includes(result.id)) ids.push(result.id);
  };
  for (const { file, uid, shown } of waiting) {
    const result = await send(file, shown, uid);
    if (result) keep(result);
    else late.push(offerAgain(file, shown, uid).then((second) => { keep(second); finish(ids); }));
  }
  finish(ids);
  await Promise.all(late);
}

form?.addEventListener("submit", (event) => {
  const pickers = [...form.querySelectorAll("input[type=file]")];
  const files = pickers.flatMap((picker) => [...picker.files]);
  if (!files.length || !list) return; // the form itself says what is missing
  event.preventDefault();
  sendAll(files);
});
