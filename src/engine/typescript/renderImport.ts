import type { FileFacts, ImportFact } from '../facts.ts';
import type { ImportChange, RenderResult } from '../fix/importChange.ts';
import { indentationAt, lineAround, lineEndOf } from '../fix/list.ts';
import { pragmaOf, renderMoves, type MovedName } from '../fix/renderNames.ts';

/** Edits of an `import { ... } from '...'` or `export { ... } from '...'` statement, which keep its layout and quotes. */
export function renderTypeScriptImport(text: string, facts: FileFacts, change: ImportChange): RenderResult {
  const fact = facts.imports[change.import]!;
  return hasBraces(text, fact)
    ? renderMoves(text, fact, change, (module, names) => newStatement(text, fact, module, names))
    : wholeModule(text, fact, change);
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
function wholeModule(text: string, fact: ImportFact, { leaving, modules }: ImportChange): RenderResult {
  const [only] = fact.names;
  const [to] = modules;
  if (!to || modules.length > 1) return { ok: false, reason: byHand(fact) };
  const written = to.replacing.get(0);
  // `import service from 'x'` and nothing beside it.
  if (
    fact.form === 'from' &&
    fact.names.length === 1 &&
    only!.name === 'default' &&
    written !== undefined &&
    !to.isThisOne
  )
    return {
      ok: true,
      edits: [
        { span: only!.span, text: `{ ${[written, ...to.added].join(', ')} }` },
        { span: fact.moduleSpan, text: to.module },
      ],
    };
  const unchanged = [...leaving].every((position) => {
    const { span } = fact.names[position]!;
    return to.replacing.get(position) === text.slice(span.start, span.end);
  });
  const complete = fact.names.every((_, position) => leaving.has(position));
  if (
    !unchanged ||
    !complete ||
    to.added.length > 0 ||
    fact.names.some(({ name }) => name === '*' || name === 'default')
  )
    return { ok: false, reason: byHand(fact) };
  return { ok: true, edits: [{ span: fact.moduleSpan, text: to.module }] };
}

function byHand({ form, names }: ImportFact): string {
  if (form === 'from') return 'a default import beside other names has to be split by hand';
  if (form === 'require' || form === 'dynamic')
    return names.length > 1
      ? 'what is taken from the module at once has to be split by hand'
      : 'what is taken from the module has another name in the canonical one';
  return `this form of import (${form}) has to be rewritten by hand`;
}

/** Undefined where a comment has no line to stand on. */
function newStatement(
  text: string,
  fact: ImportFact,
  module: string,
  names: readonly MovedName[],
): string | undefined {
  const { start, end } = fact.statement;
  const isBehind = text.slice(lineAround(text, start).start, start).replace('\uFEFF', '').trim() !== '';
  if (isBehind && names.some(({ comment }) => comment !== '')) return undefined;
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
