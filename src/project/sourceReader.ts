import { join } from 'node:path';
import type { FileSnapshot } from '../engine/analysis.ts';
import type { FileFacts } from '../engine/facts.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
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
  if (!read.ok) return read;
  const { text, refusal, problem } = decodeSource(file, read.bytes);
  const facts = factsOf(file, text);
  const snapshot = problem
    ? { text, facts: { ...facts, syntaxErrors: [problem, ...facts.syntaxErrors] } }
    : { text, facts };
  return { ok: true, snapshot, refusal };
}

/** The facts of a text, by the language that its file's name says. */
export function factsOf(file: string, text: string): FileFacts {
  return languageOf(file) === 'python'
    ? extractPythonFacts(text)
    : readTypeScript(loadTypeScript(), file, text);
}
