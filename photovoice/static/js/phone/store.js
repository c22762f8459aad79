// The outbox as this phone keeps it: one row an item, its bytes beside it, everything by person.
// Bytes are kept as ArrayBuffers, since some phones lose Blobs; a database that closed under us is
// opened again.

const NAME = "photovoice-outbox";
let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("items", { keyPath: "uid" });
      asked.result.createObjectStore("bytes");
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = asked.result.onclose = () => {
        asked.result.close();
        opened = null;
      };
      resolve(asked.result);
    };
    asked.onerror = () => {
      opened = null;
      reject(asked.error);
    };
  });
  return opened;
}

async function within(stores, mode, work, again = true) {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(stores, mode);
      const request = work(...stores.map((name) => transaction.objectStore(name)));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } catch (trouble) {
    if (!again || trouble?.name !== "InvalidStateError") throw trouble;
    opened = null;
    return within(stores, mode, work, false);
  }
}

const key = (uid, part) => `${uid}/${part}`;

/** Every item on this phone, whosever it is. */
export const everything = () => within(["items"], "readonly", (rows) => rows.getAll());

async function theirs(person, project) {
  return (await everything())
    .filter((one) => one.person === person && one.project === project)
    .sort((one, other) => one.made - other.made || (one.uid < other.uid ? -1 : 1));
}

/** Every item of one person in one project, the oldest first. */
export const items = async (person, project) => (await theirs(person, project)).filter((one) => !one.gone);

/** Those of them that have something to be told to the other end, what is deleted too. */
export const leaving = async (person, project) => (await theirs(person, project)).filter((one) => one.gone || mayLeave(one));

/** What of anybody's on this phone is not received yet. */
export const unsent = async () => (await everything())
  .filter((one) => !one.gone && isWaiting(one) && !one.photograph.received);

/** Whether an item waits for nobody here: it is not told of at this moment, and no trouble keeps it. */
export const mayLeave = (one) => !isSafe(one) && !one.held && !one.reading && (!one.trouble || Boolean(one.trouble.again));

/** Whether all there is of an item lies at the other end too. */
export function isSafe(item) {
  return item.photograph.received && (!item.voice || item.voice.received)
    && item.accepted === item.version;
}

const FINAL = [
  "empty", "not_a_picture", "unsupported", "too_large", "too_many_pixels", "too_many_scans",
  "too_demanding", "unreadable",
];

/** Whether the other end refused the very file, so that sending it again is of no use. */
export const isRefused = (item) => !item.photograph.received && FINAL.includes(item.trouble?.reason);

/** Whether something of an item is still to be sent. */
export const isWaiting = (item) => !isSafe(item) && !isRefused(item);

export const item = (uid) => within(["items"], "readonly", (rows) => rows.get(uid));

/** Change an item as it stands now; the changed item.  `change` may return false to leave it. */
export async function change(uid, how) {
  let changed;
  await within(["items"], "readwrite", (rows) => {
    const asked = rows.get(uid);
    asked.onsuccess = () => {
      changed = asked.result;
      if (changed && how(changed) !== false) rows.put(changed);
    };
  });
  return changed;
}

/** Keep new items, all or none. */
export const addAll = (items) =>
  within(["items"], "readwrite", (rows) => { for (const one of items) rows.put(one); });

export const bytes = (uid, part) =>
  within(["bytes"], "readonly", (kept) => kept.get(key(uid, part)));

/** Keep or, without bytes, let go of the bytes of one part of an item, and say so in its row;
 *  `how` may return false to leave both. */
export function keepBytes(uid, part, data, how) {
  return within(["items", "bytes"], "readwrite", (rows, kept) => {
    const asked = rows.get(uid);
    asked.onsuccess = () => {
      if (!asked.result || how(asked.result) === false) return;
      rows.put(asked.result);
      if (data) kept.put(data, key(uid, part));
      else kept.delete(key(uid, part));
    };
  });
}

/** Delete an item here, and remember that the other end has to hear of it. */
export function bury(uid) {
  return within(["items", "bytes"], "readwrite", (rows, kept) => {
    const asked = rows.get(uid);
    asked.onsuccess = () => asked.result && rows.put({ ...asked.result, gone: true });
    letGo(kept, uid);
  });
}

export function remove(uid) {
  return within(["items", "bytes"], "readwrite", (rows, kept) => {
    rows.delete(uid);
    letGo(kept, uid);
  });
}

function letGo(kept, uid) {
  for (const part of ["photograph", "voice", "recording"]) kept.delete(key(uid, part));
}
