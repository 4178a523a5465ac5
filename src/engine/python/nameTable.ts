import { type CodeUnits, codeUnitsOf, copyOfSlice } from './codeUnits.ts';
import { KNOWN_WORDS } from './tokenKinds.ts';

/**
 * The distinct names of one file, numbered. The first ids are those of `KNOWN_WORDS`. What is read later of the same file,
 * when it has been edited, may go on with it.
 */
export interface NameTable {
  /** By id: as Python compares it, which for names beyond ASCII is their NFKC form (language reference, section 2.3). */
  readonly names: string[];
  /** By id: as written. */
  readonly written: string[];
  /** The code units of all names as they are written, one behind the other, and how many there are. */
  pool: CodeUnits;
  used: number;
  /** By id: where in the pool it begins, and how long it is. */
  starts: Int32Array;
  lengths: Int32Array;
  hashes: Int32Array;
  /** Open addressing: id + 1, or 0 where free. */
  slots: Int32Array;
  /** One name may have several ids, or one that no slot leads to. */
  hasTwins: boolean;
}

/** Slots looked at before a name is given an id of its own: bounds the work on names made to collide. */
const MAX_PROBES = 32;

function hashOf(word: string): number {
  let hash = 0;
  for (let i = 0; i < word.length; i++) hash = (Math.imul(hash, 31) + word.charCodeAt(i)) | 0;
  return hash;
}

function insert(table: Pick<NameTable, 'slots' | 'hashes' | 'hasTwins'>, id: number): void {
  const { slots, hashes } = table;
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
  table.hasTwins = true;
}

/** What every table begins with, worked out once: the known words. */
const known = knownWords();

function knownWords(): Omit<NameTable, 'names' | 'written'> {
  const units = codeUnitsOf(KNOWN_WORDS.join(''));
  const columns = {
    pool: new Uint16Array(4096),
    used: units.length,
    starts: new Int32Array(512),
    lengths: new Int32Array(512),
    hashes: new Int32Array(512),
    slots: new Int32Array(1024),
    hasTwins: false,
  };
  columns.pool.set(units);
  let start = 0;
  KNOWN_WORDS.forEach((word, id) => {
    columns.hashes[id] = hashOf(word);
    columns.starts[id] = start;
    columns.lengths[id] = word.length;
    insert(columns, id);
    start += word.length;
  });
  return columns;
}

function createNameTable(): NameTable {
  return {
    names: [...KNOWN_WORDS],
    written: [...KNOWN_WORDS],
    pool: known.pool.slice(),
    used: known.used,
    starts: known.starts.slice(),
    lengths: known.lengths.slice(),
    hashes: known.hashes.slice(),
    slots: known.slots.slice(),
    hasTwins: known.hasTwins,
  };
}

function doubled(column: Int32Array): Int32Array {
  const copy = new Int32Array(column.length * 2);
  copy.set(column);
  return copy;
}

function grow(table: NameTable): void {
  table.hashes = doubled(table.hashes);
  table.starts = doubled(table.starts);
  table.lengths = doubled(table.lengths);
  table.slots = new Int32Array(table.slots.length * 2);
  for (let id = 0; id < table.names.length; id++) insert(table, id);
}

function isSame(a: CodeUnits, from: number, b: CodeUnits, at: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[from + i] !== b[at + i]) return false;
  return true;
}

/** Adds a name's code units to the pool and answers where they begin. */
function keep(table: NameTable, units: CodeUnits, start: number, end: number): number {
  const first = table.used;
  table.used += end - start;
  if (table.used > table.pool.length) {
    const wider = new Uint16Array(Math.max(table.used, table.pool.length * 2));
    wider.set(table.pool);
    table.pool = wider;
  }
  const { pool } = table;
  for (let at = start; at < end; at++) pool[first + at - start] = units[at]!;
  return first;
}

/** A text with its code units, and the table that its names are numbered in. */
export interface NamedText {
  readonly text: string;
  readonly units: CodeUnits;
  readonly table: NameTable;
}

export function namedText(text: string, units = codeUnitsOf(text), table = createNameTable()): NamedText {
  return { text, units, table };
}

/**
 * The id of the name that stands between `start` and `end`. `hash` is the polynomial over 31 of its code units.
 * Two names with one id are equal; equal names nearly always have one id, so a comparison that matters compares text.
 */
export function idOfName(
  { text, units, table }: NamedText,
  start: number,
  end: number,
  hash: number,
  isAscii: boolean,
): number {
  const { slots, hashes, lengths, starts, pool } = table;
  const length = end - start;
  const mask = slots.length - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const id = slots[slot]! - 1;
    if (id < 0) break;
    if (hashes[id] === hash && lengths[id] === length && isSame(pool, starts[id]!, units, start, length))
      return id;
    slot = (slot + 1) & mask;
  }
  const id = table.names.length;
  // Names outlive their file in what is remembered of it.
  const word = copyOfSlice(text, units, start, end);
  table.written.push(word);
  table.names.push(isAscii ? word : word.normalize('NFKC'));
  // What is written in another way may be the same name.
  table.hasTwins ||= !isAscii;
  if (id >= table.hashes.length) grow(table);
  table.hashes[id] = hash;
  table.starts[id] = keep(table, units, start, end);
  table.lengths[id] = length;
  insert(table, id);
  return id;
}

/** The ids of some names, as Python compares them, found by going through all names. */
export function idsAmong(names: readonly string[], sought: ReadonlySet<string>): Set<number> {
  const ids = new Set<number>();
  for (let id = 0; id < names.length; id++) if (sought.has(names[id]!)) ids.add(id);
  return ids;
}

/** The same by a table's slots, as fast as there are few names sought. Of what the table takes in later nothing is found. */
export function createIdSearch({
  slots,
  names,
  hasTwins,
}: NameTable): (sought: ReadonlySet<string>) => Set<number> {
  if (hasTwins) return (sought) => idsAmong(names, sought);
  return (sought) => {
    const ids = new Set<number>();
    for (const name of sought) {
      const id = idOfWord(slots, names, name);
      if (id >= 0) ids.add(id);
    }
    return ids;
  };
}

/** The id of a name where none has several; -1 where it has none. */
function idOfWord(slots: Int32Array, names: readonly string[], word: string): number {
  const hash = hashOf(word);
  const mask = slots.length - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const id = slots[slot]! - 1;
    if (id < 0 || names[id] === word) return id;
    slot = (slot + 1) & mask;
  }
  return -1;
}
