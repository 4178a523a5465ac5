import type { FileFacts, ImportFact } from '../facts.ts';
import type { ImportChange, RenderResult } from '../fix/importChange.ts';
import { hasOwnLine, indentationAt, lineAround, lineEndOf, removeItems } from '../fix/list.ts';
import type { TextEdit } from '../text.ts';

/** Longer than this, a new import statement gets one name a line. */
const longestLine = 88;

/** Edits of a `from ... import ...` statement, which keep its layout, aliases and comments. */
export function renderPythonImport(text: string, facts: FileFacts, change: ImportChange): RenderResult {
  const fact = facts.imports[change.import]!;
  if (fact.form !== 'from') return { ok: false, reason: `import ${fact.module} names no single names` };
  const staying = fact.names.flatMap((_, position) => (change.leaving.has(position) ? [] : [position]));
  if (change.isCanonical || staying.length === 0) return inPlace(text, fact, change);
  return split(text, fact, change, staying.length);
}

/** Every name moves, or the statement is canonical already: its module and names are replaced where they stand. */
function inPlace(text: string, fact: ImportFact, change: ImportChange): RenderResult {
  const edits: TextEdit[] = change.isCanonical ? [] : [{ span: fact.moduleSpan, text: change.module }];
  const added = [...change.added];
  const dropped = new Set<number>();
  for (const [position, replacement] of change.leaving) {
    const written = replacement ?? added.shift();
    if (written === undefined) dropped.add(position);
    else if (written !== text.slice(fact.names[position]!.span.start, fact.names[position]!.span.end))
      edits.push({ span: fact.names[position]!.span, text: written });
  }
  if (dropped.size === fact.names.length)
    return { ok: false, reason: 'the import would be left without a name' };
  if (dropped.size > 0) {
    const removed = removeItems(
      text,
      fact.names.map(({ span }) => span),
      dropped,
    );
    if (!removed) return unclearComment;
    edits.push(...removed);
  }
  const last = fact.names.findLastIndex((_, position) => !dropped.has(position));
  if (added.length > 0)
    edits.push({
      span: emptyAfter(fact.names[last]!.span.end),
      text: added.map((name) => `, ${name}`).join(''),
    });
  return { ok: true, edits };
}

/** Some names stay: the moved ones get a statement of their own in front, in the same block. */
function split(text: string, fact: ImportFact, change: ImportChange, staying: number): RenderResult {
  const moved = [...change.leaving].sort(([a], [b]) => a - b);
  const names = [...moved.flatMap(([, written]) => (written === null ? [] : [written])), ...change.added];
  const edits: TextEdit[] = [];
  if (moved.length > 0) {
    const removed = removeItems(
      text,
      fact.names.map(({ span }) => span),
      new Set(moved.map(([position]) => position)),
    );
    if (!removed || staying === 0) return unclearComment;
    edits.push(...removed);
  }
  if (names.length > 0) {
    const comments = moved.map(([position]) => commentBehind(text, fact, position));
    edits.unshift({
      span: emptyAfter(fact.statement.start),
      text: newStatement(text, fact, change.module, names, comments),
    });
  }
  return { ok: true, edits };
}

function newStatement(
  text: string,
  fact: ImportFact,
  module: string,
  names: readonly string[],
  comments: readonly string[],
): string {
  const { start } = fact.statement;
  const line = lineAround(text, start);
  const oneLine = `from ${module} import ${names.join(', ')}`;
  // Behind a colon or a semicolon there is no line to insert before.
  if (text.slice(line.start, start).trim() !== '') return `${oneLine}; `;
  const indentation = indentationAt(text, start);
  const end = lineEndOf(text);
  if (comments.every((comment) => comment === '') && indentation.length + oneLine.length <= longestLine)
    return `${oneLine}${end}${indentation}`;
  const unit = indentation.includes('\t') ? '\t' : '    ';
  const lines = names.map(
    (name, index) => `${indentation}${unit}${name},${comments[index] ? `  ${comments[index]}` : ''}`,
  );
  return [`from ${module} import (`, ...lines, `${indentation})`, indentation].join(end);
}

/** The comment on a name's own line, which goes where the name goes. */
function commentBehind(text: string, fact: ImportFact, position: number): string {
  const { span } = fact.names[position]!;
  if (!hasOwnLine(text, span)) return '';
  return /#.*/.exec(text.slice(span.end, lineAround(text, span.end).end))?.[0].trimEnd() ?? '';
}

function emptyAfter(offset: number): { start: number; end: number } {
  return { start: offset, end: offset };
}

const unclearComment: RenderResult = {
  ok: false,
  reason: 'a comment between the names could belong to either of them',
};
