// What keeps a screen going: awake, fresh each night, told of withdrawals when it is online,
// and a hidden door for whoever looks after it (a corner, or Escape, held for five seconds).

const HOLD = 5000;
const CORNER = 96;
const NEWS_EVERY = 10 * 60000;
const NIGHT = 4;
const YOUNGEST = 6 * 3600000;
const OPEN = 60000;

const onDisk = location.protocol === "file:";
const find = (name) => document.querySelector(`[data-${name}]`);
const drawer = (show) => `photovoice:gone:${show.public_url}/${show.edition}`;

export function remembered(show) {
  try {
    return new Set(JSON.parse(localStorage.getItem(drawer(show)) ?? "[]"));
  } catch {
    return new Set();
  }
}

function remember(show, refs) {
  try {
    localStorage.setItem(drawer(show), JSON.stringify(refs));
  } catch {
    // A browser that keeps nothing asks again after it starts.
  }
}

async function listen(show, screen) {
  if (!navigator.onLine) return;
  const address = onDisk ? `${show.public_url}/edition.json` : "../../edition.json";
  try {
    const answer = await fetch(address, { cache: "no-store", credentials: "omit" });
    if (!answer.ok) return;
    const news = await answer.json();
    // Only a withdrawal retires an edition: until then, what hangs here was merely rearranged there.
    if (news.retired.includes(show.edition)) {
      remember(show, news.gone);
      screen.without(news.gone);
    }
    if (news.live === null && !news.renewing) screen.close();
    if (news.live > show.edition) await swap(screen);
  } catch {
    // No network: what is on the disk is shown, until its date.
  }
}

// On the web the new edition takes over while nobody is here, once it is known to answer.
async function swap(screen) {
  find("newer").hidden = false;
  if (onDisk || !screen.quiet()) return;
  const answer = await fetch("../../kiosk/", { cache: "no-store" });
  if (answer.ok) location.replace("../../kiosk/");
}

// Browsers grow tired: once a night, while nobody is here and the pictures can be reached.
function freshen(screen) {
  if (new Date().getHours() !== NIGHT || performance.now() < YOUNGEST || !screen.quiet()) return;
  const address = screen.probe();
  if (!address) return;
  const probe = new Image();
  probe.onload = () => location.reload();
  probe.src = `../${address}?${Date.now()}`;
}

let lock = null;
async function stayAwake() {
  if (document.visibilityState !== "visible" || (lock && !lock.released)) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    find("dimming").hidden = true;
  } catch {
    find("dimming").hidden = false;
  }
}

function door() {
  const keeper = find("keeper");
  let timer = 0;
  let shut = 0;
  const open = () => {
    if (keeper.open) return;
    keeper.showModal();
    shut = setTimeout(() => keeper.close(), OPEN);
  };
  const begin = () => {
    clearTimeout(timer);
    timer = setTimeout(open, HOLD);
  };
  const end = () => clearTimeout(timer);
  document.addEventListener("pointerdown", ({ clientX, clientY }) => {
    const atEdge = Math.min(clientX, innerWidth - clientX) < CORNER;
    if (atEdge && Math.min(clientY, innerHeight - clientY) < CORNER) begin();
  });
  ["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, end));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.repeat && !keeper.open) begin();
  });
  document.addEventListener("keyup", end);
  keeper.addEventListener("close", () => clearTimeout(shut));
  find("full").addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => {});
    keeper.close();
  });
}

export function keep(show, screen) {
  door();
  stayAwake();
  document.addEventListener("visibilitychange", stayAwake);
  addEventListener("online", () => listen(show, screen));
  setInterval(stayAwake, 30000);
  setInterval(() => freshen(screen), 5 * 60000);
  setInterval(() => listen(show, screen), NEWS_EVERY);
  setTimeout(() => listen(show, screen), 5000);
}
