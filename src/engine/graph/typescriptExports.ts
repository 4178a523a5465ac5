import type { ExportFact, FileFacts, ImportedName, ImportFact } from '../facts.ts';
import { grouped } from '../grouped.ts';
import { selected } from '../references.ts';
import type { ExportLookup, FileTarget } from './exportLookup.ts';
import type { ModuleTarget } from './moduleTarget.ts';
import { unknown, withStep, type Origin } from './origin.ts';

/** What `import { name } from module` brings: an export of that name, else one through `export * from`. */
export function typescriptExport(
  graph: ExportLookup,
  module: FileTarget,
  facts: FileFacts,
  name: string,
): Origin {
  const own = exportsNamed(facts, name).map((fact) => exportOrigin(graph, module.file, facts, fact));
  // A type and a value may be exported under one name: the one that can be followed says more.
  const best = own.find(({ kind }) => kind === 'definition') ?? own[0];
  if (best) return best;
  // Under `esModuleInterop` the default of a module that sets `export =` is what it sets.
  if (name === 'default' && exportsNamed(facts, 'export=').length > 0)
    return typescriptExport(graph, module, facts, 'export=');
  // `export *` leaves the default out.
  for (const fact of name === 'default' ? [] : stars(facts)) {
    const from = graph.target(module.file, facts.imports[fact.import]!);
    const origin = graph.exported(from, name, 'typescript');
    if (origin.kind !== 'missing')
      return withStep(origin, {
        file: module.file,
        span: fact.span,
        says: `re-exports everything from ${from.id}`,
      });
  }
  if (facts.syntaxErrors.length > 0) return unknown(`${module.file} has a syntax error`);
  const set = name === 'export=' ? undefined : memberOfWhole(graph, module, facts, name);
  if (set) return set;
  return { kind: 'missing', what: 'name', module: module.id, name, steps: [] };
}

/** By file, as each is asked for many names: generated ones have thousands. */
const exportsByName = new WeakMap<FileFacts, ReadonlyMap<string, readonly ExportFact[]>>();

function exportsNamed(facts: FileFacts, name: string): readonly ExportFact[] {
  let byName = exportsByName.get(facts);
  if (!byName) exportsByName.set(facts, (byName = grouped(facts.exports, ({ exported }) => exported)));
  return byName.get(name) ?? [];
}

/**
 * What a class or function that a module is as a whole has of a name: `A.A = A; module.exports = A`. Undefined where it
 * surely has none.
 */
function memberOfWhole(
  graph: ExportLookup,
  module: FileTarget,
  facts: FileFacts,
  name: string,
): Origin | undefined {
  if (exportsNamed(facts, 'export=').length === 0) return undefined;
  const whole = graph.exported(module, 'export=', 'typescript');
  if (whole.kind !== 'definition' || !/^(class|function)$/.test(whole.binding.kind)) return undefined;
  const origin = graph.member(whole, name);
  if (origin.kind === 'definition') return origin;
  const isInherited = whole.binding.kind === 'class' && whole.binding.bases.length > 0;
  const isSet = facts.memberAssignments.some(
    ({ owner, member }) => owner === whole.binding.name && member === name,
  );
  return isInherited || isSet ? origin : undefined;
}

/** `const A = require('m')` and `import A = require('m')`: what the module sets is what they bind. */
export function takesWhatIsSet(
  { form }: ImportFact,
  { name, localSpan, span, nameSpan }: ImportedName,
): boolean {
  // `const { ...rest } = require('m')` is an object of what the module has, and never what it is.
  if (name !== '*' || span.start !== nameSpan.start) return false;
  // `import * as a from 'm'`, which writes its name apart, binds an object of the module's names whatever that sets.
  return form === 'require' || (form === 'module' && localSpan === undefined);
}

/**
 * The class or function that a module is as a whole: `export = A`, `module.exports = A`. Undefined where it is none, or is
 * taken for the names that it has besides.
 */
export function wholeExport(
  graph: ExportLookup,
  module: ModuleTarget,
  facts: FileFacts | undefined,
  isForNames: (names: ReadonlySet<string>) => boolean,
): Origin | undefined {
  const exported = new Set(facts?.exports.map((fact) => fact.exported));
  const names = new Set([...exported].filter((name) => name !== 'export=' && name !== '*'));
  // `module.exports = require('m')` passes on what another module is as a whole, which `export * from 'm'` does not.
  const isPassedOn = names.size === 0 && exported.has('*');
  if (!exported.has('export=') && !isPassedOn) return undefined;
  if (names.size > 0 && isForNames(names)) return undefined;
  const origin = graph.exported(module, 'export=', 'typescript');
  return origin.kind === 'definition' && /^(class|function)$/.test(origin.binding.kind) ? origin : undefined;
}

/**
 * Whether a file takes a module for `names` that it has besides what it is as a whole: it passes the module on with all of
 * them, or reads one of them.
 */
export function isTakenForNames(
  facts: FileFacts,
  { local, exported }: ImportedName,
  names: ReadonlySet<string>,
): boolean {
  if (local === undefined) return exported !== undefined;
  const isRead = selected(facts.references, { names: new Set([local]) }).some(({ members: [first] }) =>
    first === undefined ? false : names.has(first),
  );
  return (
    isRead ||
    facts.bindings.some((binding) => {
      if (binding.kind !== 'alias') return false;
      const [whole, first] = binding.target.split('.');
      return whole === local && first !== undefined && names.has(first);
    })
  );
}

/** The names of `export * from module`; undefined where they cannot be told. */
export function typescriptStarNames(
  graph: ExportLookup,
  file: string,
  facts: FileFacts,
): ReadonlySet<string> | undefined {
  const names = new Set(
    facts.exports
      .map(({ exported }) => exported)
      .filter((name) => !['*', 'default', 'export='].includes(name)),
  );
  for (const fact of stars(facts)) {
    const inner = graph.exportedNames(graph.target(file, facts.imports[fact.import]!), 'typescript');
    if (!inner) return undefined;
    for (const name of inner) names.add(name);
  }
  return names;
}

function exportOrigin(graph: ExportLookup, file: string, facts: FileFacts, fact: ExportFact): Origin {
  const bindings = fact.local === undefined ? undefined : graph.moduleBindings(facts).get(fact.local);
  if (bindings) return graph.choose(file, facts, bindings);
  if (fact.import === undefined) return unknown(`${file} exports an expression as ${fact.exported}`);
  const from = facts.imports[fact.import]!;
  const origin =
    fact.imported === undefined
      ? graph.moduleOrigin(graph.target(file, from))
      : graph.imported(file, fact.import, fact.imported);
  return withStep(origin, { file, span: fact.span, says: `re-exports ${fact.exported} from ${from.module}` });
}

function stars(facts: FileFacts): (ExportFact & { readonly import: number })[] {
  return facts.exports.flatMap((fact) =>
    fact.exported === '*' && fact.import !== undefined ? [{ ...fact, import: fact.import }] : [],
  );
}
