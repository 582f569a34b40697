// @ts-check
/**
 * A student's records in the browser's storage.
 *
 * Every record has a key of its own and is never rewritten, so two tabs cannot overwrite each other
 * and one damaged record costs nothing but itself. What cannot be saved is kept in memory, and
 * `trouble` says why.
 *
 * @typedef {Record<string, any> & {time: string, round: number}} Entry
 * @typedef {"forbidden" | "full" | null} Trouble
 */

const ROOT = "mio:1";
/** Far more than anybody begins; beyond it counting on would end. */
const MOST_ROUNDS = 1_000_000;
/** Where the id of the exercise is kept that the reader worked on last. */
const LAST = `${ROOT}:last-exercise`;

/** @returns {Storage | null} */
function browserStorage() {
  try {
    const storage = globalThis.localStorage;
    storage.getItem(ROOT);
    return storage;
  } catch {
    return null;
  }
}

/** @param {unknown} value @returns {value is Entry} */
function isEntry(value) {
  const entry = /** @type {any} */ (value);
  return (
    typeof entry === "object" &&
    entry !== null &&
    typeof entry.time === "string" &&
    !Number.isNaN(Date.parse(entry.time)) &&
    Number.isInteger(entry.round) &&
    entry.round > 0 &&
    entry.round < MOST_ROUNDS
  );
}

/** @param {unknown} value @returns {value is string[]} */
export const areTexts = (value) => Array.isArray(value) && value.every((each) => typeof each === "string");

/** @param {Storage} storage @param {string} prefix */
function keysBelow(storage, prefix) {
  return Array.from({ length: storage.length }, (_, i) => String(storage.key(i))).filter((key) =>
    key.startsWith(prefix),
  );
}

/** @param {string | null | undefined} text @returns {Entry | null} */
function parse(text) {
  try {
    const entry = JSON.parse(text ?? "null");
    return isEntry(entry) ? entry : null;
  } catch {
    return null;
  }
}

/** How many items of `space` are answered in the present round. @param {string} space */
export function countAnswered(space, storage = browserStorage()) {
  if (!storage) return 0;
  const entries = keysBelow(storage, `${ROOT}:record:${space}:`).map((key) => parse(storage.getItem(key)));
  const round = Math.max(1, ...entries.map((entry) => entry?.round ?? 1));
  return new Set(entries.filter((entry) => entry?.round === round && entry.item).map((entry) => entry?.item)).size;
}

/** The id of the exercise that the reader worked on last, or null. */
export function lastExercise(storage = browserStorage()) {
  return storage?.getItem(LAST) ?? null;
}

/** @param {Entry} a @param {Entry} b */
const byTime = (a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0);

/**
 * @param {string} space what the records belong to: the id of a deck or a quiz
 * @param {(entry: Entry) => boolean} isValid the exercise's own idea of a whole record
 * @param {Storage | null} storage
 */
export function openStore(space, isValid = () => true, storage = browserStorage()) {
  const records = `${ROOT}:record:${space}:`;
  const placeKey = `${ROOT}:place:${space}`;
  /** @type {Map<string, Entry>} */
  let unsaved = new Map();
  let place = "";
  /** @type {Set<string>} */
  const damaged = new Set();
  /** @type {Trouble} */
  let trouble = storage ? null : "forbidden";

  /** @param {string} key @param {string} text */
  function write(key, text) {
    if (!storage) return false;
    try {
      storage.setItem(key, text);
      return true;
    } catch (error) {
      trouble = /** @type {any} */ (error)?.name === "SecurityError" ? "forbidden" : "full";
      return false;
    }
  }

  /** @param {string} key @param {string} text */
  function setAside(key, text) {
    damaged.add(key);
    if (storage && write(key.replace(ROOT, `${ROOT}:aside`), text)) storage.removeItem(key);
  }

  /** @param {string} key @returns {Entry | null} */
  function read(key) {
    const text = storage?.getItem(key);
    if (text === null || text === undefined) return null;
    const entry = parse(text);
    if (entry && isValid(entry)) return entry;
    setAside(key, text);
    return null;
  }

  function saveLeftovers() {
    const waiting = unsaved;
    unsaved = new Map();
    for (const [key, entry] of waiting) {
      if (!write(key, JSON.stringify(entry))) unsaved.set(key, entry);
    }
    if (storage && unsaved.size === 0) trouble = null;
  }

  return {
    get trouble() {
      return trouble;
    },
    /** How many damaged records were found since the page was opened. */
    get damaged() {
      return damaged.size;
    },
    /** All records, the oldest first. @returns {Entry[]} */
    all() {
      const saved = storage ? keysBelow(storage, records).map(read) : [];
      return [...saved, ...unsaved.values()].filter((entry) => entry !== null).sort(byTime);
    },
    /** @param {Record<string, any>} fields @param {number} round @returns {Entry} */
    add(fields, round) {
      const entry = { ...fields, round, time: new Date().toISOString() };
      const nonce = Math.random().toString(36).slice(2, 10);
      unsaved.set(`${records}${entry.time}-${nonce}`, entry);
      saveLeftovers();
      // What is practised from a reserve belongs to the exercise that offered it.
      write(LAST, fields.practiceFor ?? space);
      return entry;
    },
    /**
     * Removes the records for which `gone` holds, given how many newer ones the same item has.
     * @param {(entry: Entry, newer: number) => boolean} gone
     */
    forget(gone) {
      const saved = storage ? keysBelow(storage, records).map((key) => ({ key, entry: read(key) })) : [];
      const all = [...saved, ...[...unsaved].map(([key, entry]) => ({ key, entry }))];
      for (const { key, entry } of all) {
        const newer = all.filter((other) => other.entry?.item === entry?.item && entry && other.entry && other.entry.time > entry.time);
        if (!entry || !gone(entry, newer.length)) continue;
        unsaved.delete(key);
        storage?.removeItem(key);
      }
    },
    /** Where the reader was; the last tab to move decides. It may have been brought in from a file: trust no part of it. @returns {any} */
    get place() {
      try {
        return JSON.parse(storage?.getItem(placeKey) ?? (place || "null"));
      } catch {
        return null;
      }
    },
    set place(value) {
      place = JSON.stringify(value);
      write(placeKey, place);
      write(LAST, space.replace(/\.draft$/, ""));
    },
    /** Calls back when another tab has changed something here. @param {() => void} callback @param {AbortSignal} [signal] */
    onOtherTab(callback, signal) {
      globalThis.addEventListener?.(
        "storage",
        (event) => {
          if (event.key === null || event.key.startsWith(records)) callback();
        },
        { signal },
      );
    },
  };
}
