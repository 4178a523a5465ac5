/** The offset of the first byte at or behind `from` that is not skipped. */
export function skip(bytes: Uint8Array, from: number, isSkipped: (byte: number) => boolean): number {
  let at = from;
  while (at < bytes.length && isSkipped(bytes[at]!)) at++;
  return at;
}

/** Blanks, line ends, and the backslash of a continuation. */
export function isSpace(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x5c;
}

/** Letters, digits, `_`, `$`, and every byte of a character beyond ASCII. */
export function isNamePart(byte: number): boolean {
  return (
    byte >= 0x80 ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x5f ||
    byte === 0x24
  );
}

const lineFeed = 0x0a;
const hash = 0x23;

/** The first byte behind `from` that is neither white space nor in a comment; 0 where there is none. */
export function byteBehind(bytes: Uint8Array, from: number): number {
  let at = skip(bytes, from, isSpace);
  while (bytes[at] === hash)
    at = skip(
      bytes,
      skip(bytes, at, (byte) => byte !== lineFeed),
      isSpace,
    );
  return bytes[at] ?? 0;
}

/** The offset behind the last byte before `from` that is no white space. */
export function backOverSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at > 0 && isSpace(bytes[at - 1]!)) at--;
  return at;
}

/** Whether the name between two offsets stands alone, and is no part of a longer one. */
export function isWholeName(bytes: Uint8Array, start: number, end: number): boolean {
  return (start === 0 || !isNamePart(bytes[start - 1]!)) && (end >= bytes.length || !isNamePart(bytes[end]!));
}
