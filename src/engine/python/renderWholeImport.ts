import type { FileFacts, ImportFact } from '../facts.ts';
import type { ImportChange, RenderResult } from '../fix/importChange.ts';
import { indentationAt, lineEndAt, removeItems } from '../fix/list.ts';
import {
  commentForNextLine,
  commentWithoutLine,
  hasCommentForNextLine,
  unclearComment,
} from '../fix/renderNames.ts';

/** Longer than this, a list of names gets one name a line. */
const longestLine = 88;

/** Writes a statement in front of an import, in the same block; undefined where it has no line to stand on. */
export type StatementInFront = (module: string, names: readonly string[]) => string | undefined;

/** `import a.b as m` and `from a import b as m` name another module, and bind the same name. */
export function renderRetargeted(
  { form, moduleSpan, names }: ImportFact,
  { module, position }: NonNullable<ImportChange['retargeted']>,
): RenderResult {
  const edit =
    form === 'module'
      ? { span: moduleSpan, text: module }
      : { span: names[position]!.nameSpan, text: module.slice(module.lastIndexOf('.') + 1) };
  return { ok: true, edits: [edit] };
}

/**
 * Edits of `import a.b` and `import a.b as m`: the names that are imported from canonical modules stand in front of it, or
 * in its place where it is not needed any more.
 */
export function renderModuleImport(
  text: string,
  facts: FileFacts,
  { import: index, leaving, modules }: ImportChange,
  inFront: StatementInFront,
): RenderResult {
  const fact = facts.imports[index]!;
  const { statement } = fact;
  const parts = facts.imports.filter((each) => each.statement.start === statement.start);
  const isGone = leaving.has(0);
  if (isGone && parts.length === 1) {
    const last = modules.at(-1);
    const before = written(modules.slice(0, -1), inFront);
    if (!last || before === undefined) return commentWithoutLine;
    const names = listOf(text, fact, `from ${last.module} import `, last.added);
    return { ok: true, edits: [{ span: statement, text: `${before}from ${last.module} import ${names}` }] };
  }
  if (modules.length === 0) return { ok: true, edits: [] };
  if (hasCommentForNextLine(text, fact)) return commentForNextLine;
  const statements = written(modules, inFront);
  if (statements === undefined) return commentWithoutLine;
  const start = { start: statement.start, end: statement.start };
  if (!isGone) return { ok: true, edits: [{ span: start, text: statements }] };
  const spans = parts.map(({ span }) => span);
  const removed = removeItems(text, spans, new Set([parts.indexOf(fact)]));
  return removed ? { ok: true, edits: [{ span: start, text: statements }, ...removed] } : unclearComment;
}

/** Edits of `from a import *`: names stand for the star, those of canonical modules in front of it or in its place. */
export function renderStar(
  text: string,
  fact: ImportFact,
  { modules, unstarred = [] }: ImportChange,
  inFront: StatementInFront,
): RenderResult {
  const last = unstarred.length > 0 ? undefined : modules.at(-1);
  const names = last ? last.added : unstarred;
  const module = last?.module ?? fact.module;
  const statements = written(
    modules.filter((each) => each !== last),
    inFront,
  );
  if (statements === undefined) return commentWithoutLine;
  if (statements !== '' && hasCommentForNextLine(text, fact)) return commentForNextLine;
  const { start } = fact.statement;
  return {
    ok: true,
    edits: [
      ...(statements === '' ? [] : [{ span: { start, end: start }, text: statements }]),
      ...(last ? [{ span: fact.moduleSpan, text: module }] : []),
      { span: fact.names[0]!.nameSpan, text: listOf(text, fact, `from ${module} import `, names) },
    ],
  };
}

function written(modules: ImportChange['modules'], inFront: StatementInFront): string | undefined {
  const statements = modules.map(({ module, added }) => inFront(module, added));
  return statements.includes(undefined) ? undefined : statements.join('');
}

/** Names as they stand behind `opening`: in parentheses, one a line, where one line would be too long. */
function listOf(text: string, { statement }: ImportFact, opening: string, names: readonly string[]): string {
  const indentation = indentationAt(text, statement.start);
  const oneLine = names.join(', ');
  if (indentation.length + opening.length + oneLine.length <= longestLine) return oneLine;
  const unit = indentation.includes('\t') ? '\t' : '    ';
  const lines = names.map((name) => `${indentation}${unit}${name},`);
  return ['(', ...lines, `${indentation})`].join(lineEndAt(text, statement.start));
}
