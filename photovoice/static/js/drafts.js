// Keep what is being written, keystroke by keystroke, until it has been sent:
// <textarea data-draft="caption-k3v9"> comes back after a dead battery or a closed tab.

const PREFIX = "draft:";
const SENT = "drafts-sent";

export function keepDrafts(store = localStorage) {
  try {
    for (const key of JSON.parse(sessionStorage.getItem(SENT) || "[]")) {
      // The form came back with an error if the same field is here and already filled.
      store.removeItem(PREFIX + key);
    }
    sessionStorage.removeItem(SENT);
    for (const field of document.querySelectorAll("[data-draft]")) keep(field, store);
  } catch {
    // Storage is full or forbidden: the page still works, only the keeping does not.
  }
}

function keep(field, store) {
  const key = PREFIX + field.dataset.draft;
  const kept = store.getItem(key);
  if (kept && !field.value) field.value = kept;
  field.addEventListener("input", () => {
    try {
      field.value ? store.setItem(key, field.value) : store.removeItem(key);
    } catch {
      // As above.
    }
  });
  field.form?.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const sent = JSON.parse(sessionStorage.getItem(SENT) || "[]");
    sessionStorage.setItem(SENT, JSON.stringify([...sent, field.dataset.draft]));
  });
}
