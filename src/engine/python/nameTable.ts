import { KNOWN_WORDS } from './tokenKinds.ts';

/** The distinct names of one file, numbered. The first ids are those of `KNOWN_WORDS`. */
export interface NameTable {
  /** By id: as Python compares it, which for names beyond ASCII is their NFKC form (language reference, section 2.3). */
  readonly names: string[];
  /** By id: as written. */
  readonly written: string[];
  /** By id: where it was first written, -1 for the known words; and how long it is. */
  firstStarts: Int32Array;
  lengths: Int32Array;
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
    firstStarts: new Int32Array(512).fill(-1, 0, KNOWN_WORDS.length),
    lengths: new Int32Array(512),
    hashes: new Int32Array(512),
    slots: new Int32Array(1024),
  };
  KNOWN_WORDS.forEach((word, id) => {
    const hash = hashOf(word);
    table.hashes[id] = hash;
    table.lengths[id] = word.length;
    insert(table, id, hash);
  });
  return table;
}

function doubled(column: Int32Array): Int32Array {
  const copy = new Int32Array(column.length * 2);
  copy.set(column);
  return copy;
}

function grow(table: NameTable): void {
  table.hashes = doubled(table.hashes);
  table.firstStarts = doubled(table.firstStarts);
  table.lengths = doubled(table.lengths);
  table.slots = new Int32Array(table.slots.length * 2);
  for (let id = 0; id < table.names.length; id++) insert(table, id, table.hashes[id]!);
}

function isWrittenAt(text: string, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (text.charCodeAt(start + i) !== word.charCodeAt(i)) return false;
  return true;
}

function isSame(text: string, a: number, b: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (text.charCodeAt(a + i) !== text.charCodeAt(b + i)) return false;
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
    if (table.hashes[id] === hash && table.lengths[id] === end - start) {
      const first = table.firstStarts[id]!;
      // Within the text: a name cut out of it is slower to read.
      if (
        first < 0 ? isWrittenAt(text, start, table.written[id]!) : isSame(text, start, first, end - start)
      ) {
        return id;
      }
    }
    slot = (slot + 1) & mask;
  }
  const id = table.names.length;
  const word = text.slice(start, end);
  table.written.push(word);
  table.names.push(isAscii ? word : word.normalize('NFKC'));
  if (id >= table.hashes.length) grow(table);
  table.hashes[id] = hash;
  table.firstStarts[id] = start;
  table.lengths[id] = end - start;
  insert(table, id, hash);
  return id;
}
