import { join } from 'node:path';
import { isNotebook } from '../../engine/notebook/readNotebook.ts';
import { readBytes } from '../readText.ts';
import { decodeSource } from '../sourceText.ts';
import type { Project } from '../project.ts';

/**
 * Whether a document says what its file says, for all that is told of it. Of a notebook nobody knows: what an editor has is
 * written otherwise, and places in it are others.
 *
 * @param file of the project, relative to its root
 */
export function isSameAsOnDisk(project: Project, file: string, text: string): boolean {
  if (isNotebook(file)) return false;
  const read = readBytes(join(project.loaded.root, file));
  return read.ok && withoutMark(decodeSource(file, read.bytes).text) === withoutMark(text);
}

/** Editors do not count a byte order mark as text. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
