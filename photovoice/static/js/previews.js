// Show what was picked, before it is sent: <input type="file" data-preview="#chosen">.
// The place to fill says how to count: <div id="chosen" data-one="…" data-many="… {n} …">.

export function showPreviews() {
  document.addEventListener("change", (event) => {
    const picker = event.target.closest("input[type=file][data-preview]");
    const place = picker && document.querySelector(picker.dataset.preview);
    if (place) fill(place, picker.form || document);
  });
}

function fill(place, form) {
  for (const image of place.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  place.replaceChildren();
  const files = [...form.querySelectorAll("input[type=file][data-preview]")]
    .flatMap((picker) => [...picker.files]);
  if (!files.length) return;
  const count = document.createElement("p");
  count.className = "previews__count";
  const words = files.length === 1 ? place.dataset.one : place.dataset.many;
  count.textContent = (words || "{n}").replace("{n}", files.length);
  place.append(count, ...files.slice(0, 12).map(preview));
}

function preview(file) {
  const item = document.createElement("figure");
  item.className = "previews__item";
  const image = new Image();
  image.alt = "";
  image.src = URL.createObjectURL(file);
  image.addEventListener("error", () => image.remove()); // HEIC: the name alone will do
  const name = document.createElement("figcaption");
  name.textContent = file.name;
  item.append(image, name);
  return item;
}
