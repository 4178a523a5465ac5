import type { Analysis } from '../analysis.ts';
import type { FileFacts, ImportFact } from '../facts.ts';
import type { FileTarget } from '../graph/exportLookup.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import { isOfSource, loadFailureOf } from '../loading/failedLoad.ts';
import { loadEffect } from '../loading/loadEffect.ts';
import { selected } from '../references.ts';

/**
 * A module of Python that a file has loaded and would not load any more, as a reason: one that the file still uses through its
 * package, or one that does something when it is loaded. What legacy modules and implementations do is meant to go with
 * them; where others load the module too is not looked for, as they may be gone tomorrow.
 */
export function lostLoad(before: Analysis, after: Analysis, file: string): string | undefined {
  const facts = after.read(file)!.facts;
  if (facts.language !== 'python') return undefined;
  const still = modulesLoadedBy(after, file);
  for (const [path, module] of modulesLoadedBy(before, file)) {
    if (still.has(path)) continue;
    const used = usedThroughPackage(after, file, facts, module);
    if (used !== undefined) return `${used} is used here, and nothing here would load ${module.id} any more`;
    if (isOfSource(before.sources, module) || loadFailureOf(before, path)) continue;
    const effect = loadEffect(before, path);
    if (effect !== undefined)
      return `${module.id} would not be loaded here any more, of which ${effect}: import it for that by itself first`;
  }
  return undefined;
}

/** The modules that the imports of a file load, wherever they stand, by path; those of packages around them are loaded with them. */
function modulesLoadedBy(analysis: Analysis, file: string): Map<string, FileTarget> {
  const loaded = new Map<string, FileTarget>();
  const add = (module: ModuleTarget | undefined): void => {
    if (module?.kind === 'file' && module.file !== file) loaded.set(module.file, module);
  };
  for (const fact of analysis.read(file)!.facts.imports) {
    if (fact.typeOnly) continue;
    const target = analysis.graph.target(file, fact);
    for (const id of packagesOf(target.id)) add(analysis.modules.python.resolveId(id));
    for (const inside of submodules(analysis, fact, target)) add(inside);
  }
  return loaded;
}

/** The id itself, and those of the packages around it. */
function packagesOf(id: string): string[] {
  const parts = id.split('.');
  return parts.map((_, at) => parts.slice(0, at + 1).join('.'));
}

/** `from package import module` loads the module too. */
function submodules(
  { modules }: Analysis,
  { form, names }: ImportFact,
  target: ModuleTarget,
): ModuleTarget[] {
  if (form !== 'from') return [];
  return names.flatMap(({ name }) => (name === '*' ? [] : (modules.python.submodule(target, name) ?? [])));
}

/** Where a file names a module through a package that it imports: `import app` with `app.old.NAME` below. */
function usedThroughPackage(
  { graph }: Analysis,
  file: string,
  facts: FileFacts,
  { id }: FileTarget,
): string | undefined {
  const last = id.slice(id.lastIndexOf('.') + 1);
  const packages = new Set(facts.bindings.flatMap(({ kind, name }) => (kind === 'import' ? [name] : [])));
  const use = selected(facts.references, { names: packages }).find(
    (reference) =>
      reference.members.includes(last) &&
      graph.referenced(file, reference).some((origin) => origin.kind === 'module' && origin.target.id === id),
  );
  return use && [use.name, ...use.members].join('.');
}
