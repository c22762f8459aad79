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

/** The address of what was chosen a moment ago, or nothing. */
export const chosenNow = (uid) => pictures.get(uid);

/** An address of the whole picture, or of the small one once its bytes have left the phone. */
export async function pictureOf(one) {
  if (!pictures.has(one.uid)) {
    const bytes = await store.bytes(one.uid, "photograph");
    if (!bytes) return one.photograph.picture || one.thumb;
    pictures.set(one.uid, URL.createObjectURL(new Blob([bytes], { type: one.photograph.type })));
  }
  return pictures.get(one.uid);
}

/** Show an item's photograph on a screen. */
export async function fillPicture(screen, one) {
  const image = find("picture", screen);
  const source = await pictureOf(one);
  image.hidden = !source;
  if (source) image.src = source;
  image.onerror = () => {
    image.hidden = true;
    const name = find("file-name", screen);
    name.textContent = one.photograph.name;
    name.hidden = false;
  };
  find("file-name", screen).hidden = true;
}
