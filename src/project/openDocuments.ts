import type { FileSnapshot } from '../engine/analysis.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { isNotebook } from '../engine/notebook/readNotebook.ts';
import { readEditedPython, readPython, type PythonReading } from '../engine/python/editedFacts.ts';
import { codeUnits, snapshotOf } from './sourceReader.ts';

/** The texts that an editor has in the place of files. Of one that is edited, what has not changed is not read again. */
export interface OpenDocuments {
  has(file: string): boolean;
  files(): Iterable<string>;
  text(file: string): string | undefined;
  /** Undefined takes a text away again. */
  set(file: string, text: string | undefined): void;
  /** The text and the facts of an open document. */
  snapshot(file: string): FileSnapshot | undefined;
}

export function createOpenDocuments(): OpenDocuments {
  const texts = new Map<string, string>();
  /** Of Python's documents, as they were last read. */
  const readings = new Map<string, PythonReading>();

  function snapshot(file: string): FileSnapshot | undefined {
    const text = texts.get(file);
    if (text === undefined) return undefined;
    if (!isPlainPython(file)) return snapshotOf(file, text).snapshot;
    const before = readings.get(file);
    const reading = before ? readEditedPython(before, text) : readPython(text, codeUnits(text));
    readings.set(file, reading);
    return { text, facts: reading.facts, lines: reading.lines };
  }

  return {
    has: (file) => texts.has(file),
    files: () => texts.keys(),
    text: (file) => texts.get(file),
    set(file, text) {
      if (text === undefined) {
        texts.delete(file);
        readings.delete(file);
      } else texts.set(file, text);
    },
    snapshot,
  };
}

/** Python that stands in its file as it is read, as a notebook's does not. */
export const isPlainPython = (file: string): boolean => languageOf(file) === 'python' && !isNotebook(file);
