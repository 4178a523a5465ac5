import { type ByteNames, createByteNames, wordOf } from './byteNames.ts';

/**
 * The imports of a file in columns. Module `i` is `modules[i]` and has the names from `firstNames[i]` to `firstNames[i + 1]`
 * in `names` and `locals`.
 */
export interface ImportLines {
  /** As written, without white space; relative ones keep their dots. */
  readonly modules: string[];
  /** One entry more than there are modules. */
  readonly firstNames: number[];
  /** `*` for a star import and for `import a.b`. */
  readonly names: string[];
  /** The name bound; empty for a star import. `import a.b` binds `a`. */
  readonly locals: string[];
}

/** Where the pass over one file stands. */
interface Pass {
  readonly bytes: Uint8Array;
  readonly known: ByteNames;
  readonly found: ImportLines;
  at: number;
}

const LINE_FEED = 10;
const RETURN = 13;
const BACKSLASH = 92;

const NAME_PART = new Uint8Array(256);
for (let c = 0; c < 256; c++) {
  const lower = c | 32;
  if (c >= 128 || (lower >= 97 && lower <= 122) || (c >= 48 && c <= 57) || c === 95) NAME_PART[c] = 1;
}

/** Horspool's table for `import`: how far the window moves by its last byte. */
const SHIFT = new Uint8Array(256).fill(6);
for (let i = 0; i < 5; i++) SHIFT['impor'.charCodeAt(i)] = 5 - i;

/** The offset of the next `import` at or behind `from`, or -1. */
function nextImport(bytes: Uint8Array, from: number): number {
  for (let last = from + 5; last < bytes.length;) {
    const byte = bytes[last]!;
    if (
      byte === 116 &&
      bytes[last - 5] === 105 &&
      bytes[last - 4] === 109 &&
      bytes[last - 3] === 112 &&
      bytes[last - 2] === 111 &&
      bytes[last - 1] === 114
    ) {
      return last - 5;
    }
    last += SHIFT[byte]!;
  }
  return -1;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 9 || byte === 12;
}

/** The offset behind the last byte before `at` that is neither white space nor a line continuation. */
function backOverBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at - 1];
    if (isBlank(byte)) at--;
    else if (byte === LINE_FEED || byte === RETURN) {
      const end = byte === LINE_FEED && bytes[at - 2] === RETURN ? at - 2 : at - 1;
      if (bytes[end - 1] !== BACKSLASH) return at;
      at = end - 1;
    } else return at;
  }
}

/** True where a statement can begin behind offset `from`: at a line's start, or behind `;`, `:` or `lazy`. */
function canBeginStatement(bytes: Uint8Array, from: number): boolean {
  let at = backOverBlanks(bytes, from);
  if (isWord(bytes, at, 'lazy')) at = backOverBlanks(bytes, at - 4);
  const byte = at <= 0 ? LINE_FEED : bytes[at - 1];
  return byte === LINE_FEED || byte === RETURN || byte === 59 || byte === 58;
}

/** True where the word ends at `end` and no name part stands before it. */
function isWord(bytes: Uint8Array, end: number, word: string): boolean {
  const start = end - word.length;
  if (start < 0 || (start > 0 && NAME_PART[bytes[start - 1]!] === 1)) return false;
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word.charCodeAt(i)) return false;
  return true;
}

/**
 * The module between a `from` and the `import` at `at`, read backwards; undefined where no `from` stands before. Two names
 * with no dot between them are `from` and the first name. Nothing before `floor`, the end of the `import` before, is looked at.
 */
function moduleBefore(pass: Pass, at: number, floor: number): string | undefined {
  const { bytes, known } = pass;
  let end = backOverBlanks(bytes, at);
  // Read from the last part to the first; written without white space inside, nearly always, it is one part.
  let module = '';
  let behindName = false;
  for (;;) {
    let start = end;
    if (!behindName) {
      while (start > floor && (bytes[start - 1] === 46 || NAME_PART[bytes[start - 1]!] === 1)) start--;
    } else while (start > floor && bytes[start - 1] === 46) start--;
    if (start < end) {
      if (isWord(bytes, end, 'from')) {
        // `from.a import b` leaves no white space behind `from`; `from` itself holds no dot.
        return module !== '' && canBeginStatement(bytes, end - 4) ? module : undefined;
      }
      if (bytes[start] === 102 && isFromWithDots(bytes, start, end)) {
        const rest = wordOf(known, bytes, start + 4, end) + module;
        return canBeginStatement(bytes, start) ? rest : undefined;
      }
      const part = wordOf(known, bytes, start, end);
      module = module === '' ? part : part + module;
      behindName = bytes[start] !== 46;
      end = backOverBlanks(bytes, start);
      continue;
    }
    return behindName && isWord(bytes, end, 'from') && canBeginStatement(bytes, end - 4) ? module : undefined;
  }
}

/** True for `from.` and `from..a`: a keyword directly before a relative module. */
function isFromWithDots(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start > 4 && bytes[start + 4] === 46 && isWord(bytes, start + 4, 'from');
}

/** Goes over white space, line continuations and, inside brackets, line ends and comments. */
function skip(pass: Pass, inBrackets: boolean): void {
  const { bytes } = pass;
  for (;;) {
    const byte = bytes[pass.at];
    if (isBlank(byte)) pass.at++;
    else if (byte === BACKSLASH && (bytes[pass.at + 1] === LINE_FEED || bytes[pass.at + 1] === RETURN)) {
      pass.at += bytes[pass.at + 1] === RETURN && bytes[pass.at + 2] === LINE_FEED ? 3 : 2;
    } else if (inBrackets && (byte === LINE_FEED || byte === RETURN)) pass.at++;
    else if (inBrackets && byte === 35) {
      while (pass.at < bytes.length && bytes[pass.at] !== LINE_FEED && bytes[pass.at] !== RETURN) pass.at++;
    } else return;
  }
}

/** The name at the pass's place, or ''. */
function readName(pass: Pass): string {
  const start = pass.at;
  while (pass.at < pass.bytes.length && NAME_PART[pass.bytes[pass.at]!] === 1) pass.at++;
  return pass.at === start ? '' : wordOf(pass.known, pass.bytes, start, pass.at);
}

/** `as name` with what stands before it; '' where there is none. */
function readAlias(pass: Pass, inBrackets: boolean): string {
  skip(pass, inBrackets);
  const { bytes, at } = pass;
  if (bytes[at] !== 97 || bytes[at + 1] !== 115 || NAME_PART[bytes[at + 2] ?? 0] === 1) return '';
  pass.at += 2;
  skip(pass, inBrackets);
  return readName(pass);
}

/** True where another name comes: goes over the comma. */
function readComma(pass: Pass, inBrackets: boolean): boolean {
  skip(pass, inBrackets);
  if (pass.bytes[pass.at] !== 44) return false;
  pass.at++;
  skip(pass, inBrackets);
  return true;
}

function readImportedNames(pass: Pass): void {
  const { names, locals } = pass.found;
  skip(pass, false);
  if (pass.bytes[pass.at] === 42) {
    names.push('*');
    locals.push('');
    pass.at++;
    return;
  }
  const inBrackets = pass.bytes[pass.at] === 40;
  if (inBrackets) {
    pass.at++;
    skip(pass, true);
  }
  do {
    const name = readName(pass);
    if (name === '') return;
    names.push(name);
    locals.push(readAlias(pass, inBrackets) || name);
  } while (readComma(pass, inBrackets));
}

function readModules(pass: Pass): void {
  const { modules, firstNames, names, locals } = pass.found;
  skip(pass, false);
  do {
    const start = pass.at;
    const first = readName(pass);
    if (first === '') return;
    let module = first;
    let end = pass.at;
    let isWhole = true;
    skip(pass, false);
    while (pass.bytes[pass.at] === 46) {
      isWhole &&= pass.at === end;
      pass.at++;
      isWhole &&= NAME_PART[pass.bytes[pass.at] ?? 0] === 1;
      skip(pass, false);
      module += `.${readName(pass)}`;
      end = pass.at;
      skip(pass, false);
    }
    // One copy where it is written in one piece, as it nearly always is.
    if (isWhole) module = wordOf(pass.known, pass.bytes, start, end);
    modules.push(module);
    names.push('*');
    locals.push(readAlias(pass, false) || first);
    firstNames.push(names.length);
  } while (readComma(pass, false));
}

/**
 * The import statements of a Python file, found by searching its bytes for the word `import` and reading around it: no real
 * import is missed, and some may be reported that stand in strings. Takes time linear in the bytes; any encoding in which
 * ASCII is ASCII will do.
 *
 * `known` keeps one copy of each name; share it between files.
 */
export function scanImportLines(source: Uint8Array, known = createByteNames()): ImportLines {
  const found: ImportLines = { modules: [], firstNames: [0], names: [], locals: [] };
  const mark = source[0] === 0xef && source[1] === 0xbb && source[2] === 0xbf ? 3 : 0;
  const bytes = source.subarray(mark);
  const pass: Pass = { bytes, known, found, at: 0 };
  let floor = 0;
  for (let at = nextImport(bytes, 0); at >= 0; at = nextImport(bytes, pass.at)) {
    pass.at = at + 6;
    if (at > 0 && NAME_PART[bytes[at - 1]!] === 1) continue;
    if (NAME_PART[bytes[pass.at] ?? 0] === 1) continue;
    const module = moduleBefore(pass, at, floor);
    floor = at + 6;
    if (module !== undefined) {
      const before = found.names.length;
      readImportedNames(pass);
      if (found.names.length > before) {
        found.modules.push(module);
        found.firstNames.push(found.names.length);
      }
    } else if (canBeginStatement(bytes, at)) readModules(pass);
  }
  return found;
}
