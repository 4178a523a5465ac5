import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';

/** Larger files are data, not code that somebody edits. Bytes. */
export const largestFile = 16 * 1024 * 1024;

export type BytesResult =
  { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly message: string };

/** Room that files are read into one after the other; it grows to the largest of them. */
export interface ReadBuffer {
  room: Buffer;
}

export function createReadBuffer(): ReadBuffer {
  return { room: Buffer.allocUnsafeSlow(256 * 1024) };
}

/**
 * The bytes of a file that may be source code, or one sentence about why not.
 *
 * @param buffer spares the memory of one buffer a file; what was read is good until the next read into it
 */
export function readBytes(path: string, buffer?: ReadBuffer): BytesResult {
  try {
    const { bytes, size } = buffer ? readInto(buffer, path) : readWhole(path);
    if (size > largestFile)
      return failed(
        `it is ${Math.round(size / 1024 / 1024)} MB; files over ${largestFile / 1024 / 1024} MB are not analyzed`,
      );
    if (bytes.includes(0)) return failed('it is binary: it holds a NUL byte');
    return { ok: true, bytes };
  } catch (error) {
    return failed(reasonOf(error));
  }
}

/** The bytes of a text in UTF-8, good until the buffer is used again. */
export function encodeInto(buffer: ReadBuffer, text: string): Buffer {
  // No code unit takes more than three bytes.
  if (buffer.room.length < text.length * 3) buffer.room = Buffer.allocUnsafeSlow(text.length * 3);
  return buffer.room.subarray(0, buffer.room.write(text));
}

function readWhole(path: string): { bytes: Buffer; size: number } {
  const bytes = readFileSync(path);
  return { bytes, size: bytes.length };
}

/** Reads no further than is needed to see that the file is too large. */
function readInto(buffer: ReadBuffer, path: string): { bytes: Buffer; size: number } {
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (;;) {
      const read = readSync(file, buffer.room, length, buffer.room.length - length, null);
      length += read;
      if (read === 0) return { bytes: buffer.room.subarray(0, length), size: length };
      if (length > largestFile) return { bytes: buffer.room, size: Math.max(length, fstatSync(file).size) };
      if (length < buffer.room.length) continue;
      const wider = Buffer.allocUnsafeSlow(length * 2);
      buffer.room.copy(wider);
      buffer.room = wider;
    }
  } finally {
    closeSync(file);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EACCES' || code === 'EPERM') return 'it cannot be read: permission denied';
  if (code === 'ENOENT') return 'it is not there';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof Error ? error.message : String(error);
}

function failed(message: string): BytesResult {
  return { ok: false, message };
}
