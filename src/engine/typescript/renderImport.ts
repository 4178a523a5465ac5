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

/** Edits of an `import { ... } from '...'` or `export { ... } from '...'` statement, which keep its layout and quotes. */
export function renderTypeScriptImport(text: string, facts: FileFacts, change: ImportChange): RenderResult {
  const fact = facts.imports[change.import]!;
  if (!hasBraces(text, fact)) return wholeModule(text, fact, change);
  const isWhole = fact.names.every((_, position) => change.leaving.has(position));
  return change.isCanonical || isWhole ? replaceNames(text, fact, change) : split(text, fact, change);
}

function hasBraces(text: string, fact: ImportFact): boolean {
  return (
    (fact.form === 'from' || fact.form === 'reexport') &&
    fact.names.length > 0 &&
    fact.names.every(({ name, nameSpan }) => name !== '*' && !isBareDefault(text, fact, nameSpan.start)) &&
    text.slice(fact.statement.start, fact.moduleSpan.start).includes('{')
  );
}

/** `import service from` outside of the braces. */
function isBareDefault(text: string, { statement }: ImportFact, offset: number): boolean {
  return !text.slice(statement.start, offset).includes('{');
}

/** `import('x').T`, `require('x')` and the like name one module for one purpose: only the specifier can change. */
function wholeModule(text: string, fact: ImportFact, change: ImportChange): RenderResult {
  const [only] = fact.names;
  const written = change.leaving.get(0);
  // `import service from 'x'` and nothing beside it.
  if (
    fact.form === 'from' &&
    fact.names.length === 1 &&
    only!.name === 'default' &&
    written &&
    !change.isCanonical
  )
    return {
      ok: true,
      edits: [
        { span: only!.span, text: `{ ${[written, ...change.added].join(', ')} }` },
        { span: fact.moduleSpan, text: change.module },
      ],
    };
  const unchanged = [...change.leaving].every(([position, replacement]) => {
    const { span } = fact.names[position]!;
    return replacement === text.slice(span.start, span.end);
  });
  const complete = fact.names.every((_, position) => change.leaving.has(position));
  if (
    !unchanged ||
    !complete ||
    change.added.length > 0 ||
    fact.names.some(({ name }) => name === '*' || name === 'default')
  )
    return { ok: false, reason: byHand(fact) };
  return { ok: true, edits: [{ span: fact.moduleSpan, text: change.module }] };
}

function byHand({ form, names }: ImportFact): string {
  if (form === 'from') return 'a default import beside other names has to be split by hand';
  if (form === 'require' || form === 'dynamic')
    return names.length > 1
      ? 'what is taken from the module at once has to be split by hand'
      : 'what is taken from the module has another name in the canonical one';
  return `this form of import (${form}) has to be rewritten by hand`;
}

/** Some names stay: the moved ones get a statement of their own in front. */
function split(text: string, fact: ImportFact, change: ImportChange): RenderResult {
  const removed = removeMoved(text, fact, change);
  if (!removed.ok) return removed;
  const names = movedNames(text, fact, change);
  if (names.length === 0) return removed;
  if (hasCommentForNextLine(text, fact)) return commentForNextLine;
  const { start } = fact.statement;
  const isBehind = text.slice(lineAround(text, start).start, start).replace('\uFEFF', '').trim() !== '';
  if (isBehind && names.some(({ comment }) => comment !== '')) return commentWithoutLine;
  const statement = newStatement(text, fact, change.module, names);
  return { ok: true, edits: [{ span: { start, end: start }, text: statement }, ...removed.edits] };
}

function newStatement(text: string, fact: ImportFact, module: string, names: readonly MovedName[]): string {
  const { start, end } = fact.statement;
  const lineEnd = lineEndOf(text);
  const indentation = indentationAt(text, start);
  const keyword = fact.form === 'reexport' ? 'export' : 'import';
  const type = fact.typeOnly ? ' type' : '';
  const quote = text[fact.moduleSpan.start - 1] ?? "'";
  const semicolon = text[end - 1] === ';' ? ';' : '';
  const pragma = pragmaOf(text, fact);
  const list = names.some(({ comment }) => comment !== '')
    ? [
        '{',
        ...names.map(
          ({ written, comment }) => `${indentation}  ${written},${comment === '' ? '' : ` ${comment}`}`,
        ),
        `${indentation}}`,
      ].join(lineEnd)
    : `{ ${names.map(({ written }) => written).join(', ')} }`;
  const statement = `${keyword}${type} ${list} from ${quote}${module}${quote}${semicolon}${pragma === '' ? '' : ` ${pragma}`}`;
  return `${statement}${lineEnd}${indentation}`;
}
