import { fixedPart, isLookAlike } from '../engine/lookAlikes.ts';

/**
 * A quick look for a class whose name matches one of `patterns`, in a text's bytes. May find one in a comment or a string,
 * and never misses one that is written in ASCII or UTF-8.
 */
export function createLookAlikeSearch(patterns: readonly string[]): (bytes: Buffer) => boolean {
  const parts = [...new Set(patterns.map(fixedPart))].map((part) => Buffer.from(part));
  return (bytes) => parts.some((part) => bytes.includes(part)) && definesOne(bytes, patterns);
}

const keyword = Buffer.from('class');

function definesOne(bytes: Buffer, patterns: readonly string[]): boolean {
  for (let at = bytes.indexOf(keyword); at >= 0; at = bytes.indexOf(keyword, at)) {
    at += keyword.length;
    const start = skip(bytes, at, isSpace);
    const end = skip(bytes, start, isNamePart);
    if (start > at && end > start && isLookAlike(patterns, bytes.toString('utf8', start, end))) return true;
  }
  return false;
}

function skip(bytes: Buffer, from: number, isSkipped: (byte: number) => boolean): number {
  let at = from;
  while (at < bytes.length && isSkipped(bytes[at]!)) at++;
  return at;
}

/** Blanks, line ends, and the backslash of a continuation. */
function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x5c;
}

/** Letters, digits, `_`, `$`, and every byte of a character beyond ASCII. */
function isNamePart(byte: number): boolean {
  return (
    byte >= 0x80 ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f ||
    byte === 0x24
  );
}
