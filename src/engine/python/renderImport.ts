import type { FileFacts, ImportFact } from '../facts.ts';
import type { ImportChange, RenderResult } from '../fix/importChange.ts';
import { indentationAt, lineAround, lineEndOf } from '../fix/list.ts';
import {
  commentForNextLine,
  hasCommentForNextLine,
  movedNames,
  pragmaOf,
  removeMoved,
  replaceNames,
  commentWithoutLine,
  type MovedName,
} from '../fix/renderNames.ts';

/** Longer than this, a new import statement gets one name a line. */
const longestLine = 88;

/** Edits of a `from ... import ...` statement, which keep its layout, aliases and comments. */
export function renderPythonImport(text: string, facts: FileFacts, change: ImportChange): RenderResult {
  const fact = facts.imports[change.import]!;
  if (fact.form !== 'from') return { ok: false, reason: `import ${fact.module} names no single names` };
  const isWhole = fact.names.every((_, position) => change.leaving.has(position));
  if (change.isCanonical || isWhole) return replaceNames(text, fact, change);
  return split(text, fact, change);
}

/** Some names stay: the moved ones get a statement of their own in front, in the same block. */
function split(text: string, fact: ImportFact, change: ImportChange): RenderResult {
  const removed = removeMoved(text, fact, change);
  if (!removed.ok) return removed;
  const names = movedNames(text, fact, change);
  if (names.length === 0) return removed;
  if (hasCommentForNextLine(text, fact)) return commentForNextLine;
  const statement = newStatement(text, fact, change.module, names);
  if (statement === undefined) return commentWithoutLine;
  const { start } = fact.statement;
  return { ok: true, edits: [{ span: { start, end: start }, text: statement }, ...removed.edits] };
}

/** Undefined where a comment has no line to stand on. */
function newStatement(
  text: string,
  fact: ImportFact,
  module: string,
  names: readonly MovedName[],
): string | undefined {
  const { start } = fact.statement;
  const line = lineAround(text, start);
  const oneLine = `from ${module} import ${names.map(({ written }) => written).join(', ')}`;
  const hasComments = names.some(({ comment }) => comment !== '');
  // Behind a colon or a semicolon there is no line to insert before.
  if (text.slice(line.start, start).replace('\uFEFF', '').trim() !== '')
    return hasComments ? undefined : `${oneLine}; `;
  const indentation = indentationAt(text, start);
  const end = lineEndOf(text);
  const comment = pragmaOf(text, fact);
  const pragma = comment === '' ? '' : `  ${comment}`;
  if (!hasComments && indentation.length + oneLine.length <= longestLine)
    return `${oneLine}${pragma}${end}${indentation}`;
  const unit = indentation.includes('\t') ? '\t' : '    ';
  const lines = names.map(
    ({ written, comment }) => `${indentation}${unit}${written},${comment === '' ? '' : `  ${comment}`}`,
  );
  return [`from ${module} import (${pragma}`, ...lines, `${indentation})`, indentation].join(end);
}
