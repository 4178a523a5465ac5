import { isStarImport, type FileFacts, type ImportFact } from '../facts.ts';
import { contains, type Span, type TextEdit } from '../text.ts';
import type { ImportChange, RenderResult } from '../fix/importChange.ts';
import { renderList, renderMoves, type NewStatement } from '../fix/renderNames.ts';
import { newStatement } from './newStatement.ts';
import { isBareDefault, renderClause } from './renderClause.ts';
import { isPattern, renderPattern } from './renderPattern.ts';
import { renderNamespace } from './renderNamespace.ts';
import { isRequiredWhole, renderRequired } from './renderRequired.ts';

/** Edits of one import or re-export, which keep its layout and quotes. */
export function renderTypeScriptImport(text: string, facts: FileFacts, change: ImportChange): RenderResult {
  const fact = facts.imports[change.import]!;
  const rendered = renderFact(text, fact, change);
  const moved = rendered.ok ? rendered.edits.find(({ span }) => span === fact.moduleSpan) : undefined;
  if (!rendered.ok || !moved) return rendered;
  const types = wholeTypesIn(text, fact).map((span) => ({ span, text: moved.text }));
  return { ok: true, edits: [...rendered.edits, ...types] };
}

/** Where a statement says once more which module it loads, as a type: `require('m') as typeof import('m')`. */
function wholeTypesIn(text: string, { statement, module, moduleSpan }: ImportFact): Span[] {
  const opening = /\btypeof\s+import\(\s*(['"`])/g;
  const written = text.slice(statement.start, statement.end);
  return [...written.matchAll(opening)].flatMap(({ index, 0: before, 1: quote }) => {
    const start = statement.start + index + before.length;
    const end = start + module.length;
    const isSame = text.slice(start, end) === module && text[end] === quote && start !== moduleSpan.start;
    return isSame ? [{ start, end }] : [];
  });
}

function renderFact(text: string, fact: ImportFact, change: ImportChange): RenderResult {
  const [first] = fact.names;
  const statementOf: NewStatement = (module, names) =>
    newStatement(text, fact, module, names, change.typesAreMarked);
  if (change.retargeted)
    return { ok: true, edits: [{ span: fact.moduleSpan, text: change.retargeted.module }] };
  if (fact.form === 'module') return renderMoves(text, fact, beside(change), statementOf, renderNamespace);
  if (isPattern(text, fact)) return renderPattern(text, fact, change);
  if (isRequiredWhole(fact, change)) return renderRequired(text, fact, change);
  if (isStarImport(fact))
    return renderMoves(
      text,
      fact,
      beside(change),
      statementOf,
      // The star goes on bringing what is not exported by name.
      () => ({ ok: true, edits: [] }),
    );
  const isStatement = fact.form === 'from' || fact.form === 'reexport';
  if (!isStatement || !first || first.name === '*') return wholeModule(fact, text, change);
  const hasNamespace = fact.names.some(({ name }) => name === '*');
  return renderMoves(
    text,
    fact,
    // There is no room for names beside a namespace.
    hasNamespace
      ? { ...change, modules: change.modules.map((each) => ({ ...each, isThisOne: false })) }
      : change,
    statementOf,
    isBareDefault(first) ? renderClause : renderList,
  );
}

/** There is no room for names beside a namespace. */
function beside(change: ImportChange): ImportChange {
  return { ...change, modules: change.modules.map((each) => ({ ...each, isThisOne: false })) };
}

/** `import('x').T`, `require('x').a` and the like name one module for one purpose: nothing can stand beside it. */
function wholeModule(fact: ImportFact, text: string, { leaving, modules }: ImportChange): RenderResult {
  const [to] = modules;
  const isComplete = fact.names.every(
    ({ name, nameSpan }, position) =>
      name !== '*' &&
      leaving.has(position) &&
      to?.replacing.has(position) &&
      // What takes the default without a word can take nothing else: `lazy(() => import('x'))`.
      !contains(nameSpan, fact.moduleSpan),
  );
  if (!to || modules.length > 1 || !isComplete || to.added.length > 0)
    return { ok: false, reason: byHand(fact) };
  const edits: TextEdit[] = [{ span: fact.moduleSpan, text: to.module }];
  for (const [position, written] of to.replacing) {
    const { nameSpan, local, localSpan, isShorthand, name: today } = fact.names[position]!;
    const [name, alias] = written.split(' as ') as [string, string?];
    if (isShorthand && name !== today) return { ok: false, reason: renamedThere };
    // `({ a }) => …` binds what it takes under its own name.
    const isShort = local !== undefined && localSpan === undefined && alias !== undefined;
    const property = isShort ? `${name}: ${alias}` : name;
    if (text.slice(nameSpan.start, nameSpan.end) !== property) edits.push({ span: nameSpan, text: property });
  }
  return edits.every(({ span }) => contains(fact.statement, span))
    ? { ok: true, edits }
    : { ok: false, reason: renamedThere };
}

const renamedThere = 'what is taken from the module has another name in the canonical one';

function byHand({ form, names }: ImportFact): string {
  if (names.some(({ name, local }) => name === '*' && local === undefined))
    return 'the module is passed on whole besides, and what is read of it there is not known';
  return names.length > 1
    ? 'what is taken from the module at once has to be split by hand'
    : `this form of import (${form}) has no room for another name, and has to be rewritten by hand`;
}
