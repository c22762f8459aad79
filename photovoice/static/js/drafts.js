// Keep what is being written, keystroke by keystroke, until it has arrived:
// <textarea data-draft="caption-k3v9"> comes back after a dead battery or a lost connection.
// A draft remembers what the page held when it was begun.  It comes back while the page still
// holds that; once the page holds something else, or says that something was kept, it is let go.

const PREFIX = "draft:";
const SENT = "drafts-sent";

export function keepDrafts() {
  try {
    if (document.querySelector(".flash--good, [data-saved]")) forgetSent();
    sessionStorage.removeItem(SENT); // said no to: a later "Welcome" speaks of something else
    for (const field of document.querySelectorAll("[data-draft]")) keep(field);
  } catch {
    // Storage is full or forbidden: the page works as before, only nothing is kept.
  }
}

function forgetSent() {
  for (const key of sent()) localStorage.removeItem(PREFIX + key);
}

function sent() {
  return JSON.parse(sessionStorage.getItem(SENT) || "[]");
}

function keep(field) {
  const name = field.dataset.draft;
  const begun = field.defaultValue;
  const draft = JSON.parse(localStorage.getItem(PREFIX + name) || "null");
  if (draft?.begun === begun) field.value = draft.text;
  else if (draft) localStorage.removeItem(PREFIX + name);

  field.addEventListener("input", () => {
    try {
      localStorage.setItem(PREFIX + name, JSON.stringify({ begun, text: field.value }));
    } catch {
      // As above.
    }
  });
  field.form?.addEventListener("submit", () => {
    sessionStorage.setItem(SENT, JSON.stringify([...sent(), name]));
  });
}
