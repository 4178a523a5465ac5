import { isUtf8 } from 'node:buffer';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import type { Notebook } from '../engine/notebook/notebook.ts';
import { isNotebook, readNotebook } from '../engine/notebook/readNotebook.ts';
import { writeNotebook } from '../engine/notebook/writeNotebook.ts';
import {
  decodePython,
  encodePython,
  pythonEncoding,
  refusalToWrite,
  type PythonEncoding,
} from '../engine/python/decode.ts';
import { applyEdits, type TextEdit } from '../engine/text.ts';

/** The text of a source file and what is needed to write it back as it was. A byte order mark stays in the text. */
export interface SourceText {
  /** Of a notebook: the module that its cells make up. */
  readonly text: string;
  readonly notebook?: Notebook;
  readonly encoding: PythonEncoding;
  /** Why the file must not be written: its bytes would not come back. */
  readonly refusal: string | undefined;
  /** What could not be decoded; the text has a replacement character there. */
  readonly problem: { readonly offset: number; readonly message: string } | undefined;
}

/** @param file decides the language by its name */
export function decodeSource(file: string, bytes: Buffer): SourceText {
  const isPython = languageOf(file) === 'python';
  const utf8 = isUtf8(bytes);
  if (isNotebook(file)) {
    const notebook = readNotebookFile(bytes);
    const refusal = utf8 ? notebook.problem?.message : 'its bytes are not valid UTF-8';
    return { text: notebook.text, notebook, encoding: 'utf-8', refusal, problem: undefined };
  }
  // Nearly every file is UTF-8 and says nothing else: the runtime's own decoder is far the fastest.
  if (utf8 && (!isPython || declaresUtf8(bytes)))
    return { text: bytes.toString('utf8'), encoding: 'utf-8', refusal: undefined, problem: undefined };
  if (!isPython) {
    const message = 'its bytes are not valid UTF-8';
    return {
      text: bytes.toString('utf8'),
      encoding: 'utf-8',
      refusal: message,
      problem: { offset: 0, message },
    };
  }
  const source = decodePython(bytes);
  const problem =
    source.error ?? (source.problem === undefined ? undefined : { offset: 0, message: source.problem });
  return { text: source.text, encoding: source.encoding, refusal: refusalToWrite(bytes, source), problem };
}

/** A notebook's bytes, read with the platform's decoder. */
export function readNotebookFile(bytes: Buffer): Notebook {
  return readNotebook(bytes, (start, end) => bytes.toString('utf8', start, end));
}

function declaresUtf8(bytes: Buffer): boolean {
  const { encoding, problem } = pythonEncoding(bytes.subarray(0, 8192));
  return encoding === 'utf-8' && problem === undefined;
}

/**
 * The bytes of an edited file, in the encoding of the one that it replaces.
 *
 * @param bytes what stands on disk now
 * @param before the text that was edited
 * @returns one sentence where the file is not what was edited any more, or cannot hold the text
 */
export function encodeEdited(
  file: string,
  bytes: Buffer,
  before: string,
  edits: readonly TextEdit[],
): { readonly ok: true; readonly bytes: Uint8Array } | { readonly ok: false; readonly message: string } {
  const source = decodeSource(file, bytes);
  if (source.text !== before) return { ok: false, message: 'it has changed since it was read' };
  if (source.refusal !== undefined) return { ok: false, message: source.refusal };
  if (source.notebook) return { ok: true, bytes: writeNotebook(bytes, edits) };
  const encoded = encodePython(applyEdits(before, edits), source.encoding);
  return 'bytes' in encoded ? { ok: true, bytes: encoded.bytes } : { ok: false, message: encoded.message };
}
