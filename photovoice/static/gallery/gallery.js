// The little a published page does by itself: arrow keys turn the leaves of the book, and a copy
// opened from a disk says when it has grown old.  Everything else works without this file.

const turn = (towards) => document.querySelector(`.turn a[rel="${towards}"]`)?.click();

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rightToLeft = document.documentElement.dir === "rtl";
  if (event.key === "ArrowRight") turn(rightToLeft ? "prev" : "next");
  if (event.key === "ArrowLeft") turn(rightToLeft ? "next" : "prev");
});

const today = new Date();
const day = [today.getFullYear(), today.getMonth() + 1, today.getDate()]
  .map((part) => String(part).padStart(2, "0"))
  .join("-");
if (location.protocol === "file:" && document.body.dataset.validUntil < day) {
  document.querySelector(".stale").hidden = false;
}
