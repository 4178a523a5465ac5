import { endianness } from 'node:os';
import { join } from 'node:path';
import type { FileSnapshot } from '../engine/analysis.ts';
import type { FileFacts } from '../engine/facts.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { notebookFacts } from '../engine/notebook/notebookFacts.ts';
import { isNotebook } from '../engine/notebook/readNotebook.ts';
import type { CodeUnits } from '../engine/python/codeUnits.ts';
import { extractPythonFacts } from '../engine/python/extractFacts.ts';
import { readTypeScript } from '../engine/typescript/extractFacts.ts';
import { readBytes } from './readText.ts';
import { decodeSource } from './sourceText.ts';
import { loadTypeScript } from './typescript.ts';

export type SnapshotResult =
  | { readonly ok: true; readonly snapshot: FileSnapshot; readonly refusal: string | undefined }
  | { readonly ok: false; readonly message: string };

/**
 * Reads and extracts one file of `root`. `refusal` says why the file must not be written.
 *
 * @param file relative, POSIX
 */
export function readSnapshot(root: string, file: string): SnapshotResult {
  const read = readBytes(join(root, file));
  return read.ok ? { ok: true, ...snapshotOf(file, read.bytes) } : read;
}

/** Extracts the content of a file: its bytes, or the text that an editor has in their place. */
export function snapshotOf(
  file: string,
  content: Buffer | string,
): { readonly snapshot: FileSnapshot; readonly refusal: string | undefined } {
  if (typeof content === 'string') {
    if (!isNotebook(file))
      return { snapshot: { text: content, facts: factsOf(file, content) }, refusal: undefined };
    return snapshotOf(file, Buffer.from(content));
  }
  const { text, refusal, problem, notebook } = decodeSource(file, content);
  const facts = notebook ? notebookFacts(notebook) : factsOf(file, text);
  const snapshot = {
    text,
    facts: problem ? { ...facts, syntaxErrors: [problem, ...facts.syntaxErrors] } : facts,
    ...(notebook && { notebook }),
  };
  return { snapshot, refusal };
}

/** The facts of a text, by the language that its file's name says. */
export function factsOf(file: string, text: string): FileFacts {
  return languageOf(file) === 'python'
    ? extractPythonFacts(text, codeUnits(text))
    : readTypeScript(loadTypeScript(), file, text);
}

/** The code units of a text as the platform copies them, several times faster than one by one; on few machines it cannot. */
export function codeUnits(text: string): CodeUnits | undefined {
  if (endianness() !== 'LE') return undefined;
  const units = new Uint16Array(text.length);
  Buffer.from(units.buffer).write(text, 'utf16le');
  return units;
}
