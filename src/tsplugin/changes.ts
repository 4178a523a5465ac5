import type ts from 'typescript';
import type { TextEdit } from '../engine/text.ts';
import type { AnalyzedFile } from './violations.ts';

/** Edits of a file as the language service tells them. */
export function changeOf(
  { root, file }: Pick<AnalyzedFile, 'root' | 'file'>,
  edits: readonly TextEdit[],
): ts.FileTextChanges {
  return {
    fileName: `${root}/${file}`,
    textChanges: edits.map(({ span, text }) => ({
      span: { start: span.start, length: span.end - span.start },
      newText: text,
    })),
  };
}
