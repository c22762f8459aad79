// Sends what lies in the outbox: an item's words first, its bytes after, in pieces of a size the
// line can carry.  Used by the page and by the service worker.  The phone lets go of its own bytes
// only when the other end has named the photograph and the same SHA-256.

import * as store from "./store.js";

const LEAST = 128 * 1024;
const MOST = 1024 * 1024;
const SECONDS = 4; // what one piece shall take
const TUS = "1.0.0";
const PARTS = ["photograph", "voice"];

export const hex = (buffer) =>
  [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The SHA-256 of some bytes, or null where the browser keeps it to secure pages. */
export const sha256 = async (bytes) =>
  crypto.subtle ? hex(await crypto.subtle.digest("SHA-256", bytes)) : null;

/** Why sending stopped: a word for the page, a sentence from the other end where there is one. */
export class Stopped extends Error {
  constructor(why, said = {}) {
    super(why);
    this.why = why;
    this.said = said;
  }
}

async function ask(address, how = {}) {
  let answer;
  try {
    answer = await fetch(address, { credentials: "same-origin", cache: "no-store", ...how });
  } catch {
    throw new Stopped("offline");
  }
  if (answer.status === 401) throw new Stopped("signed_out", await said(answer));
  if (answer.status >= 500 && answer.status !== 507) throw new Stopped("offline");
  return answer;
}

const said = (answer) => answer.json().catch(() => ({}));

/** Who is signed in, the token for changes, and what may be sent; throws Stopped. */
export async function hello(root) {
  const answer = await ask(`${root}/outbox`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Stopped("refused", await said(answer));
  return said(answer);
}

export class Sender {
  /** `root`: the project's address; `told(item)` is called whenever something changed. */
  constructor(root, person, told = () => {}) {
    Object.assign(this, { root, person, told, size: 2 * LEAST });
  }

  /** Send everything there is; true when all of it is received.  Throws Stopped. */
  async run() {
    const run = () => this.#everything();
    if (!globalThis.navigator?.locks) return run();
    return navigator.locks.request(`photovoice ${this.root}`, run);
  }

  /** Tell the other end that an item will not come after all; it finds out by itself otherwise. */
  async forget(uid) {
    try {
      this.token = (await hello(this.root)).token;
      await this.#write(`${this.root}/outbox/${uid}`, "DELETE", {});
    } catch {
      // No network: what lies there expires.
    }
  }

  /** Hear where an item stands, though all of it was received; without a network it stays as heard. */
  async hear(uid) {
    try {
      const here = await hello(this.root);
      if (here.person !== this.person) return;
      this.token = here.token;
      await this.#announce(await store.item(uid));
    } catch {
      // What was heard last counts.
    }
  }

  async #everything() {
    const mine = await store.items(this.person, this.root);
    const waiting = mine.filter((one) => !store.isSafe(one) && !one.held && !one.trouble);
    if (!waiting.length) return true;
    const here = await hello(this.root);
    if (here.person !== this.person) throw new Stopped("somebody_else");
    this.token = here.token;
    let odd = null;
    for (const { uid } of waiting) {
      await this.#item(uid).catch((trouble) => {
        if (trouble instanceof Stopped) throw trouble;
        odd = trouble; // of this phone: the others go on
      });
    }
    if (odd) throw odd;
    return true;
  }

  async #change(uid, how) {
    const changed = await store.change(uid, how);
    if (changed) this.told(changed);
    return changed;
  }

  async #item(uid) {
    for (let round = 0; round < 4; round += 1) {
      const one = await store.item(uid);
      if (!one || store.isSafe(one) || one.trouble) return;
      const state = await this.#announce(one);
      if (!state) return;
      for (const part of PARTS) {
        if (one[part] && !one[part].received && state[part]) await this.#part(one, part, state[part]);
      }
    }
  }

  /** Tell the other end what the item is, and hear how much of it lies there. */
  async #announce(one) {
    const answer = await this.#write(`${this.root}/outbox/${one.uid}`, "PUT", {
      body: JSON.stringify(outline(one)),
      headers: { "Content-Type": "application/json" },
    });
    const state = await said(answer);
    if (!answer.ok) {
      if (!store.isSafe(one)) await this.#change(one.uid, (item) => { item.trouble = trouble(state); });
      return null;
    }
    for (const part of PARTS) await this.#settle(one, part, state[part]);
    await this.#change(one.uid, (item) => {
      item.accepted = Math.max(item.accepted || 0, one.version);
      item.needs = state.needs;
      if ("people" in state && item.version === one.version) item.people = state.people; // as it stands
    });
    return state;
  }

  /** Let go of bytes that are safe at the other end; keep those that were refused. */
  async #settle(one, part, at) {
    if (!one[part] || one[part].received || !at) return;
    if (at.state === "refused") {
      await this.#change(one.uid, (item) => { item.trouble = trouble(at); });
    } else if (at.state === "received" && same(one[part], at)) {
      await store.keepBytes(one.uid, part, null, (item) => {
        Object.assign(item[part], { received: at.received_at, id: at.id, page: at.page, done: 1 });
      });
      this.told(await store.item(one.uid));
    } else if (at.state === "received") {
      await this.#change(one.uid, (item) => { item.trouble = { reason: "differs" }; });
    }
  }

  async #part(one, part, at) {
    if (at.state !== "waiting" && at.state !== "arriving") return;
    const bytes = await store.bytes(one.uid, part);
    if (!bytes) return;
    let address = at.upload;
    let offset = at.offset || 0;
    if (!address) {
      const made = await this.#create(one, part, bytes.byteLength);
      if (!made) return;
      address = made;
      offset = await this.#offset(address) ?? 0;
    }
    let fruitless = 0;
    while (offset < bytes.byteLength) {
      const reached = await this.#piece(one.uid, part, address, bytes, offset);
      if (reached === null) return; // gone, refused or done: the next round of the item will hear
      fruitless = reached > offset ? 0 : fruitless + 1;
      if (fruitless > 5) throw new Stopped("offline");
      offset = reached;
      await this.#change(one.uid, (item) => { item[part].done = offset / bytes.byteLength; });
    }
  }

  async #create(one, part, length) {
    const facts = {
      uid: one.uid, part, filename: one[part].name || part, filetype: one[part].type || "",
      language: one[part].language || "",
    };
    const metadata = Object.entries(facts).filter(([, value]) => value)
      .map(([name, value]) => `${name} ${base64(value)}`).join(",");
    const answer = await this.#write(`${this.root}/sending`, "POST", {
      headers: { "Tus-Resumable": TUS, "Upload-Length": String(length), "Upload-Metadata": metadata },
    });
    if (answer.status === 201) return answer.headers.get("Location");
    if (answer.status !== 409) await this.#refused(one.uid, answer);
    return null;
  }

  async #offset(address) {
    const answer = await ask(address, { method: "HEAD", headers: { "Tus-Resumable": TUS } });
    return answer.ok ? Number(answer.headers.get("Upload-Offset")) : null;
  }

  /** Send one piece; how far the other end has got, or null when this upload is over. */
  async #piece(uid, part, address, bytes, offset) {
    const piece = bytes.slice(offset, offset + this.size);
    const sum = crypto.subtle && await crypto.subtle.digest("SHA-256", piece);
    const began = performance.now();
    const size = this.size;
    this.size = Math.max(LEAST, size / 2); // should the line break now, the next piece is smaller
    const answer = await this.#write(address, "PATCH", {
      body: piece,
      headers: {
        "Tus-Resumable": TUS,
        "Upload-Offset": String(offset),
        "Content-Type": "application/offset+octet-stream",
        ...(sum && { "Upload-Checksum": `sha256 ${btoa(String.fromCharCode(...new Uint8Array(sum)))}` }),
      },
    });
    if (answer.status === 204) {
      this.#adapt(size, piece.byteLength, performance.now() - began);
      return Number(answer.headers.get("Upload-Offset"));
    }
    if (answer.status === 423) await new Promise((resolve) => setTimeout(resolve, 1500));
    if ([409, 423, 460].includes(answer.status)) return this.#offset(address);
    if (answer.status === 413 || answer.status === 507) await this.#refused(uid, answer);
    return null;
  }

  #adapt(size, length, milliseconds) {
    const fits = (length / Math.max(milliseconds, 1)) * 1000 * SECONDS;
    this.size = Math.round(Math.min(MOST, Math.max(LEAST, Math.min(fits, size * 2))));
  }

  async #refused(uid, answer) {
    const why = await said(answer);
    if (answer.status === 507) throw new Stopped("full", why);
    await this.#change(uid, (item) => { item.trouble = trouble(why); });
  }

  /** A change, with the token; a token that has grown old is fetched anew, once. */
  async #write(address, method, how) {
    const send = () => ask(address, {
      ...how, method,
      headers: { Accept: "application/json", "X-CSRFToken": this.token, ...how.headers },
    });
    const answer = await send();
    if (answer.status !== 400) return answer;
    this.token = (await hello(this.root)).token;
    return send();
  }
}

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const same = (part, at) =>
  (part.sha256 && at.sha256 ? part.sha256 === at.sha256 : part.bytes === at.bytes);
const trouble = ({ reason, sentence, next_step }) => ({ reason: reason || "refused", sentence, next_step });

/** An item as the other end is told of it. */
function outline({ version, photograph, voice, words, people, release }) {
  const { name, bytes, sha256: sum, type, small, exact_place } = photograph;
  return {
    version, words, people, release,
    photograph: { name, bytes, sha256: sum, type, small, exact_place },
    voice: voice && { bytes: voice.bytes, sha256: voice.sha256, type: voice.type, language: voice.language },
  };
}
