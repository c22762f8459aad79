// A photograph that is still being developed: ask now and then, and show it when it is there.
// Where somebody is writing beside it (data-within), only the picture is put in; else the page is
// loaded anew.

const note = document.querySelector("[data-developing]");
let wait = 1500;

async function show() {
  if (!("within" in note.dataset)) return location.reload();
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const picture = page.querySelector(".task-photo img")?.closest(".picture");
  if (picture) note.replaceChildren(document.adoptNode(picture));
}

async function ask() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(note.dataset.developing, {
        headers: { Accept: "application/json" },
      });
      const { state } = await answer.json();
      if (state !== "received") return await show();
    } catch {
      // No network for a moment: ask again.
    }
  }
  wait = Math.min(wait * 1.4, 15000);
  setTimeout(ask, wait);
}

if (note) setTimeout(ask, wait);
