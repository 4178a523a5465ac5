import { type CodeUnits, codeUnitsOf } from './codeUnits.ts';
import { KNOWN_WORDS } from './tokenKinds.ts';

/** The distinct names of one file, numbered. The first ids are those of `KNOWN_WORDS`. */
export interface NameTable {
  readonly text: string;
  readonly units: CodeUnits;
  /** By id: as Python compares it, which for names beyond ASCII is their NFKC form (language reference, section 2.3). */
  readonly names: string[];
  /** By id: as written. */
  readonly written: string[];
  /** By id: where it was first written, for known words in all of them side by side; and how long it is. */
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

function insert({ slots, hashes }: Pick<NameTable, 'slots' | 'hashes'>, id: number): void {
  const mask = slots.length - 1;
  const hash = hashes[id]!;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    if (slots[slot] === 0) {
      slots[slot] = id + 1;
      return;
    }
    slot = (slot + 1) & mask;
  }
}

const KNOWN_UNITS = codeUnitsOf(KNOWN_WORDS.join(''));

/** What every table begins with, worked out once: the known words. */
const known = knownWords();

function knownWords(): Pick<NameTable, 'firstStarts' | 'lengths' | 'hashes' | 'slots'> {
  const columns = {
    firstStarts: new Int32Array(512),
    lengths: new Int32Array(512),
    hashes: new Int32Array(512),
    slots: new Int32Array(1024),
  };
  let written = 0;
  KNOWN_WORDS.forEach((word, id) => {
    columns.hashes[id] = hashOf(word);
    columns.firstStarts[id] = written;
    columns.lengths[id] = word.length;
    insert(columns, id);
    written += word.length;
  });
  return columns;
}

/** The table of one text, from which all its names are. */
export function createNameTable(text: string, units = codeUnitsOf(text)): NameTable {
  return {
    text,
    units,
    names: [...KNOWN_WORDS],
    written: [...KNOWN_WORDS],
    firstStarts: known.firstStarts.slice(),
    lengths: known.lengths.slice(),
    hashes: known.hashes.slice(),
    slots: known.slots.slice(),
  };
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
  for (let id = 0; id < table.names.length; id++) insert(table, id);
}

function isSame(a: CodeUnits, from: number, b: CodeUnits, at: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[from + i] !== b[at + i]) return false;
  return true;
}

/**
 * The id of the name that stands between `start` and `end`. `hash` is the polynomial over 31 of its code units.
 * Two names with one id are equal; equal names nearly always have one id, so a comparison that matters compares text.
 */
export function idOfName(
  table: NameTable,
  start: number,
  end: number,
  hash: number,
  isAscii: boolean,
): number {
  const { slots, hashes, lengths, firstStarts, units } = table;
  const length = end - start;
  const mask = slots.length - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const id = slots[slot]! - 1;
    if (id < 0) break;
    if (hashes[id] === hash && lengths[id] === length) {
      const from = id < KNOWN_WORDS.length ? KNOWN_UNITS : units;
      if (isSame(from, firstStarts[id]!, units, start, length)) return id;
    }
    slot = (slot + 1) & mask;
  }
  const id = table.names.length;
  const word = table.text.slice(start, end);
  table.written.push(word);
  table.names.push(isAscii ? word : word.normalize('NFKC'));
  if (id >= table.hashes.length) grow(table);
  table.hashes[id] = hash;
  table.firstStarts[id] = start;
  table.lengths[id] = end - start;
  insert(table, id);
  return id;
}
