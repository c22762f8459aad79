// Makes a photograph smaller on the phone, for somebody who is short of data and chose so.

import { exif, looksLike, withoutPlace } from "./strip.js";

async function decoded(file) {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    const image = new Image(); // a browser before 2021, or one that knows more than its bitmaps do
    image.src = URL.createObjectURL(file);
    try {
      await image.decode();
    } finally {
      URL.revokeObjectURL(image.src);
    }
    return image;
  }
}

/**
 * A JPEG of the photograph, upright, `longEdge` pixels long, with the day it was taken and nothing
 * else; null when this browser cannot decode it, or it is as small already.
 */
export async function small(file, longEdge = 2560, quality = 0.85) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const picture = looksLike(bytes) && await decoded(file).catch(() => null);
  const scale = picture && longEdge / Math.max(picture.width, picture.height);
  if (!scale || scale >= 1) return null;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const paper = canvas.getContext("2d");
  paper.imageSmoothingQuality = "high";
  paper.fillStyle = "#fff"; // what was transparent
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close?.();
  const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));
  if (!made || made.size >= file.size) return null;
  const { taken, offset } = withoutPlace(bytes);
  const said = exif({ taken, offset });
  return new Blob([made.slice(0, 2), said, made.slice(2)], { type: "image/jpeg" });
}
