import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { TextEdit } from '../engine/text.ts';
import { encodeEdited } from './sourceText.ts';

export type WriteResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** The text of a UTF-8 file as it is, and as it would be written; both are the same where it would not be. */
export function editedFile(
  path: string,
  before: string,
  edits: readonly TextEdit[],
): { readonly before: string; readonly after: string } {
  const bytes = readFileSync(path);
  const encoded = encodeEdited(path, bytes, before, edits);
  const text = bytes.toString('utf8');
  return { before: text, after: encoded.ok ? Buffer.from(encoded.bytes).toString('utf8') : text };
}

/**
 * Makes edits of `before` in its file, all at once: a crash leaves the old file or the new one, never a part. A file that
 * has changed since it was read is left alone. Links, permissions and encoding stay.
 *
 * @param path absolute
 */
export function writeAtomically(path: string, before: string, edits: readonly TextEdit[]): WriteResult {
  let temporary: string | undefined;
  try {
    // A link must stay one: what is replaced is the file behind it.
    const target = realpathSync(path);
    const encoded = encodeEdited(path, readFileSync(target), before, edits);
    if (!encoded.ok) return encoded;
    temporary = `${target}.${randomBytes(6).toString('hex')}.tmp`;
    const { mode } = statSync(target);
    writeFileSync(temporary, encoded.bytes, { flag: 'wx', mode });
    chmodSync(temporary, mode);
    renameSync(temporary, target);
    return { ok: true };
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
