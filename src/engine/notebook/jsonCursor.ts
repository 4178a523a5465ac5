/**
 * Goes over JSON bytes value by value, so that what nobody asks for (a notebook's outputs, megabytes of them) is neither
 * decoded nor built. Takes time linear in the bytes. Accepts what Python's `json` does: `NaN` and `Infinity` too.
 */
export interface JsonCursor {
  readonly bytes: Uint8Array;
  at: number;
  /** 1-based, of `at`. */
  line: number;
  /** Where that line begins. */
  lineStart: number;
  /** Where the string begins that was gone over last; it ends before `at`. */
  stringStart: number;
  /** The first line feed at or behind the last string that was looked at. */
  nextLineFeed: number;
}

/** Where JSON breaks off, as a byte offset. Thrown inside of this folder alone. */
export class JsonProblem extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/** @param bytes a byte order mark at their beginning is passed over */
export function createJsonCursor(bytes: Uint8Array): JsonCursor {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return { bytes, at: start, line: 1, lineStart: start, stringStart: start, nextLineFeed: -1 };
}

/** The first byte of what comes next, behind white space; undefined at the end. */
export function peek(cursor: JsonCursor): number | undefined {
  const { bytes } = cursor;
  for (;;) {
    const byte = bytes[cursor.at];
    if (byte === 10) {
      cursor.line++;
      cursor.lineStart = cursor.at + 1;
    } else if (byte !== 32 && byte !== 13 && byte !== 9) return byte;
    cursor.at++;
  }
}

/** Goes over a string with its quotes. */
export function passString(cursor: JsonCursor): void {
  if (peek(cursor) !== QUOTE) throw unexpected(cursor, 'a string');
  const { bytes, at: start } = cursor;
  let end = start;
  do {
    end = bytes.indexOf(QUOTE, end + 1);
    if (end < 0) throw new JsonProblem('a string is not closed', start);
  } while (isEscaped(bytes, start, end));
  if (cursor.nextLineFeed < start) {
    const found = bytes.indexOf(10, start);
    cursor.nextLineFeed = found < 0 ? bytes.length : found;
  }
  if (cursor.nextLineFeed < end) throw new JsonProblem('a string is not closed on its line', start);
  cursor.stringStart = start;
  cursor.at = end + 1;
}

function isEscaped(bytes: Uint8Array, start: number, quote: number): boolean {
  let backslashes = 0;
  while (quote - 1 - backslashes > start && bytes[quote - 1 - backslashes] === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

/** Goes over an object; `member` goes over each of its members, key and all. */
export function passObject(cursor: JsonCursor, member: () => void): void {
  passList(cursor, OPEN_BRACE, CLOSE_BRACE, 'an object', member);
}

/** Goes over an array; `item` goes over each of its values. */
export function passArray(cursor: JsonCursor, item: () => void): void {
  passList(cursor, OPEN_BRACKET, CLOSE_BRACKET, 'an array', item);
}

function passList(cursor: JsonCursor, open: number, close: number, what: string, part: () => void): void {
  if (peek(cursor) !== open) throw unexpected(cursor, what);
  cursor.at++;
  if (peek(cursor) === close) {
    cursor.at++;
    return;
  }
  for (;;) {
    part();
    const next = peek(cursor);
    if (next !== 44 && next !== close) throw unexpected(cursor, `a comma or the end of ${what}`);
    cursor.at++;
    if (next === close) return;
    if (peek(cursor) === close) throw unexpected(cursor, 'a value behind the comma');
  }
}

/** Goes over the colon behind a key. */
export function passColon(cursor: JsonCursor): void {
  if (peek(cursor) !== 58) throw unexpected(cursor, 'a colon');
  cursor.at++;
}

/** Goes over any value, however deep: what is open is kept in a list, not on the stack. */
export function passValue(cursor: JsonCursor): void {
  const open: number[] = [];
  for (;;) {
    const byte = peek(cursor);
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      cursor.at++;
      const close = byte + 2;
      if (peek(cursor) !== close) {
        open.push(close);
        if (close === CLOSE_BRACE) passKey(cursor);
        continue;
      }
      cursor.at++;
    } else if (byte === QUOTE) passString(cursor);
    else passWord(cursor);
    // A value is over, and with it everything that it was the last of.
    for (;;) {
      const close = open.at(-1);
      if (close === undefined) return;
      const next = peek(cursor);
      if (next !== 44 && next !== close) throw unexpected(cursor, 'a comma or the end of what is open');
      cursor.at++;
      if (next === 44) {
        if (close === CLOSE_BRACE) passKey(cursor);
        break;
      }
      open.pop();
    }
  }
}

function passKey(cursor: JsonCursor): void {
  passString(cursor);
  passColon(cursor);
}

const word = /^(?:true|false|null|NaN|-?Infinity|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;

/** Goes over a number, `true`, `false` or `null`. */
function passWord(cursor: JsonCursor): void {
  const { bytes, at: start } = cursor;
  let end = start;
  while (isWordPart(bytes[end])) end++;
  // Python's integers have no limit; a longer one than this is none that anybody wrote.
  if (end - start > 5000 || !word.test(String.fromCharCode(...bytes.subarray(start, end))))
    throw unexpected(cursor, 'a value');
  cursor.at = end;
}

/** Letters, digits, `+`, `-` and `.`. */
function isWordPart(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 32;
  return (
    (lower >= 97 && lower <= 122) || (byte >= 48 && byte <= 57) || byte === 43 || byte === 45 || byte === 46
  );
}

function unexpected(cursor: JsonCursor, wanted: string): JsonProblem {
  const isOver = cursor.at >= cursor.bytes.length;
  return new JsonProblem(isOver ? `it ends where ${wanted} is expected` : `expected ${wanted}`, cursor.at);
}

/** Makes sure that nothing stands behind the one value of the text. */
export function passEnd(cursor: JsonCursor): void {
  if (peek(cursor) !== undefined) throw unexpected(cursor, 'the end');
}
