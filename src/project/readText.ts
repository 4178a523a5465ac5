import { readFileSync } from 'node:fs';

/** Larger files are data, not code that somebody edits. Bytes. */
export const largestFile = 16 * 1024 * 1024;

export type BytesResult =
  { readonly ok: true; readonly bytes: Buffer } | { readonly ok: false; readonly message: string };

/** The bytes of a file that may be source code, or one sentence about why not. */
export function readBytes(path: string): BytesResult {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > largestFile)
      return failed(
        `it is ${Math.round(bytes.length / 1024 / 1024)} MB; files over ${largestFile / 1024 / 1024} MB are not analyzed`,
      );
    if (bytes.includes(0)) return failed('it is binary: it holds a NUL byte');
    return { ok: true, bytes };
  } catch (error) {
    return failed(reasonOf(error));
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
