// A photograph that is still being developed: ask now and then, and show it when it is there.

const note = document.querySelector("[data-developing]");
let wait = 1500;

async function ask() {
  if (document.visibilityState === "visible") {
    try {
      const answer = await fetch(note.dataset.developing, {
        headers: { Accept: "application/json" },
      });
      const { state } = await answer.json();
      if (state !== "received") return location.reload();
    } catch {
      // No network for a moment: ask again.
    }
  }
  wait = Math.min(wait * 1.4, 15000);
  setTimeout(ask, wait);
}

if (note) setTimeout(ask, wait);
