// A photograph on the screen before anybody has received it.

import { find } from "./page.js";
import * as store from "./store.js";

const pictures = new Map(); // uid → object URL

/** A small picture for the list, as a data URL; null where this phone cannot show the file. */
export async function thumbnail(file) {
  try {
    const bitmap = await createImageBitmap(file, { resizeHeight: 320, imageOrientation: "from-image" });
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: bitmap.width, height: bitmap.height });
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
    return canvas.toDataURL("image/jpeg", 0.7);
  } catch {
    return null; // HEIC on a phone that cannot show it: its name will do
  }
}

/** Show a file that was chosen, before anything of it is read or kept. */
export const showFile = (uid, file) => pictures.set(uid, URL.createObjectURL(file));

const strange = new Set(); // uids of what this phone cannot show

/** The address of what was chosen a moment ago, or nothing. */
export const chosenNow = (uid) => !strange.has(uid) && pictures.get(uid);

/** Show an address; where this phone cannot, a HEIC, what the other end made of it, once that is
 *  there; or `without`. */
export function showPicture(image, source, { uid, photograph: { picture } }, without = () => {}) {
  image.hidden = !source;
  image.onerror = () => {
    strange.add(uid);
    showPicture(image, picture !== source && picture, { uid, photograph: {} }, without);
  };
  if (!source) {
    image.removeAttribute("src");
    without();
  } else if (image.getAttribute("src") !== source) image.src = source;
}

/** An address of the whole picture, or of the small one once its bytes have left the phone. */
export async function pictureOf(one) {
  if (!pictures.has(one.uid)) {
    const bytes = await store.bytes(one.uid, "photograph");
    if (!bytes) return one.photograph.picture || one.thumb;
    pictures.set(one.uid, URL.createObjectURL(new Blob([bytes], { type: one.photograph.type })));
  }
  return pictures.get(one.uid);
}

/** Show an item's photograph on a screen, or the name of its file. */
export async function fillPicture(screen, one) {
  const source = strange.has(one.uid) ? one.photograph.picture : await pictureOf(one);
  const name = find("file-name", screen);
  name.textContent = one.photograph.name;
  name.hidden = true;
  showPicture(find("picture", screen), source, one, () => { name.hidden = false; });
}
