import { decodePython } from './decode.ts';

/** One copy of each name that was met in bytes, found again without making a string. */
export interface ByteNames {
  readonly words: string[];
  hashes: Int32Array;
  /** Open addressing: index of the word + 1, or 0 where free. */
  slots: Int32Array;
}

/** Slots looked at before a word is kept twice: bounds the work on words made to collide. */
const MAX_PROBES = 32;

export function createByteNames(): ByteNames {
  return { words: [], hashes: new Int32Array(2048), slots: new Int32Array(4096) };
}

function insert(table: ByteNames, index: number, hash: number): void {
  const mask = table.slots.length - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (let probe = 0; probe < MAX_PROBES && table.slots[slot] !== 0; probe++) slot = (slot + 1) & mask;
  if (table.slots[slot] === 0) table.slots[slot] = index + 1;
}

function add(table: ByteNames, word: string, hash: number): void {
  const index = table.words.length;
  table.words.push(word);
  if (index >= table.hashes.length) {
    const hashes = new Int32Array(table.hashes.length * 2);
    hashes.set(table.hashes);
    table.hashes = hashes;
    table.slots = new Int32Array(table.slots.length * 2);
    for (let i = 0; i < index; i++) insert(table, i, hashes[i]!);
  }
  table.hashes[index] = hash;
  insert(table, index, hash);
}

function isAt(bytes: Uint8Array, start: number, end: number, word: string): boolean {
  if (word.length !== end - start) return false;
  for (let i = 0; i < word.length; i++) if (word.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}

/** The text between two offsets: ASCII, or UTF-8 in the form in which Python compares names. */
export function wordOf(table: ByteNames, bytes: Uint8Array, start: number, end: number): string {
  let hash = 0;
  let any = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    hash = (Math.imul(hash, 31) + byte) | 0;
    any |= byte;
  }
  if (any >= 128) return decodePython(bytes.subarray(start, end)).text.normalize('NFKC');
  const mask = table.slots.length - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const index = table.slots[slot]! - 1;
    if (index < 0) break;
    if (table.hashes[index] === hash && isAt(bytes, start, end, table.words[index]!))
      return table.words[index]!;
    slot = (slot + 1) & mask;
  }
  let word = '';
  for (let at = start; at < end; at += 4096) {
    word += String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 4096)));
  }
  add(table, word, hash);
  return word;
}
