import type { Binding, ImportBinding, Reference } from '../facts.ts';
import { inOneCell } from '../notebook/cellsOfFacts.ts';
import type { Source } from '../source.ts';
import { planFactoryCall, type FactoryCall } from './factoryCall.ts';
import { lineAround } from './list.ts';
import { isNeeded } from './neededNames.ts';
import { openChange, type Planning } from './planning.ts';
import { isDeclared, isFreeAt, isFreeAtImport } from './renameUses.ts';

/**
 * A class that is `None` where its import fails becomes the factory as a whole: its import, the line that sets it to `None`, the tests
 * for it and all of its constructions, in one plan. Answers why it cannot.
 */
export function replaceOptionalClass(
  planning: Planning,
  source: Source,
  reference: Reference,
  factory: string,
): string | undefined {
  const { changed, context, dropped, renames, variables } = planning;
  const { facts, file, graph } = context;
  const optional = optionalImport(planning, reference.name, graph.bindingsOf(file, reference));
  if (!optional || factory.includes('.'))
    return `${reference.name} is bound in more than one place; import ${factory} where it is needed first`;
  const { imported, fallbacks } = optional;
  const local = reference.name;
  const { block, scope } = imported;
  if (isDeclared(facts, local) || isNeeded(planning, block, local, fallbacks.length + 1))
    return `${local} is needed under its name, beside what is constructed`;
  const calls = new Map<number, FactoryCall>();
  const tests: number[] = [];
  for (const [at, each] of facts.references.all().entries()) {
    if (each.name !== local || !graph.bindingsOf(file, each).includes(imported)) continue;
    if (!isFreeAt(context, each, factory)) return `${factory} means something else here`;
    if (!inOneCell(facts, imported.span.start, each.span.start))
      return `${local} is used in another cell than it is imported in, which may not be run again`;
    if (each.use === 'call' && each.members.length === 0) {
      const planned = planFactoryCall(context, at, source, 'class');
      if (!planned.ok) return planned.reason;
      calls.set(at, planned.call);
    } else if (isTest(planning.text, each)) tests.push(at);
    else
      return `${local} may be None, and is used for more than to construct it and to ask whether it is there`;
  }
  if (!isFreeAtImport(context, imported.import, factory)) return `${factory} means something else here`;
  openChange(planning, imported.import).leaving.set(imported.imported, { source, written: factory });
  changed.push({ import: imported.import, imported: imported.imported });
  for (const [at, call] of calls) planning.calls.set(at, { call, callee: factory });
  for (const at of tests) renames.set(at, { reference: at, members: 0, text: factory, isIntended: true });
  for (const binding of fallbacks) variables.set(facts.bindings.indexOf(binding), factory);
  if (scope === 0) dropped.add(local);
  return undefined;
}

/** `try: from m import X` with `X = None` in its handlers, and nothing else that binds the name there. */
function optionalImport(
  { context }: Planning,
  name: string,
  bindings: readonly Binding[],
): { readonly imported: ImportBinding; readonly fallbacks: readonly Binding[] } | undefined {
  const { facts } = context;
  const [imported] = bindings.filter((each) => each.kind === 'import');
  if (!imported || facts.blocks[imported.block]!.kind !== 'try') return undefined;
  const all = facts.bindings.filter((each) => each.name === name && each.scope === imported.scope);
  const fallbacks = all.filter((each) => each !== imported);
  const isOptional = fallbacks.every(
    (each) => each.kind === 'variable' && each.isNone && facts.blocks[each.block]!.of === imported.block,
  );
  return isOptional && fallbacks.length > 0 ? { imported, fallbacks } : undefined;
}

/** Whether a name only asks whether it is there: `if X`, `not X`, `X is None`. */
function isTest(text: string, { members, span }: Reference): boolean {
  if (members.length > 0) return false;
  const line = lineAround(text, span.start);
  const before = text.slice(line.start, span.start);
  const behind = text.slice(span.end, line.end);
  if (/^\s*(is\s+(not\s+)?|[!=]=\s*)None\b/.test(behind) || /(^|[^\w.])not\s+$/.test(before)) return true;
  if (/\bif\s+$/.test(before) && /^\s*else\b/.test(behind)) return true;
  return /^\s*(if|elif|while)\s+([^#'"]*\b(and|or)\s+)?$/.test(before) && /^\s*(:|and\b|or\b)/.test(behind);
}
