import { accessSync, constants, readFileSync, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import type { TextEdit } from '../engine/text.ts';
import { encodeEdited } from './sourceText.ts';
import { writeBeside, type Access } from './temporaryFile.ts';

export type WriteResult = { readonly ok: true } | { readonly ok: false; readonly message: string };

/** Edits of a file, and the text that they are for. */
export interface EditedFile {
  /** Absolute. */
  readonly path: string;
  readonly before: string;
  readonly edits: readonly TextEdit[];
}

/**
 * Makes edits in files, all at once: a crash leaves an old file or the new one, never a part. Nothing is written where one
 * of the files has changed since it was read, or cannot be written; all that can fail early is done before the first of
 * them is put in place, and what is in place already is taken back where a later one fails all the same. Links,
 * owners, permissions and encoding stay.
 */
export function writeAtomically(files: readonly EditedFile[]): WriteResult {
  const prepared: Prepared[] = [];
  const placed: Prepared[] = [];
  try {
    for (const file of files) prepared.push(prepare(file));
    for (const each of prepared) {
      renameSync(each.temporary, each.target);
      placed.push(each);
    }
    return { ok: true };
  } catch (error) {
    for (const each of placed) takeBack(each);
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  } finally {
    for (const { temporary } of prepared) rmSync(temporary, { force: true });
  }
}

/**
 * Puts a text in place of a file, or where there is none yet: a crash leaves what was there, or all of the new one. A link
 * stays one, and the file behind it keeps its owner and permissions.
 */
export function replaceFile(path: string, text: string): WriteResult {
  let temporary: string | undefined;
  try {
    const there = statSync(path, { throwIfNoEntry: false });
    const target = there ? realpathSync(path) : path;
    if (!isWritable(target)) throw new Error(readOnly);
    temporary = writeBeside(target, text, there);
    renameSync(temporary, target);
    return { ok: true };
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** Why a file is not written that may be replaced, as a file's folder decides, but not changed. */
export const readOnly = 'the file is read-only';

/** A file that does not exist yet, of a document that was never saved, is no reason. */
export function isWritable(path: string): boolean {
  try {
    const anybodyMayWrite = (statSync(path).mode & 0o222) !== 0;
    if (anybodyMayWrite) accessSync(path, constants.W_OK);
    return anybodyMayWrite;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

interface Prepared {
  readonly target: string;
  readonly temporary: string;
  readonly old: Buffer;
  readonly access: Access;
}

/** Writes the new text beside the file. */
function prepare({ path, before, edits }: EditedFile): Prepared {
  // A link must stay one: what is replaced is the file behind it.
  const target = realpathSync(path);
  if (!isWritable(target)) throw new Error(readOnly);
  const old = readFileSync(target);
  const encoded = encodeEdited(path, old, before, edits);
  if (!encoded.ok) throw new Error(encoded.message);
  const access = statSync(target);
  const temporary = writeBeside(target, encoded.bytes, access);
  return { target, temporary, old, access };
}

function takeBack({ target, old, access }: Prepared): void {
  try {
    renameSync(writeBeside(target, old, access), target);
  } catch {
    // What made the other file fail may hold here too; the message of that one is told.
  }
}
