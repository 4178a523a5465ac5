import type { FileFacts, ImportFact } from '../facts.ts';
import type { ImportChange, RenderResult } from '../fix/importChange.ts';
import { indentationAt, lineEndOf, removeItems } from '../fix/list.ts';
import type { TextEdit } from '../text.ts';

/** Edits of an `import { ... } from '...'` or `export { ... } from '...'` statement, which keep its layout and quotes. */
export function renderTypeScriptImport(text: string, facts: FileFacts, change: ImportChange): RenderResult {
  const fact = facts.imports[change.import]!;
  if (!hasBraces(text, fact)) return wholeModule(text, fact, change);
  const staying = fact.names.some((_, position) => !change.leaving.has(position));
  return change.isCanonical || !staying ? inPlace(text, fact, change) : split(text, fact, change);
}

function hasBraces(text: string, fact: ImportFact): boolean {
  return (
    (fact.form === 'from' || fact.form === 'reexport') &&
    fact.names.length > 0 &&
    fact.names.every(({ name }) => name !== '*' && name !== 'default') &&
    text.slice(fact.statement.start, fact.moduleSpan.start).includes('{')
  );
}

/** `import('x').T`, `require('x')` and the like name one module for one purpose: only the specifier can change. */
function wholeModule(text: string, fact: ImportFact, change: ImportChange): RenderResult {
  const unchanged = [...change.leaving].every(([position, written]) => {
    const { span } = fact.names[position]!;
    return written === text.slice(span.start, span.end);
  });
  const complete = fact.names.every((_, position) => change.leaving.has(position));
  if (
    !unchanged ||
    !complete ||
    change.added.length > 0 ||
    fact.names.some(({ name }) => name === '*' || name === 'default')
  )
    return { ok: false, reason: `this form of import (${fact.form}) has to be rewritten by hand` };
  return { ok: true, edits: [{ span: fact.moduleSpan, text: change.module }] };
}

function inPlace(text: string, fact: ImportFact, change: ImportChange): RenderResult {
  const edits: TextEdit[] = change.isCanonical ? [] : [{ span: fact.moduleSpan, text: change.module }];
  const added = [...change.added];
  const dropped = new Set<number>();
  for (const [position, replacement] of change.leaving) {
    const { span } = fact.names[position]!;
    const written = replacement ?? added.shift();
    if (written === undefined) dropped.add(position);
    else if (written !== text.slice(span.start, span.end)) edits.push({ span, text: written });
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
  if (added.length > 0) {
    const last = fact.names.findLastIndex((_, position) => !dropped.has(position));
    const { end } = fact.names[last]!.span;
    edits.push({ span: { start: end, end }, text: added.map((name) => `, ${name}`).join('') });
  }
  return { ok: true, edits };
}

function split(text: string, fact: ImportFact, change: ImportChange): RenderResult {
  const moved = [...change.leaving].sort(([a], [b]) => a - b);
  const edits: TextEdit[] = [];
  if (moved.length > 0) {
    const removed = removeItems(
      text,
      fact.names.map(({ span }) => span),
      new Set(moved.map(([position]) => position)),
    );
    if (!removed) return unclearComment;
    edits.push(...removed);
  }
  const names = [...moved.flatMap(([, written]) => (written === null ? [] : [written])), ...change.added];
  if (names.length > 0) {
    const { start, end } = fact.statement;
    const keyword = fact.form === 'reexport' ? 'export' : 'import';
    const type = fact.typeOnly ? ' type' : '';
    const quote = text[fact.moduleSpan.start - 1] ?? "'";
    const semicolon = text[end - 1] === ';' ? ';' : '';
    const statement = `${keyword}${type} { ${names.join(', ')} } from ${quote}${change.module}${quote}${semicolon}`;
    edits.unshift({
      span: { start, end: start },
      text: `${statement}${lineEndOf(text)}${indentationAt(text, start)}`,
    });
  }
  return { ok: true, edits };
}

const unclearComment: RenderResult = {
  ok: false,
  reason: 'a comment between the names could belong to either of them',
};
