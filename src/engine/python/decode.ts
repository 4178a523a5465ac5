/**
 * Bytes to text as Python reads its sources, and back: a UTF-8 byte order mark, or a coding cookie in one of the first two
 * lines (PEP 263), else UTF-8.
 */

export type PythonEncoding = 'utf-8' | 'latin-1' | 'cp1252' | 'ascii';

/** What the beginning of a file says of its encoding. */
export interface EncodingFound {
  readonly encoding: PythonEncoding;
  readonly hasByteOrderMark: boolean;
  /** The cookie as written, where there is one. */
  readonly cookie?: string;
  /** The cookie names an encoding that is not read here, or contradicts the byte order mark. */
  readonly problem?: string;
}

export interface DecodeError {
  /** Offset of the first byte that cannot be decoded. */
  readonly byteOffset: number;
  /** Where that stands in the text. */
  readonly offset: number;
  readonly message: string;
}

export interface DecodedSource extends EncodingFound {
  /** The byte order mark stays in it, so that offsets are those of an editor that keeps it. Bad bytes become U+FFFD. */
  readonly text: string;
  readonly error?: DecodeError;
}

/** Windows-1252 from 0x80 to 0x9f; the five bytes it leaves undefined are 0. */
const CP1252 = [
  0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
  0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
  0x0153, 0, 0x017e, 0x0178,
];

/** Names as Python's codec registry compares them: lower case, with `-` for `_`. */
const ENCODINGS: Readonly<Record<string, PythonEncoding>> = {
  'utf-8': 'utf-8',
  utf8: 'utf-8',
  u8: 'utf-8',
  utf: 'utf-8',
  'utf-8-sig': 'utf-8',
  'latin-1': 'latin-1',
  latin1: 'latin-1',
  'iso-8859-1': 'latin-1',
  'iso8859-1': 'latin-1',
  iso88591: 'latin-1',
  l1: 'latin-1',
  latin: 'latin-1',
  cp819: 'latin-1',
  cp1252: 'cp1252',
  'windows-1252': 'cp1252',
  1252: 'cp1252',
  ascii: 'ascii',
  'us-ascii': 'ascii',
  646: 'ascii',
};

/** PEP 263's own expression, over a line of characters that stand for bytes. */
const COOKIE = /^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)/;
const BLANK = /^[ \t\f]*(?:#.*)?$/;

function charactersOf(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(to, at + 4096)));
  }
  return text;
}

/** What the first bytes of a file (its first two lines suffice) say of its encoding. */
export function pythonEncoding(head: Uint8Array): EncodingFound {
  const hasByteOrderMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf;
  let at = hasByteOrderMark ? 3 : 0;
  for (let line = 0; line < 2 && at < head.length; line++) {
    let end = at;
    while (end < head.length && head[end] !== 10 && head[end] !== 13) end++;
    // A line that begins with something else than white space and `#` holds no cookie; most files end here.
    const text = charactersOf(head, at, Math.min(end, at + 4096));
    // The plain search spares nearly every file the expression.
    const cookie = text.includes('coding') ? COOKIE.exec(text)?.[1] : undefined;
    if (cookie !== undefined) return withCookie(cookie, hasByteOrderMark);
    if (!BLANK.test(text)) break;
    at = end + (head[end] === 13 && head[end + 1] === 10 ? 2 : 1);
  }
  return { encoding: 'utf-8', hasByteOrderMark };
}

function withCookie(cookie: string, hasByteOrderMark: boolean): EncodingFound {
  const name = cookie.toLowerCase().replaceAll('_', '-');
  // `utf-8-unix` and `latin-1-dos` are read like the encoding they begin with (CPython's `get_normal_name`).
  const normal = /^(utf-8|latin-1|iso-8859-1|iso-latin-1)(?:-.*)?$/.exec(name)?.[1] ?? name;
  const encoding = normal === 'iso-latin-1' ? 'latin-1' : ENCODINGS[normal];
  if (encoding === undefined) {
    return { encoding: 'utf-8', hasByteOrderMark, cookie, problem: `encoding ${cookie} is not supported` };
  }
  if (hasByteOrderMark && encoding !== 'utf-8') {
    return {
      encoding: 'utf-8',
      hasByteOrderMark,
      cookie,
      problem: `encoding ${cookie} contradicts the byte order mark`,
    };
  }
  return { encoding, hasByteOrderMark, cookie };
}

/** The code point that begins at `at` and its length in bytes times 2^21, or -1 where the bytes are no UTF-8. */
function utf8At(bytes: Uint8Array, at: number): number {
  const first = bytes[at]!;
  if (first < 0x80) return first + 0x200000;
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return -1;
  let point = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i]!;
    if ((next & 0xc0) !== 0x80) return -1;
    point = (point << 6) | (next & 0x3f);
  }
  const isOverlong = point < (length === 4 ? 0x10000 : length === 3 ? 0x800 : 0x80);
  if (isOverlong || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return -1;
  return point + length * 0x200000;
}

/** The UTF-16 code units of the text, and the first error. */
function codeUnits(bytes: Uint8Array, encoding: PythonEncoding): { text: string; error?: DecodeError } {
  const units = new Uint16Array(8192);
  const parts: string[] = [];
  let count = 0;
  let before = 0;
  let error: DecodeError | undefined;
  const flush = (): void => {
    parts.push(String.fromCharCode(...units.subarray(0, count)));
    before += count;
    count = 0;
  };
  for (let at = 0; at < bytes.length;) {
    if (count > 8188) flush();
    const byte = bytes[at]!;
    let point = byte;
    let length = 1;
    if (byte >= 0x80 && encoding !== 'latin-1') {
      if (encoding === 'utf-8') {
        const read = utf8At(bytes, at);
        point = read < 0 ? -1 : read % 0x200000;
        if (read >= 0) length = Math.floor(read / 0x200000);
      } else if (encoding === 'ascii') point = -1;
      else if (byte < 0xa0) point = CP1252[byte - 0x80]! || -1;
      if (point < 0) {
        const hex = byte.toString(16);
        error ??= { byteOffset: at, offset: before + count, message: `byte 0x${hex} is no ${encoding}` };
        point = 0xfffd;
      }
    }
    if (point >= 0x10000) {
      units[count++] = 0xd800 + ((point - 0x10000) >> 10);
      units[count++] = 0xdc00 + ((point - 0x10000) & 0x3ff);
    } else units[count++] = point;
    at += length;
  }
  flush();
  return error === undefined ? { text: parts.join('') } : { text: parts.join(''), error };
}

/**
 * The text of a Python source. It is always there: where bytes cannot be decoded, `error` has the first of them; where the
 * encoding is not known, `problem` says so and the text is the best guess.
 *
 * A caller with a fast UTF-8 decoder needs this only where {@link pythonEncoding} finds another encoding or that decoder fails.
 */
export function decodePython(bytes: Uint8Array): DecodedSource {
  const found = pythonEncoding(bytes.subarray(0, 8192));
  return { ...found, ...codeUnits(bytes, found.encoding) };
}

/** The text of bytes that are UTF-8; those that are not become U+FFFD. */
export function decodeUtf8(bytes: Uint8Array): string {
  // A line of code, nearly always.
  if (bytes.length < 4096 && bytes.every((byte) => byte < 0x80)) return charactersOf(bytes, 0, bytes.length);
  return codeUnits(bytes, 'utf-8').text;
}

/** A byte for the code point in a one-byte encoding, or -1. */
function oneByte(point: number, encoding: PythonEncoding): number {
  if (point < 0x80) return point;
  if (encoding === 'latin-1') return point < 0x100 ? point : -1;
  if (encoding !== 'cp1252') return -1;
  if (point >= 0xa0 && point < 0x100) return point;
  const index = CP1252.indexOf(point);
  return index < 0 ? -1 : index + 0x80;
}

export type Encoded = { readonly bytes: Uint8Array } | { readonly offset: number; readonly message: string };

/** The bytes of a text in the encoding it was read from, or the offset of the first character that it cannot hold. */
export function encodePython(text: string, encoding: PythonEncoding): Encoded {
  const bytes = new Uint8Array(encoding === 'utf-8' ? text.length * 3 : text.length);
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const point = text.codePointAt(at)!;
    if (encoding !== 'utf-8') {
      const byte = oneByte(point, encoding);
      if (byte < 0) return { offset: at, message: `${encoding} has no ${String.fromCodePoint(point)}` };
      bytes[count++] = byte;
      continue;
    }
    if (point >= 0xd800 && point <= 0xdfff) return { offset: at, message: 'half a surrogate pair' };
    if (point < 0x80) bytes[count++] = point;
    else if (point < 0x800) {
      bytes[count++] = 0xc0 | (point >> 6);
      bytes[count++] = 0x80 | (point & 0x3f);
    } else if (point < 0x10000) {
      bytes[count++] = 0xe0 | (point >> 12);
      bytes[count++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[count++] = 0x80 | (point & 0x3f);
    } else {
      bytes[count++] = 0xf0 | (point >> 18);
      bytes[count++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[count++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[count++] = 0x80 | (point & 0x3f);
      at++;
    }
  }
  return { bytes: bytes.slice(0, count) };
}

/** Why a file must not be written, or undefined where its text encodes to the very bytes it was read from. */
export function refusalToWrite(bytes: Uint8Array, source: DecodedSource): string | undefined {
  if (source.problem !== undefined) return source.problem;
  if (source.error !== undefined) return source.error.message;
  const encoded = encodePython(source.text, source.encoding);
  if ('message' in encoded) return encoded.message;
  if (encoded.bytes.length !== bytes.length) return 'its bytes do not survive decoding and encoding';
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] !== encoded.bytes[i]) return 'its bytes do not survive decoding and encoding';
  }
  return undefined;
}
