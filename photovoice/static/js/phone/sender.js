// Sends what lies in the outbox: an item's words first, its bytes after, in pieces of a size the
// line can carry.  Used by the page and by the service worker.  The phone lets go of its own bytes
// only when the other end has named the photograph and the same SHA-256.  What is not the house's own
// answer changes nothing: there is no line yet.

import { isOurs } from "../ours.js";
import * as store from "./store.js";

const LEAST = 128 * 1024;
const MOST = 1024 * 1024;
const SMALLEST = 8 * 1024; // where a proxy on the way takes no more at a time
const SECONDS = 4; // what one piece shall take
const PATIENCE = 60; // seconds an answer may take, beside the time its bytes need
const SLOWEST = 4 * 1024; // bytes a second
const HUNG = 8; // seconds after which a request is begun anew when the line is back
const TUS = "1.0.0";
const PARTS = ["photograph", "voice"];

export const hex = (buffer) =>
  [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The SHA-256 of some bytes, or null where the browser keeps it to secure pages. */
export const sha256 = async (bytes) =>
  crypto.subtle ? hex(await crypto.subtle.digest("SHA-256", bytes)) : null;

/** Why sending stopped: a word for the page, a sentence from the other end where there is one. */
export class Stopped extends Error {
  constructor(why, said = {}, facts = {}) {
    super(why);
    Object.assign(this, { why, said }, facts);
  }
}

let underWay = null; // the request that waits for its answer: { since, stop() }

/** Ask the house; its answer, with what it `said` in JSON.  Throws Stopped, for any other answer too. */
async function ask(address, how = {}) {
  const controller = new AbortController();
  let why = "offline";
  const clock = setTimeout(() => controller.abort(), (PATIENCE + (how.body?.byteLength ?? 0) / SLOWEST) * 1000);
  underWay = { since: Date.now(), stop() { why = "waiting"; controller.abort(); } };
  let answer, text;
  try {
    answer = await fetch(address, { credentials: "same-origin", cache: "no-store", ...how, signal: controller.signal });
    text = await answer.text();
  } catch {
    throw new Stopped(why);
  } finally {
    clearTimeout(clock);
    underWay = null;
  }
  const { status, ok, headers } = answer;
  const after = Number(headers.get("Retry-After")) || 0;
  if (!isOurs(answer) || status === 429) throw new Stopped("offline", {}, { status, after });
  const said = parsed(text);
  if (status === 401) throw new Stopped("signed_out", said);
  if (status >= 500 && status !== 507) throw new Stopped("stumbled", said);
  return { status, ok, headers, said };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Who is signed in, the token for changes, and what may be sent; throws Stopped. */
export async function hello(root) {
  const { ok, said } = await ask(`${root}/outbox`, { headers: { Accept: "application/json" } });
  if (!ok) throw new Stopped("refused", said);
  return said;
}

export class Sender {
  /** `root`: the project's address; `told(item)` is called whenever something changed. */
  constructor(root, person, told = () => {}) {
    Object.assign(this, { root, person, told, size: 2 * LEAST, most: MOST });
  }

  /** Send everything there is; false when the other end stumbled over some.  Throws Stopped. */
  async run() {
    const run = () => this.#everything();
    if (!globalThis.navigator?.locks) return run();
    return navigator.locks.request(`photovoice ${this.root}`, run);
  }

  /** Give up what hangs: the line is back, and another one. */
  hurry() {
    if (underWay && Date.now() - underWay.since > HUNG * 1000) underWay.stop();
  }

  /** Let go of an item that is being sent at this moment. */
  drop(uid) {
    if (this.at === uid) underWay?.stop();
  }

  /** Hear where an item stands, though all of it was received; without a network it stays as heard. */
  async hear(uid) {
    try {
      this.token = (await this.#hello()).token;
      await this.#announce(await store.item(uid));
    } catch {
      // What was heard last counts.
    }
  }

  async #hello() {
    const here = await hello(this.root);
    if (here.person !== this.person) throw new Stopped("somebody_else");
    return here;
  }

  async #everything() {
    const leaving = await store.leaving(this.person, this.root);
    if (!leaving.length) return true;
    this.token = (await this.#hello()).token;
    let smooth = true, odd = null;
    for (const { uid } of leaving) {
      try {
        this.at = uid;
        await this.#item(uid);
      } catch (stopped) {
        if (!(stopped instanceof Stopped)) odd = stopped; // of this phone: the others go on
        else if (!["stumbled", "waiting"].includes(stopped.why)) throw stopped;
        smooth = false; // the others need not wait for this one
        if (stopped.why === "stumbled") {
          await this.#change(uid, (item) => { item.trouble = { ...trouble(stopped.said), again: true }; });
        }
      } finally {
        this.at = null;
      }
    }
    if (odd) throw odd;
    return smooth;
  }

  async #change(uid, how) {
    const changed = await store.change(uid, how);
    if (changed) this.told(changed);
    return changed;
  }

  async #item(uid) {
    for (let round = 0; round < 4; round += 1) {
      const one = await store.item(uid);
      if (one?.gone) return this.#forget(one);
      if (!one || !store.mayLeave(one)) return;
      const state = await this.#announce(one);
      if (!state) return;
      for (const part of PARTS) {
        if (one[part] && !one[part].received && state[part]) await this.#part(one, part, state[part]);
      }
    }
  }

  /** Tell the other end that an item will not come after all, until it has heard it. */
  async #forget({ uid }) {
    const { status, said } = await this.#write(`${this.root}/outbox/${uid}`, "DELETE", {});
    if (status === 204 || status === 404) await store.remove(uid);
    else if (said.uid === uid && said.photograph.state === "received") {
      await this.#change(uid, (item) => {
        Object.assign(item, { gone: false, late: true, trouble: null, voice: null, accepted: item.version });
        Object.assign(item.photograph, receipt(said.photograph));
      });
    }
  }

  /** Tell the other end what the item is, and hear how much of it lies there. */
  async #announce(one) {
    const { ok, said: state } = await this.#write(`${this.root}/outbox/${one.uid}`, "PUT", {
      body: JSON.stringify(outline(one)),
      headers: { "Content-Type": "application/json" },
    });
    if (!ok) {
      if (!store.isSafe(one)) await this.#change(one.uid, (item) => { item.trouble = trouble(state); });
      return null;
    }
    if (state.uid !== one.uid) throw new Stopped("offline");
    for (const part of PARTS) await this.#settle(one, part, state[part]);
    await this.#change(one.uid, (item) => {
      if (state.version >= one.version) item.accepted = Math.max(item.accepted || 0, one.version);
      if (item.trouble?.again) item.trouble = null;
      item.needs = state.needs;
      item.photograph.picture ??= state.photograph?.picture; // made some time after it was received
      if ("words" in state) takeOver(item, one, state);
    });
    return state;
  }

  /** Let go of bytes that are safe at the other end; keep those that were refused. */
  async #settle(one, part, at) {
    if (!one[part] || one[part].received || !at) return;
    if (at.state === "refused") {
      await this.#change(one.uid, (item) => { if (unchanged(item, one, part)) item.trouble = trouble(at); });
    } else if (at.state === "received" && same(one[part], at)) {
      await store.keepBytes(one.uid, part, null, (item) =>
        unchanged(item, one, part) && Object.assign(item[part], receipt(at)));
      const now = await store.item(one.uid);
      if (now) this.told(now);
    } else if (at.state === "received") {
      await this.#change(one.uid, (item) => { item.trouble = { reason: "differs" }; });
    }
  }

  async #part(one, part, at) {
    if (at.state !== "waiting" && at.state !== "arriving") return;
    const bytes = await store.bytes(one.uid, part);
    if (!bytes || !unchanged(await store.item(one.uid), one, part)) return;
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
      if (!unchanged(await store.item(one.uid), one, part)) return; // said again, or deleted: the next round tells it
      const reached = await this.#piece(one.uid, address, bytes, offset);
      if (reached === null) return; // gone, refused or done: the next round of the item will hear
      fruitless = reached > offset ? 0 : fruitless + 1;
      if (fruitless > 8) throw new Stopped("offline");
      offset = reached;
      await this.#change(one.uid, (item) => { if (item[part]) item[part].done = offset / bytes.byteLength; });
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
  async #piece(uid, address, bytes, offset) {
    const size = Math.min(this.size, this.most);
    const piece = bytes.slice(offset, offset + size);
    const sum = crypto.subtle && await crypto.subtle.digest("SHA-256", piece);
    const began = performance.now();
    this.size = Math.max(LEAST, size / 2); // should the line break now, the next piece is smaller
    let answer;
    try {
      answer = await this.#write(address, "PATCH", {
        body: piece,
        headers: {
          "Tus-Resumable": TUS,
          "Upload-Offset": String(offset),
          "Content-Type": "application/offset+octet-stream",
          ...(sum && { "Upload-Checksum": `sha256 ${btoa(String.fromCharCode(...new Uint8Array(sum)))}` }),
        },
      });
    } catch (stopped) {
      if (stopped.status !== 413 || size <= SMALLEST) throw stopped;
      this.most = Math.ceil(piece.byteLength / 2);
      return offset;
    }
    if (answer.status === 204) {
      this.#adapt(size, piece.byteLength, performance.now() - began);
      return Number(answer.headers.get("Upload-Offset"));
    }
    if (answer.status === 423) await aWhile();
    if ([409, 423, 460].includes(answer.status)) return this.#offset(address);
    if (answer.status === 413 || answer.status === 507) await this.#refused(uid, answer);
    return null;
  }

  #adapt(size, length, milliseconds) {
    const fits = (length / Math.max(milliseconds, 1)) * 1000 * SECONDS;
    this.size = Math.round(Math.min(MOST, Math.max(LEAST, Math.min(fits, size * 2))));
  }

  async #refused(uid, { status, said }) {
    if (status === 507) throw new Stopped("full", said);
    await this.#change(uid, (item) => { item.trouble = trouble(said); });
  }

  /** A change, with the token; a token that has grown old is fetched anew, once.  Where somebody
   *  else is at the same bytes, a piece hears so; everything else waits. */
  async #write(address, method, how) {
    let renewed = false;
    for (let round = 0; round < 4; round += 1) {
      const answer = await ask(address, {
        ...how, method,
        headers: {
          Accept: "application/json", "X-CSRFToken": this.token, "Photovoice-Person": this.person, ...how.headers,
        },
      });
      if (answer.said.reason === "somebody_else") throw new Stopped("somebody_else");
      if (answer.status === 400 && !renewed) {
        renewed = true;
        this.token = (await this.#hello()).token;
      } else if (answer.status === 423 && method !== "PATCH") await aWhile();
      else return answer;
    }
    throw new Stopped("waiting");
  }
}

const aWhile = () => new Promise((resolve) => setTimeout(resolve, 1500));

/** Whether a part of an item is still the one it was: not said again, not deleted. */
const unchanged = (item, one, part) =>
  Boolean(item && !item.gone && item[part] && same(item[part], one[part]));

const base64 = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const same = (part, at) =>
  (part.sha256 && at.sha256 ? part.sha256 === at.sha256 : part.bytes === at.bytes);
const receipt = ({ received_at: received, id, page, picture }) => ({ received, id, page, picture, done: 1 });
const trouble = ({ reason, sentence, next_step }) => ({ reason: reason || "refused", sentence, next_step });

/** Take over what stands at the other end, so that it is seen here: but for what was written on
 *  since it was told (`sent`), which the next round tells. */
function takeOver(item, sent, state) {
  const known = { words: {}, ...item.known, answer: state.answer };
  const still = item.version === sent.version;
  const chosen = still ? [] : item.let_go ?? [];
  for (const [word, standing] of Object.entries(state.words)) {
    const told = sent.words[word] ?? "";
    if (item.words[word] === told) item.words[word] = standing;
    else if (told.trim() !== standing) continue; // its writer has not seen it
    known.words[word] = standing;
  }
  for (const [word, text] of Object.entries(state.others)) {
    if (!chosen.includes(word)) item.others = { ...item.others, [word]: text };
  }
  item.let_go = chosen;
  known.people = still ? state.people : sent.people;
  if (still) item.people = state.people;
  if (sent.release && item.release?.kept === sent.release.kept && state.answer !== state.answered) {
    Object.assign(item, { given: item.release.kept, answering: item.release, release: null, ended: true });
  }
  item.known = known;
}

/** An item as the other end is told of it. */
function outline({ version, photograph, voice, words, people, release, known = null, let_go = [] }) {
  const { name, bytes, sha256: sum, type, small, exact_place } = photograph;
  return {
    version, words, people, release, known, let_go,
    photograph: { name, bytes, sha256: sum, type, small, exact_place },
    voice: voice && { bytes: voice.bytes, sha256: voice.sha256, type: voice.type, language: voice.language },
  };
}
