/** One module that a file names, as it is written, and the names it takes from it; `*` where it takes the module as a whole. */
export interface SpecifierLine {
  readonly specifier: string;
  readonly names: readonly string[];
}

/** Reads the text between two offsets of what is scanned. */
export type SliceText = (start: number, end: number) => string;

/** The last two are the ends of `jest.mock(`, `vi.doMock(`, `requireActual(` and the like. */
const words = ['from', 'import', 'require', 'ock(', 'Actual('] as const;

/**
 * The modules that a file may name in an import, found without parsing it: more than is real, never less, but for one that
 * is written with escapes or put together.
 *
 * @param bytes in UTF-8
 * @param find the offset of a word at or behind another offset; negative where there is none
 * @param slice the text between two offsets
 */
export function scanSpecifierLines(
  bytes: Uint8Array,
  find: (word: string, from: number) => number,
  slice: SliceText,
): SpecifierLine[] {
  const lines: SpecifierLine[] = [];
  for (const word of words)
    for (let at = find(word, 0); at >= 0; at = find(word, at + word.length)) {
      const end = at + word.length;
      const isCallEnd = word.endsWith('(');
      if (!isCallEnd && (isNamePart(bytes[at - 1]) || isNamePart(bytes[end]))) continue;
      const specifier = specifierAt(bytes, end, word !== 'from', slice);
      if (specifier === undefined) continue;
      lines.push({ specifier, names: word === 'from' ? namesBefore(bytes, at, slice) : ['*'] });
    }
  return lines;
}

const space = 0x20;
const quotes: readonly number[] = [0x22, 0x27, 0x60];
const openBracket = 0x28;
const slash = 0x2f;
const star = 0x2a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const lineFeed = 0x0a;

/** The string that stands behind a keyword, in brackets where it is a call. */
function specifierAt(
  bytes: Uint8Array,
  from: number,
  mayBeCall: boolean,
  slice: SliceText,
): string | undefined {
  let at = overTrivia(bytes, from);
  if (mayBeCall && bytes[at] === openBracket) at = overTrivia(bytes, at + 1);
  const quote = bytes[at];
  if (quote === undefined || !quotes.includes(quote)) return undefined;
  const start = at + 1;
  for (at = start; at < bytes.length && bytes[at] !== quote; at++)
    if (bytes[at] === lineFeed) return undefined;
  return at > start && at < bytes.length ? slice(start, at) : undefined;
}

/** The offset behind white space and comments. */
function overTrivia(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    while (at < bytes.length && bytes[at]! <= space) at++;
    if (bytes[at] !== slash) return at;
    if (bytes[at + 1] === slash) while (at < bytes.length && bytes[at] !== lineFeed) at++;
    else if (bytes[at + 1] === star) {
      at += 2;
      while (at < bytes.length && !(bytes[at] === star && bytes[at + 1] === slash)) at++;
      at += 2;
    } else return at;
  }
}

/** What an import or export clause in front of `from` takes. */
function namesBefore(bytes: Uint8Array, from: number, slice: SliceText): string[] {
  let end = from - 1;
  while (end >= 0 && bytes[end]! <= space) end--;
  let start = end;
  if (bytes[end] === closeBrace) {
    while (start >= 0 && bytes[start] !== openBrace) start--;
    const names = bracedNames(slice(start + 1, end));
    // A default import may stand in front of the braces.
    return /,\s*$/.test(slice(Math.max(0, start - 40), Math.max(0, start))) ? ['default', ...names] : names;
  }
  // `* as name`, `name, * as name` or `name`: what stands on the same lines shows whether there is a star.
  for (let length = 0; start >= 0 && length < 200; start--, length++)
    if (bytes[start] === star) return ['default', '*'];
    else if (!isNamePart(bytes[start]) && bytes[start]! > space) break;
  return ['default'];
}

function bracedNames(list: string): string[] {
  return list
    .replace(/\/\*[^]*?\*\/|\/\/[^\n]*/g, ' ')
    .split(',')
    .flatMap((each) => {
      const [first = '', second] = each.trim().split(/\s+/);
      const name = first.replace(/^['"]|['"]$/g, '');
      // `type` may be a name, or say that the next word is a type's.
      return name === '' ? [] : name === 'type' && second !== undefined ? [name, second] : [name];
    });
}

/** Letters, digits, `_`, `$`, and every byte of a character beyond ASCII. */
function isNamePart(byte: number | undefined): boolean {
  return (
    byte !== undefined &&
    (byte >= 0x80 ||
      (byte >= 0x61 && byte <= 0x7a) ||
      (byte >= 0x41 && byte <= 0x5a) ||
      (byte >= 0x30 && byte <= 0x39) ||
      byte === 0x5f ||
      byte === 0x24)
  );
}
