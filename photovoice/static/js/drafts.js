// Keep what is being written, keystroke by keystroke, until it has arrived:
// <textarea data-draft="caption-k3v9"> comes back after a dead battery or a lost connection.
//
// A draft belongs to one person and to one thing, named by the address its form is sent to.  It is
// let go once the house says that the form was saved, at sign-out, and when somebody else comes in.
// Where the thing was changed since, what was read comes back with it, and both versions are shown.

const PREFIX = "draft:";
const person = () => document.body.dataset.person || "";

export function keepDrafts() {
  try {
    forgetOthers();
    for (const saved of document.querySelectorAll("[data-saved-draft]")) {
      localStorage.removeItem(PREFIX + saved.dataset.savedDraft);
    }
    if (!person()) return;
    for (const field of document.querySelectorAll("[data-draft]")) keep(field);
  } catch {
    // Storage is full or forbidden: the page works as before, only nothing is kept.
  }
}

// Nobody finds what another was writing, on this device or any other.
export function forgetDrafts(but = null) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && !(but && key.startsWith(PREFIX + but))) {
        localStorage.removeItem(key);
      }
    }
  } catch {
    // As above.
  }
}

function forgetOthers() {
  if (person()) forgetDrafts(`${person()} `);
}

export function forgetAtSignOut() {
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (!defaultPrevented && "signOut" in target.dataset) forgetDrafts();
  });
}

function keep(field) {
  const { form } = field;
  const key = `${person()} ${new URL(form.action).pathname} ${field.dataset.draft}`;
  const read = form.elements.as_read?.value.split(" ").map((one) => one.split("=")) ?? [];
  const marks = new Map(read.filter(([name]) => name));
  const begun = marks.get(field.name) ?? field.defaultValue;
  const same = marks.get("*") ?? "";
  const write = () => {
    try {
      const text = field.value;
      localStorage.setItem(PREFIX + key, JSON.stringify({ begun, same, text }));
    } catch {
      // As above.
    }
  };

  const draft = JSON.parse(localStorage.getItem(PREFIX + key) || "null");
  if (draft && draft.same === same) {
    if (draft.text === field.value) write();
    else if (draft.begun === begun) field.value = draft.text;
    else if (marks.has(field.name)) {
      field.value = draft.text;
      marks.set(field.name, draft.begun);
      form.elements.as_read.value = [...marks].map((one) => one.join("=")).join(" ");
    } else localStorage.removeItem(PREFIX + key);
  } else if (draft) localStorage.removeItem(PREFIX + key);

  field.addEventListener("input", write);
  form.addEventListener("submit", () => {
    if ([...form.querySelectorAll("[name=draft]")].some((one) => one.value === key)) return;
    const told = document.createElement("input");
    Object.assign(told, { type: "hidden", name: "draft", value: key });
    form.append(told);
  });
}
