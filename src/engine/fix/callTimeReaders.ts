import type { Analysis } from '../analysis.ts';
import type { Reference } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { FileContext } from '../rule.ts';
import { namedByString } from '../rules/stringTarget.ts';
import type { FixEnvironment } from './environment.ts';
import { runsAtLoad } from './importCycle.ts';

/** A place that reads a module's name each time it runs, and so gets what a patch has put there. */
export interface CallTimeReader {
  readonly file: string;
  readonly offset: number;
  /** The import in a function that it is; undefined for a use through the module, or in the module itself. */
  readonly import?: { readonly index: number; readonly position: number };
}

/** All places in the Python files of a project that read `name` of `module` when they run, the module's own among them. */
export function callTimeReadersOf(
  analysis: Analysis,
  environment: FixEnvironment,
  module: ModuleTarget,
  name: string,
): CallTimeReader[] {
  if (module.kind !== 'file') return [];
  const files = new Set([
    module.file,
    ...environment.importersOf(module.file),
    ...environment.filesNaming(module.id),
  ]);
  return [...files].flatMap((file) => {
    const context = analysis.context(file);
    const text = analysis.read(file)?.text;
    if (context?.facts.language !== 'python' || !text?.includes(name)) return [];
    return file === module.file
      ? [...ownReads(context, name), ...readsIn(context, text, module, name)]
      : readsIn(context, text, module, name);
  });
}

/** Functions of the module itself, in which the name is a global. */
function ownReads({ facts, file, graph }: FileContext, name: string): CallTimeReader[] {
  return facts.references
    .all()
    .flatMap((reference) =>
      reference.name === name &&
      !runsAtLoad(facts, reference.block) &&
      graph.bindingsOf(file, reference).some(({ scope }) => scope === 0)
        ? [{ file, offset: reference.span.start }]
        : [],
    );
}

function readsIn(context: FileContext, text: string, module: ModuleTarget, name: string): CallTimeReader[] {
  const { facts, file, graph } = context;
  const found: CallTimeReader[] = [];
  let hasModule = false;
  for (const [index, fact] of facts.imports.entries()) {
    const isFrom = fact.form === 'from' && graph.target(file, fact).id === module.id;
    for (const [position, imported] of fact.names.entries()) {
      const origin = isFrom ? undefined : graph.imported(file, index, position);
      hasModule ||= origin?.kind === 'module';
      if (isFrom && imported.name === name && !fact.typeOnly && !runsAtLoad(facts, fact.block))
        found.push({ file, offset: imported.span.start, import: { index, position } });
    }
  }
  if (hasModule)
    for (const reference of facts.references.all())
      if (reference.members.includes(name) && readsThrough(context, reference, module, name))
        found.push({ file, offset: reference.span.start });
  for (const fact of facts.strings) {
    const isRelative = fact.value.startsWith('.');
    if (fact.value !== module.id && !isRelative && !(hasModule && fact.value === name)) continue;
    const named = namedByString(context, fact);
    const member = named?.call()?.call?.member;
    if (named?.purpose === 'import' && named.module.id === module.id && (member ?? name) === name)
      found.push({ file, offset: fact.span.start });
  }
  // `getattr(legacy, "Name")`
  if (hasModule && /\bgetattr\s*\(/.test(text) && (text.includes(`"${name}"`) || text.includes(`'${name}'`)))
    found.push({ file, offset: text.search(/\bgetattr\s*\(/) });
  return found;
}

/** `legacy.Name` in a function. */
function readsThrough(
  { facts, file, graph }: FileContext,
  reference: Reference,
  module: ModuleTarget,
  name: string,
): boolean {
  if (reference.space === 'type' || runsAtLoad(facts, reference.block)) return false;
  const origins = graph.referenced(file, reference);
  return reference.members.some((member, at) => {
    const of = origins[at];
    return member === name && of?.kind === 'module' && of.target.id === module.id;
  });
}
