import { KNOWN_WORDS } from './tokenKinds.ts';

/** The distinct names of one file, numbered. The first ids are those of `KNOWN_WORDS`. */
export interface NameTable {
  /** By id: as Python compares it, which for names beyond ASCII is their NFKC form (language reference, section 2.3). */
  readonly names: string[];
  /** By id: as written. */
  readonly written: string[];
  hashes: Int32Array;
  /** Open addressing: id + 1, or 0 where free. */
  slots: Int32Array;
}

/** Slots looked at before a name is given an id of its own: bounds the work on names made to collide. */
const MAX_PROBES = 32;

function hashOf(word: string): number {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = (Math.imul(hash, 31) + word.charCodeAt(i)) | 0;
  return hash;
}

function insert(table: NameTable, id: number, hash: number): void {
  const mask = table.slots.length - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    if (table.slots[slot] === 0) {
      table.slots[slot] = id + 1;
      return;
    }
    slot = (slot + 1) & mask;
  }
}

export function createNameTable(): NameTable {
  const table: NameTable = {
    names: [...KNOWN_WORDS],
    written: [...KNOWN_WORDS],
    hashes: new Int32Array(512),
    slots: new Int32Array(1024),
  };
  KNOWN_WORDS.forEach((word, id) => {
    const hash = hashOf(word);
    table.hashes[id] = hash;
    insert(table, id, hash);
  });
  return table;
}

function grow(table: NameTable): void {
  const hashes = new Int32Array(table.hashes.length * 2);
  hashes.set(table.hashes);
  table.hashes = hashes;
  table.slots = new Int32Array(table.slots.length * 2);
  for (let id = 0; id < table.names.length; id++) insert(table, id, hashes[id]!);
}

function isWrittenAt(text: string, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (text.charCodeAt(start + i) !== word.charCodeAt(i)) return false;
  return true;
}

/**
 * The id of the name that stands between `start` and `end`. `hash` is the polynomial over 31 of its code units.
 * Two names with one id are equal; equal names nearly always have one id, so a comparison that matters compares text.
 */
export function idOfName(
  table: NameTable,
  text: string,
  start: number,
  end: number,
  hash: number,
  isAscii: boolean,
): number {
  const mask = table.slots.length - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const id = table.slots[slot]! - 1;
    if (id < 0) break;
    if (table.hashes[id] === hash) {
      const word = table.written[id]!;
      if (word.length === end - start && isWrittenAt(text, start, word)) return id;
    }
    slot = (slot + 1) & mask;
  }
  const id = table.names.length;
  const word = text.slice(start, end);
  table.written.push(word);
  table.names.push(isAscii ? word : word.normalize('NFKC'));
  if (id >= table.hashes.length) grow(table);
  table.hashes[id] = hash;
  insert(table, id, hash);
  return id;
}
