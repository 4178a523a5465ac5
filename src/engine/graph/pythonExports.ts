import type { Binding, FileFacts, ImportFact } from '../facts.ts';
import type { AskedFor, ExportLookup, FileTarget } from './exportLookup.ts';
import { guardOf } from './guards.ts';
import { unknown, withStep, type Origin } from './origin.ts';
import { selected } from '../references.ts';

/**
 * What `from module import name` brings: the module's binding, else what a star import brought it, else a submodule. What is
 * bound for type checkers alone is not there when the import runs.
 */
export function pythonExport(
  graph: ExportLookup,
  module: FileTarget,
  facts: FileFacts,
  name: string,
  askedFor: AskedFor,
): Origin {
  const all = graph.moduleBindings(facts).get(name) ?? [];
  const bindings = askedFor === 'type' ? all : all.filter((binding) => !isForTypesOnly(facts, binding));
  const named = bindings.length === 0 ? undefined : graph.choose(module.file, facts, bindings);
  if (named && named.kind !== 'missing') return named;
  const other =
    throughStars(graph, module.file, facts, name) ?? graph.submodule(module, name, 'python') ?? named;
  if (other) return other;
  if (facts.syntaxErrors.length > 0) return unknown(`${module.file} has a syntax error`);
  if (computesNames(facts)) return unknown(`${module.file} computes its names`);
  return { kind: 'missing', what: 'name', module: module.id, name, steps: [] };
}

/** The names of `from module import *`; undefined where they are computed. */
export function pythonStarNames(
  graph: ExportLookup,
  file: string,
  facts: FileFacts,
): ReadonlySet<string> | undefined {
  if (facts.all === 'computed') return undefined;
  if (facts.all) return new Set(facts.all);
  const names = new Set<string>();
  for (const [name, bindings] of graph.moduleBindings(facts))
    if (!name.startsWith('_') && !bindings.every((each) => isForTypesOnly(facts, each))) names.add(name);
  for (const fact of facts.imports.filter((each) => isModuleStar(facts, each))) {
    const inner = graph.exportedNames(graph.target(file, fact), 'python');
    if (!inner) return undefined;
    for (const name of inner) if (!name.startsWith('_')) names.add(name);
  }
  return names;
}

function isForTypesOnly(facts: FileFacts, binding: Binding): boolean {
  return guardOf(facts, binding, 0).kind === 'type-checking';
}

/** What a star import of the module level brings under a name: the last one that does wins. */
export function throughStars(
  graph: ExportLookup,
  file: string,
  facts: FileFacts,
  name: string,
): Origin | undefined {
  for (const fact of facts.imports.filter((each) => isModuleStar(facts, each)).reverse()) {
    const from = graph.target(file, fact);
    const names = graph.exportedNames(from, 'python');
    if (names && !names.has(name)) continue;
    const origin = graph.exported(from, name, 'python');
    if (!names && origin.kind === 'missing') continue;
    return withStep(origin, { file, span: fact.span, says: `imports everything from ${from.id}` });
  }
  return undefined;
}

function isModuleStar(facts: FileFacts, { block, form, names }: ImportFact): boolean {
  return form === 'from' && names[0]?.name === '*' && facts.blocks[block]!.scope === 0;
}

const namespaceWriters = new Set(['globals', 'setattr']);

/** A module whose names cannot be listed from its text: it has `__getattr__`, or writes into its own namespace. */
function computesNames(facts: FileFacts): boolean {
  return (
    facts.bindings.some(({ scope, name }) => scope === 0 && name === '__getattr__') ||
    selected(facts.references, { names: namespaceWriters, scope: 0 }).some(({ call }) => call !== undefined)
  );
}
