// What the phone does beside sending: keep the screen awake, keep the store, stay open offline.

let lock = null;

/** Keep the screen awake while `wanted`, where the phone lets us. */
export async function stayAwake(wanted) {
  try {
    if (wanted && !lock && document.visibilityState === "visible") {
      lock = await navigator.wakeLock?.request("screen");
      lock?.addEventListener("release", () => { lock = null; });
    } else if (!wanted) await lock?.release();
  } catch {
    lock = null; // a low battery may forbid it
  }
}

/** Whether the store is nearly full, and whether the phone may empty it by itself. */
export async function storeFacts() {
  const { storage } = navigator;
  const { quota = Infinity, usage = 0 } = (await storage?.estimate?.()) ?? {};
  return { tight: quota - usage < 60 * 1024 * 1024, lasting: (await storage?.persisted?.()) ?? false };
}

export const askToKeep = () => navigator.storage?.persist?.();

/** Let the page open without a network, and Android finish sending after it was closed. */
export async function workOffline(worker) {
  if (!navigator.serviceWorker) return null;
  try {
    return await navigator.serviceWorker.register(worker, { scope: "/" });
  } catch {
    return null; // a certificate the phone does not know: everything else works
  }
}

export async function finishLater() {
  const ready = await navigator.serviceWorker?.getRegistration?.();
  await ready?.sync?.register("outbox").catch(() => {});
}

/** Somebody else is signed in on this device: their page is shown, and nothing of this one. */
export function giveWay() {
  document.body.hidden = true;
  navigator.serviceWorker?.controller?.postMessage({ doubt: true });
  setTimeout(() => location.replace(location.pathname), 300);
}
