import type { FileFacts } from '../facts.ts';
import type { Place } from './bindingChoice.ts';
import type { AskedFor, ExportLookup, FileTarget } from './exportLookup.ts';
import { guardOf } from './guards.ts';
import { sameOrigin, unknown, type Missing, type Origin } from './origin.ts';
import { broughtByStars, isTaken, takenOrWritten } from './rebindings.ts';
import { selected } from '../references.ts';
import { contains } from '../text.ts';

/**
 * What `from module import name` brings: what the module's bindings and star imports have made of the name in the end, else a
 * submodule. What is bound for type checkers alone is not there when the import runs.
 */
export function pythonExport(
  graph: ExportLookup,
  module: FileTarget,
  facts: FileFacts,
  name: string,
  askedFor: AskedFor,
): Origin {
  const isSeen = (place: Pick<Place, 'block' | 'scope'>): boolean =>
    askedFor === 'type' || !isForTypesOnly(facts, place);
  const bindings = (graph.moduleBindings(facts).get(name) ?? []).filter(isSeen);
  const rebinders = graph.rebinders(module.file, facts);
  const brought = broughtByStars(graph, module.file, rebinders.stars, name, bindings.length > 0).filter(
    isSeen,
  );
  const gone: Missing = { kind: 'missing', what: 'name', module: module.id, name, steps: [] };
  const rebindings =
    bindings.length + brought.length === 0
      ? []
      : [...brought, ...takenOrWritten(rebinders, facts, module, name, gone)];
  const named =
    bindings.length + rebindings.length === 0
      ? undefined
      : graph.choose(module.file, facts, bindings, rebindings);
  const inside = graph.submodule(module, name, 'python');
  if (named && named.kind !== 'missing') {
    if (inside && !isOfSubmodule(graph, module, facts, named, inside))
      return unknown(`${module.id} has a submodule ${name}, too, which takes that name when it is loaded`);
    return named.isPerhaps && computesNames(facts) ? unknown(`${module.file} computes its names`) : named;
  }
  if (inside) return inside;
  if (named && named !== gone) return named;
  if (facts.syntaxErrors.length > 0) return unknown(`${module.file} has a syntax error`);
  if (computesNames(facts)) return unknown(`${module.file} computes its names`);
  return gone;
}

/** Whether a name of a package that has a submodule of that name is that one, or was taken from it, and so is bound after it. */
function isOfSubmodule(
  graph: ExportLookup,
  { file }: FileTarget,
  facts: FileFacts,
  named: Origin,
  inside: Origin,
): boolean {
  if (sameOrigin(named, inside) || inside.kind !== 'module') return true;
  const { id } = inside.target;
  const taken = facts.imports.filter((fact) => graph.target(file, fact).id === id);
  return named.steps.some(
    (step) => step.file === file && taken.some((fact) => contains(fact.span, step.span)),
  );
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
  const rebinders = graph.rebinders(file, facts);
  for (const [name, bindings] of graph.moduleBindings(facts))
    if (
      !name.startsWith('_') &&
      !bindings.every((each) => isForTypesOnly(facts, each)) &&
      !isTaken(rebinders, facts, name, bindings.at(-1)!.span.start)
    )
      names.add(name);
  for (const fact of rebinders.stars) {
    const inner = graph.exportedNames(graph.target(file, fact), 'python');
    if (!inner) return undefined;
    for (const name of inner) if (!name.startsWith('_')) names.add(name);
  }
  return names;
}

function isForTypesOnly(facts: FileFacts, place: Pick<Place, 'block' | 'scope'>): boolean {
  return guardOf(facts, place, 0).kind === 'type-checking';
}

const namespaceWriters = new Set(['globals', 'setattr']);

/** A module whose names cannot be listed from its text: it has `__getattr__`, or writes into its own namespace. */
function computesNames(facts: FileFacts): boolean {
  return (
    facts.bindings.some(({ scope, name }) => scope === 0 && name === '__getattr__') ||
    selected(facts.references, { names: namespaceWriters, scope: 0 }).some(({ call }) => call !== undefined)
  );
}
