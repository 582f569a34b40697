// @ts-check
/** All that the workbook keeps in a browser, as one file: taking it out, bringing it in, deleting it. */

const OURS = "mio:1:";
const FORMAT = "mio-workbook";
/** Larger than any browser's storage for a site, in characters. */
const LARGEST = 12_000_000;
/** More than a reader of the whole book makes in years; with many more every page would be slow. */
const MOST = 10_000;
/** @typedef {{problem: "unknown" | "large" | null, added: number, known: number, unsaved: number}} Imported */

/** @param {Storage} storage */
const keys = (storage) =>
  Array.from({ length: storage.length }, (_, i) => String(storage.key(i))).filter((key) => key.startsWith(OURS));

/** Everything saved, as the text of a file. @param {Storage} storage @param {string} now */
export function exported(storage, now) {
  const saved = Object.fromEntries(keys(storage).sort().map((key) => [key, storage.getItem(key)]));
  return JSON.stringify({ format: FORMAT, version: 1, exported: now, saved }, null, 1);
}

/** Brings a chosen file in; one far too large is not even read. @param {Storage} storage @param {Blob} file @returns {Promise<Imported>} */
export async function importedFile(storage, file) {
  // A character has at most four bytes.
  if (file.size > 4 * LARGEST) return { problem: "large", added: 0, known: 0, unsaved: 0 };
  return imported(storage, await file.text());
}

/**
 * Brings an exported text in. What is here already stays as it is; a file of another kind changes nothing.
 * @param {Storage} storage @param {string} text
 * @returns {Imported}
 */
export function imported(storage, text) {
  /** @type {Imported} */
  const result = { problem: null, added: 0, known: 0, unsaved: 0 };
  if (text.length > LARGEST) return { ...result, problem: "large" };
  const saved = savedIn(text);
  if (!saved) return { ...result, problem: "unknown" };
  if (saved.length > MOST) return { ...result, problem: "large" };
  for (const [key, value] of saved) {
    if (storage.getItem(key) !== null) {
      result.known += 1;
      continue;
    }
    try {
      storage.setItem(key, value);
      result.added += 1;
    } catch {
      result.unsaved += 1;
    }
  }
  return result;
}

/** The records of an export, or null when it is none. @param {string} text @returns {[string, string][] | null} */
function savedIn(text) {
  let file;
  try {
    file = JSON.parse(text);
  } catch {
    return null;
  }
  if (file?.format !== FORMAT || file.version !== 1 || typeof file.saved !== "object" || file.saved === null) return null;
  const entries = Object.entries(file.saved);
  const sound = entries.every(([key, value]) => key.startsWith(OURS) && typeof value === "string");
  return sound ? /** @type {[string, string][]} */ (entries) : null;
}

/** @param {Storage} storage */
export function deleteAll(storage) {
  for (const key of keys(storage)) storage.removeItem(key);
}
