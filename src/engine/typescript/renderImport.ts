import type { FileFacts, ImportFact } from '../facts.ts';
import type { ImportChange, RenderResult } from '../fix/importChange.ts';
import { renderList, renderMoves } from '../fix/renderNames.ts';
import { newStatement } from './newStatement.ts';
import { isBareDefault, renderClause } from './renderClause.ts';
import { renderNamespace } from './renderNamespace.ts';

/** Edits of one import or re-export, which keep its layout and quotes. */
export function renderTypeScriptImport(text: string, facts: FileFacts, change: ImportChange): RenderResult {
  const fact = facts.imports[change.import]!;
  const [first] = fact.names;
  if (change.retargeted)
    return { ok: true, edits: [{ span: fact.moduleSpan, text: change.retargeted.module }] };
  if (fact.form === 'module')
    return renderMoves(
      text,
      fact,
      beside(change),
      (module, names) => newStatement(text, fact, module, names),
      renderNamespace,
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
    (module, names) => newStatement(text, fact, module, names),
    isBareDefault(first) ? renderClause : renderList,
  );
}

/** There is no room for names beside a namespace. */
function beside(change: ImportChange): ImportChange {
  return { ...change, modules: change.modules.map((each) => ({ ...each, isThisOne: false })) };
}

/** `import('x').T`, `require('x')` and the like name one module for one purpose: only the specifier can change. */
function wholeModule(fact: ImportFact, text: string, { leaving, modules }: ImportChange): RenderResult {
  const [to] = modules;
  if (!to || modules.length > 1) return { ok: false, reason: byHand(fact) };
  const unchanged = [...leaving].every((position) => {
    const { span } = fact.names[position]!;
    return to.replacing.get(position) === text.slice(span.start, span.end);
  });
  const complete = fact.names.every((_, position) => leaving.has(position));
  if (!unchanged || !complete || to.added.length > 0 || fact.names.some(({ name }) => name === '*'))
    return { ok: false, reason: byHand(fact) };
  return { ok: true, edits: [{ span: fact.moduleSpan, text: to.module }] };
}

function byHand({ form, names }: ImportFact): string {
  if (form === 'require' || form === 'dynamic')
    return names.length > 1
      ? 'what is taken from the module at once has to be split by hand'
      : 'what is taken from the module has another name in the canonical one';
  return `this form of import (${form}) has to be rewritten by hand`;
}
