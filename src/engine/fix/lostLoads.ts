import type { Analysis } from '../analysis.ts';
import { isStarImport, type ImportFact } from '../facts.ts';
import type { FileTarget } from '../graph/exportLookup.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import { withPackages } from '../graph/pythonModules.ts';
import { loadEffect } from '../loading/loadEffect.ts';
import { isOfSource } from '../ownership.ts';
import { selected } from '../references.ts';
import type { FixEnvironment } from './environment.ts';
import { loadedWith } from './loadedBefore.ts';

/**
 * A module of Python that a file has loaded and would not load any more, as a reason: one that is used through its package by
 * who does not load it, or one that does something when it is loaded. What legacy modules and implementations do is meant to go with
 * them; where others load the module too is not looked for, as they may be gone tomorrow.
 */
export function lostLoad(
  before: Analysis,
  after: Analysis,
  environment: FixEnvironment,
  file: string,
): string | undefined {
  if (after.read(file)!.facts.language !== 'python') return undefined;
  const still = modulesLoadedBy(after, file);
  const had = modulesLoadedBy(before, file);
  const left = [...had.values()].filter((module) => !still.has(module.file));
  if (left.length === 0) return undefined;
  // What is loaded over others takes long to find, and is seldom needed.
  let hadAll: ReadonlySet<string> | undefined;
  let stillAll: ReadonlySet<string> | undefined;
  const isLost = (path: string): boolean =>
    !still.has(path) &&
    (hadAll ??= loadedWith(before, had.keys())).has(path) &&
    !(stillAll ??= loadedWith(after, still.keys())).has(path);
  const used = usedThroughPackage(after, file, left, isLost);
  if (used) return `${used.written} is used here, and nothing here would load ${used.id} any more`;
  for (const module of left) {
    const user = userElsewhere(after, environment, file, module);
    if (user !== undefined && isLost(module.file)) return user;
    if (isOfSource(before.sources, module) || before.graph.loadFailure(module.file)) continue;
    const effect = loadEffect(before, module.file);
    if (effect !== undefined && isLost(module.file))
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
    for (const id of withPackages(target.id)) add(analysis.modules.python.resolveId(id));
    for (const inside of submodules(analysis, fact, target)) add(inside);
  }
  return loaded;
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

/**
 * Where a file that does not load a module names it through its package: `import app` with `app.old.NAME` below.
 *
 * @param left the modules that no import of its own loads any more
 */
function usedThroughPackage(
  analysis: Analysis,
  file: string,
  left: readonly FileTarget[],
  isLost: (path: string) => boolean,
): { readonly written: string; readonly id: string } | undefined {
  const { facts } = analysis.read(file)!;
  const { graph } = analysis;
  const imported = new Set(facts.bindings.flatMap(({ kind, name }) => (kind === 'import' ? [name] : [])));
  for (const reference of selected(facts.references, { names: imported })) {
    if (reference.members.length === 0) continue;
    const [, ...reached] = graph.referenced(file, reference);
    for (const origin of reached)
      if (origin.kind === 'module' && origin.target.kind === 'file' && isLost(origin.target.file))
        return { written: [reference.name, ...reference.members].join('.'), id: origin.target.id };
  }
  // `from app import *` brings the modules that are loaded of it.
  for (const star of facts.imports.filter(isStarImport)) {
    const target = graph.target(file, star);
    for (const module of left)
      if (module.id.slice(0, module.id.lastIndexOf('.')) === target.id && isLost(module.file)) {
        const name = module.id.slice(target.id.length + 1);
        const [use] = selected(facts.references, { names: new Set([name]) });
        if (use) return { written: name, id: module.id };
      }
  }
  return undefined;
}

/** Another file that uses a module through a package around it, and neither loads the module nor has it loaded by what it imports. */
function userElsewhere(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  module: FileTarget,
): string | undefined {
  const last = module.id.slice(module.id.lastIndexOf('.') + 1);
  const packages = withPackages(module.id)
    .slice(0, -1)
    .map((id) => analysis.modules.python.resolveId(id));
  for (const around of packages)
    for (const user of around.kind === 'file' ? environment.importersOf(around.file) : []) {
      if (user === file || !analysis.read(user)?.text.includes(last)) continue;
      const used = usedThroughPackage(analysis, user, [module], (path) => path === module.file);
      if (used && !loadedWith(analysis, modulesLoadedBy(analysis, user).keys()).has(module.file))
        return `${user} uses ${used.written} and does not load ${module.id} itself: import it there first`;
    }
  return undefined;
}
