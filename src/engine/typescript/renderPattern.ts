import type { ImportFact } from '../facts.ts';
import type { ImportChange, RenderResult } from '../fix/importChange.ts';
import { indentationAt, lineAround, lineEndAt } from '../fix/list.ts';
import { renderMoves, type NewStatement } from '../fix/renderNames.ts';
import { hasComments, listOf } from './newStatement.ts';

/** `const {`, up to where the names stand that are taken from a module. */
const declaration = /^(?:export\s+)?(?:const|let|var)\s*\{/;

/** Whether a statement takes names from a module and does nothing else: `const { a, b: c } = require('m')`. */
export function isPattern(text: string, fact: ImportFact): boolean {
  const { names, span, statement } = fact;
  return (
    (fact.form === 'require' || fact.form === 'dynamic') &&
    span.start === statement.start &&
    names.length > 0 &&
    declaration.test(text.slice(statement.start, names[0]!.span.start)) &&
    names.every(({ name, local }) => name !== '*' && local !== undefined) &&
    /^[\s,]*\}\s*=/.test(withoutComments(text.slice(names.at(-1)!.span.end, fact.moduleSpan.start)))
  );
}

/** Edits of such a statement; names that go elsewhere are taken by one of their own, in front. */
export function renderPattern(text: string, fact: ImportFact, change: ImportChange): RenderResult {
  const withDefault = fact.names.find(
    ({ span }, position) => change.leaving.has(position) && text.slice(span.start, span.end).includes('='),
  );
  if (withDefault)
    return { ok: false, reason: `${withDefault.name} has a default value here; move it by hand` };
  const modules = change.modules.map((each) => ({
    ...each,
    replacing: new Map([...each.replacing].map(([position, written]) => [position, asProperty(written)])),
  }));
  return renderMoves(text, fact, { ...change, modules }, inFront(text, fact));
}

/** `a as b` is `a: b` in a pattern. */
export function asProperty(written: string): string {
  const [name, local] = written.split(' as ') as [string, string?];
  return local === undefined ? name : `${name}: ${local}`;
}

function inFront(text: string, fact: ImportFact): NewStatement {
  const { statement, moduleSpan, names } = fact;
  const opening = text.indexOf('{', statement.start);
  const closing = text.indexOf('}', names.at(-1)!.span.end) + 1;
  const indentation = indentationAt(text, statement.start);
  const quote = text[moduleSpan.start - 1] ?? "'";
  const quoted = (module: string): string => `${quote}${module}${quote}`;
  const before = text.slice(lineAround(text, statement.start).start, statement.start).trim();
  // What stands behind a condition on its line must stay one statement.
  const isBeside = /[;{}]$/.test(before) && text[statement.end - 1] === ';';
  return (module, moved) =>
    before !== '' && (!isBeside || moved.some(hasComments))
      ? undefined
      : [
          text.slice(statement.start, opening),
          listOf(text, fact, moved, indentation),
          // What loads it may say once more which module it is, as a type.
          text.slice(closing, statement.end).replaceAll(quoted(fact.module), quoted(module)),
          before === '' ? `${lineEndAt(text, statement.start)}${indentation}` : ' ',
        ].join('');
}

function withoutComments(text: string): string {
  return text.replace(/\/\/.*|\/\*[^]*?\*\//g, '');
}
