// Words longer than their place stand on leaves, one after another, while the photograph and its
// credit stay.  The style sheet sets the leaves side by side; only one is ever in sight.

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const told = (slide) => slide.querySelector(".slide__story");

function step(story) {
  return story.getBoundingClientRect().width + (parseFloat(getComputedStyle(story).columnGap) || 0);
}

function count(story) {
  const one = step(story);
  return one > 1 ? Math.max(1, Math.round((story.scrollWidth + one - story.clientWidth) / one)) : 1;
}

// How many leaves a slide's words take, as it stands now.
export function leaves(slide) {
  const story = told(slide);
  return story ? count(story) : 1;
}

// Lays the words out anew: after the slide appears, the screen turns or a typeface arrives.
export function lay(slide) {
  const story = told(slide);
  if (!story) return;
  const marks = slide.querySelector(".slide__leaves");
  marks.hidden = true;
  marks.hidden = count(story) < 2;
  const all = count(story);
  const at = Math.min(Number(story.dataset.leaf ?? 0), all - 1);
  const way = getComputedStyle(story).direction === "rtl" ? -1 : 1;
  story.dataset.leaf = at;
  story.scrollLeft = way * at * step(story);
  marks.replaceChildren(...Array.from({ length: all }, () => document.createElement("li")));
  marks.children[at].className = "is-here";
}

// Turns one leaf; false where the words end (or begin), and the next slide is due.
export function leaf(slide, by) {
  const story = told(slide);
  const to = Number(story?.dataset.leaf ?? 0) + by;
  if (!story || to < 0 || to >= count(story)) return false;
  story.dataset.leaf = to;
  lay(slide);
  if (!calm.matches) story.animate([{ opacity: 0 }, { opacity: 1 }], 450);
  return true;
}
