import { fixedPart, isLookAlike } from '../engine/lookAlikes.ts';
import { isNamePart, isSpace, skip } from './sourceBytes.ts';

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
  for (const name of classNames(bytes)) if (isLookAlike(patterns, name)) return true;
  return false;
}

/** The names behind each `class` in a text's bytes: of comments and strings too. */
export function* classNames(bytes: Buffer): Generator<string> {
  for (let at = bytes.indexOf(keyword); at >= 0; at = bytes.indexOf(keyword, at)) {
    at += keyword.length;
    const start = skip(bytes, at, isSpace);
    const end = skip(bytes, start, isNamePart);
    if (start > at && end > start) yield bytes.toString('utf8', start, end);
  }
}
