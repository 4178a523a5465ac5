import { likenessOf, partsOf } from '../engine/inventory/likeness.ts';
import { backOverSpace, isNamePart, isSpace, skip } from './sourceBytes.ts';
import { createWordSearch } from './wordSearch.ts';

/** How a name that looks like a source is bound in a text: by a class statement, or given to something else too. */
export type LookAlikeBinding = 'class' | 'other';

/**
 * A quick look for a class, or another name bound, that looks like one of `patterns`, in a text's bytes: `class X`, `X = `,
 * `X: `, `as X`. May find one in a comment or a string, and misses none whose parts are written in one case each. Names
 * other than a class statement's count where they are spelled as classes are: variables hold instances.
 */
export function createLookAlikeBindingSearch(
  patterns: readonly string[],
): (bytes: Buffer) => LookAlikeBinding | undefined {
  const isAlike = likenessOf(patterns);
  // The last part is the rarest: of `*WebSocket*Manager*`, sockets are everywhere.
  const rarest = new Set(
    patterns.map((pattern) => partsOf(pattern).at(-1) ?? '').filter((part) => part !== ''),
  );
  const search = createWordSearch([...rarest].flatMap(spellings));
  return (bytes) => {
    let found: LookAlikeBinding | undefined;
    search(bytes, (_, at) => {
      const start = startOfName(bytes, at);
      const end = skip(bytes, at, isNamePart);
      const how = boundBy(bytes, start, end);
      if (!how) return false;
      const name = bytes.toString('utf8', start, end);
      if (!isAlike(name) || (how === 'other' && !/^_*[A-Z]/.test(name))) return false;
      found = how;
      return how === 'other';
    });
    return found;
  };
}

/** A part as it may be written: manager, Manager, MANAGER. */
function spellings(part: string): string[] {
  return [part, part[0]!.toUpperCase() + part.slice(1), part.toUpperCase()];
}

function startOfName(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && isNamePart(bytes[start - 1]!)) start--;
  return start;
}

const equals = 0x3d;
const colon = 0x3a;
const lineFeed = 0x0a;
const classKeyword = Buffer.from('class');
const keywords = ['as', 'const', 'let', 'var'].map((word) => Buffer.from(word));

/** Whether what stands around a name can bind it. */
function boundBy(bytes: Uint8Array, start: number, end: number): LookAlikeBinding | undefined {
  const before = backOverSpace(bytes, start);
  if (before < start && endsWith(bytes, before, classKeyword)) return 'class';
  const behind = skip(bytes, end, isSpace);
  const isBound =
    (bytes[behind] === equals && bytes[behind + 1] !== equals) ||
    (bytes[behind] === colon && (start === 0 || bytes[start - 1] === lineFeed)) ||
    (before < start && keywords.some((keyword) => endsWith(bytes, before, keyword)));
  return isBound ? 'other' : undefined;
}

function endsWith(bytes: Uint8Array, end: number, word: Uint8Array): boolean {
  const start = end - word.length;
  return (
    start >= 0 &&
    (start === 0 || !isNamePart(bytes[start - 1]!)) &&
    word.every((byte, at) => bytes[start + at] === byte)
  );
}
