import type { Binding, FileFacts, Reference } from '../facts.ts';
import { blockChain, guardOf } from '../graph/guards.ts';
import { isBoundBeside, isDeleted, isSurelyBound } from '../graph/surelyBound.ts';
import { sameOrigin } from '../graph/origin.ts';
import { inOneCell, placeForImport } from '../notebook/cellsOfFacts.ts';
import type { FileContext } from '../rule.ts';
import type { Source } from '../source.ts';
import { planFactoryCall } from './factoryCall.ts';
import { mockedFactory } from './mockedFactory.ts';
import { replaceOptionalClass } from './optionalClass.ts';
import { patchedClass } from './patchedClass.ts';
import { isBroughtFor, isBroughtForAnother, openChange, type Planning } from './planning.ts';
import { requiredByStatement } from './requiredByStatement.ts';

/** The construction at `index` becomes a call of the factory, which is imported where the class is. Answers why it cannot. */
export function useFactory(planning: Planning, source: Source, index: number): string | undefined {
  const { context, calls } = planning;
  const { graph, file, facts } = context;
  const planned = planFactoryCall(context, index, source, 'class');
  if (!planned.ok) return planned.reason;
  const reference = facts.references.at(index);
  const patched = patchedClass(planning, reference, source.factory!.name);
  if (patched !== undefined) return patched;
  const mocked = mockedFactory(planning, source, reference);
  if (mocked !== undefined) return mocked;
  // `Class.method` is imported as its class, which may have another name here already.
  const [imported = '', ...members] = source.factory!.name.split('.');
  const calledAs = (name: string): string => [name, ...members].join('.');
  if (isOfCanonicalModule(context, source, reference)) {
    const module = [reference.name, ...reference.members.slice(0, -1)].join('.');
    calls.set(index, { call: planned.call, callee: `${module}.${source.factory!.name}` });
    return undefined;
  }
  if (members.length > 0 && isClassItself(planning, source, reference, imported)) {
    if (graph.bindingsOf(file, reference).length > 1)
      return `${reference.name} is bound in more than one place, and ${members.join('.')} may not be there in each`;
    const broken = brokenImport(planning, reference);
    if (broken !== undefined) return broken;
    calls.set(index, { call: planned.call, callee: calledAs(reference.name) });
    return undefined;
  }
  const there = graph.bindingsOf(file, { ...reference, name: imported, members: [] });
  if (!there.every((binding) => isImported(planning, source, binding, imported)))
    return `${imported} means something else here, or not always the same`;
  if (facts.language === 'python' && there.some((binding) => isDeleted(facts, binding)))
    return `${imported} is deleted in this file: it may not be there when it is needed`;
  const bindings = graph.bindingsOf(file, reference);
  if (
    !there.some(
      (each) => isBoundBefore(facts, each, reference) || isBesideClass(facts, each, bindings, reference),
    )
  ) {
    const [binding] = bindings;
    const own = insertInCell(planning, source, reference, bindings, imported);
    if (own !== undefined) {
      if (!own.ok) return own.reason;
      calls.set(index, { call: planned.call, callee: calledAs(imported) });
      return undefined;
    }
    if (binding?.kind !== 'import')
      return `${reference.name} is another name for the class; the factory would have to be imported beside it`;
    if (bindings.length > 1) return replaceOptionalClass(planning, source, reference, source.factory!.name);
    if (isForTypesOnly(planning, binding))
      return `${reference.name} is imported for type checkers alone; import ${imported} where it is needed first`;
    if (there.some(({ scope }) => scope !== binding.scope))
      return `${imported} is imported further down, or only perhaps; import it before it is needed first`;
    if (isBroughtForAnother(planning, binding.import, imported, source))
      return `${imported} will be that of another source here; fix one after the other`;
    const alone = requiredByStatement(planning, facts.imports[binding.import]!);
    if (alone !== undefined) return alone;
    if (!isBroughtFor(planning, binding.import, imported, reference.span.start))
      openChange(planning, binding.import).added.set(imported, source);
    // Another import brings the factory: this one may not be needed any more.
    else if (facts.language === 'typescript') openChange(planning, binding.import);
  } else considerImport(planning, reference);
  calls.set(index, { call: planned.call, callee: calledAs(imported) });
  return undefined;
}

/**
 * Where the factory is there already, what a function loads for the class alone may not be needed any more. An import of the
 * module level stays: when it loads its module may matter.
 */
function considerImport(planning: Planning, reference: Reference): void {
  const { graph, file, facts } = planning.context;
  const [binding, ...others] = graph.bindingsOf(file, reference);
  if (binding?.kind !== 'import' || binding.scope === 0 || others.length > 0) return;
  if (facts.language === 'typescript') openChange(planning, binding.import);
}

/**
 * In a notebook the class may be imported in another cell, which may not be run again: the factory is imported where it is
 * needed. Undefined where it can come with the class.
 */
function insertInCell(
  { context, inserted, text }: Planning,
  source: Source,
  { span }: Reference,
  bindings: readonly Binding[],
  name: string,
): { readonly ok: true } | { readonly ok: false; readonly reason: string } | undefined {
  const { facts } = context;
  const isBeside = bindings.length === 1 && inOneCell(facts, bindings[0]!.span.start, span.start);
  const at = isBeside ? undefined : placeForImport(text, facts, span.start);
  if (at === undefined || !bindings.every(({ kind }) => kind === 'import')) return undefined;
  const known = inserted.filter((each) => each.name === name);
  if (known.some((each) => each.source !== source))
    return { ok: false, reason: `${name} will be that of another source here; fix one after the other` };
  if (!known.some((each) => inOneCell(facts, each.at, span.start))) inserted.push({ at, name, source });
  return { ok: true };
}

/** Whether a binding is surely made when a reference to it is read. What is bound in a scope around its function is. */
function isBoundBefore(facts: FileFacts, binding: Binding, reference: Reference): boolean {
  if (facts.language === 'python') return isSurelyBound(facts, binding, reference);
  const { block, span } = reference;
  const own = blockChain(facts, block).find((index) => facts.blocks[index]!.kind === 'function') ?? 0;
  if (binding.scope !== own) return true;
  return binding.span.start < span.start && guardOf(facts, binding, block).kind === 'always';
}

/** Whether Python has bound the factory wherever it has the class: beside its one import, which nothing but `None` stands in for. */
function isBesideClass(
  facts: FileFacts,
  binding: Binding,
  bindings: readonly Binding[],
  reference: Reference,
): boolean {
  if (facts.language !== 'python') return false;
  return bindings.every((each) =>
    each.kind === 'import'
      ? isBoundBeside(facts, binding, each, reference)
      : each.kind === 'variable' && each.isNone,
  );
}

/** Whether what is called is reached through the canonical module, which has the factory too: `hub.SocketHub()`. */
export function isOfCanonicalModule(
  { file, graph }: FileContext,
  { canonical }: Source,
  reference: Reference,
): boolean {
  const { members } = reference;
  const module = graph.referenced(file, reference)[members.length - 1];
  return members.length > 0 && module?.kind === 'module' && module.target.id === canonical.id;
}

/** Whether a binding is `name` of the canonical module whenever it is made, today or by this very plan. */
function isImported(planning: Planning, source: Source, binding: Binding, name: string): boolean {
  const { context, changes } = planning;
  if (isForTypesOnly(planning, binding)) return false;
  if (sameOrigin(context.graph.bound(context.file, binding), source.canonicalName(name))) return true;
  const brought =
    binding.kind === 'import' ? changes.get(binding.import)?.leaving.get(binding.imported) : undefined;
  return brought?.written === name && brought.source === source;
}

/** Whether what is constructed is the class of that name, under whatever name it is known here. */
function isClassItself({ context }: Planning, source: Source, reference: Reference, name: string): boolean {
  const { graph, file, facts } = context;
  const means = graph.referenced(file, reference).at(-1)!;
  if (means.kind === 'definition') return sameOrigin(means, source.canonicalName(source.nameThere(name)));
  const binding = graph.bindingsOf(file, reference).at(-1);
  return binding?.kind === 'import' && facts.imports[binding.import]!.names[binding.imported]!.name === name;
}

/** Why a class that is not there today cannot be called a method of: its import is not repaired by this plan. */
function brokenImport({ context, changes }: Planning, reference: Reference): string | undefined {
  const { graph, file } = context;
  if (graph.referenced(file, reference).at(-1)!.kind === 'definition') return undefined;
  const isRepaired = graph
    .bindingsOf(file, reference)
    .every((each) => each.kind === 'import' && changes.get(each.import)?.leaving.has(each.imported));
  return isRepaired ? undefined : `${reference.name} is not there today; fix its import first`;
}

function isForTypesOnly({ context }: Planning, binding: Binding): boolean {
  if (binding.kind !== 'import') return false;
  const fact = context.facts.imports[binding.import]!;
  return fact.typeOnly || fact.names[binding.imported]!.typeOnly;
}
