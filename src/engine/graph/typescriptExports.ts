import type { ExportFact, FileFacts, ImportedName, ImportFact } from '../facts.ts';
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
  const own = facts.exports
    .filter(({ exported }) => exported === name)
    .map((fact) => exportOrigin(graph, module.file, facts, fact));
  // A type and a value may be exported under one name: the one that can be followed says more.
  const best = own.find(({ kind }) => kind === 'definition') ?? own[0];
  if (best) return best;
  // Under `esModuleInterop` the default of a module that sets `export =` is what it sets.
  if (name === 'default' && facts.exports.some(({ exported }) => exported === 'export='))
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
  return { kind: 'missing', what: 'name', module: module.id, name, steps: [] };
}

/** `const A = require('m')` and `import A = require('m')`: what the module sets is what they bind. */
export function takesWhatIsSet({ form }: ImportFact, { name, localSpan }: ImportedName): boolean {
  if (name !== '*') return false;
  // `import * as a from 'm'`, which writes its name apart, binds an object of the module's names whatever that sets.
  return form === 'require' || (form === 'module' && localSpan === undefined);
}

/**
 * The class or function that a module is as a whole: `export = A`, `module.exports = A`. Undefined where it is none, or has
 * names besides that are read of it.
 */
export function wholeExport(
  graph: ExportLookup,
  module: ModuleTarget,
  facts: FileFacts | undefined,
): Origin | undefined {
  if (!facts?.exports.every(({ exported }) => exported === 'export=' || exported === '*')) return undefined;
  const origin = graph.exported(module, 'export=', 'typescript');
  return origin.kind === 'definition' && /^(class|function)$/.test(origin.binding.kind) ? origin : undefined;
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
