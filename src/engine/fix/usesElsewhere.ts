import type { Analysis } from '../analysis.ts';
import { isStarImport } from '../facts.ts';
import type { FileContext } from '../rule.ts';
import type { FixEnvironment } from './environment.ts';
import type { ImportedAt } from './filePlan.ts';
import { usesOf } from './planning.ts';

/** Where another file uses a name that it has from a Python file's module level. */
export interface UseElsewhere {
  readonly file: string;
  /** Index of the reference. */
  readonly reference: number;
  /** The imports that bring what is named there, or the module that it is reached through. */
  readonly brought: readonly ImportedAt[];
  /** Whether the name is called there, and nothing else is asked of it. */
  readonly isCall: boolean;
}

/** A name of a file's module level. */
interface Passed {
  readonly file: string;
  readonly name: string;
}

/** All uses in other files of what a Python file has under `name`, over any number of files that pass it on. */
export function usesElsewhere(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  name: string,
): UseElsewhere[] {
  const uses: UseElsewhere[] = [];
  const passed: Passed[] = [{ file, name }];
  const known = new Set<string>();
  for (const from of passed)
    for (const importer of environment.importersOf(from.file)) {
      const context = importer === file ? undefined : analysis.context(importer);
      if (!context || !analysis.read(importer)!.text.includes(from.name)) continue;
      const found = usesFrom(context, from);
      uses.push(...found.uses);
      for (const local of found.passedOn) {
        const key = `${importer}\0${local}`;
        if (!known.has(key)) passed.push({ file: importer, name: local });
        known.add(key);
      }
    }
  return uses;
}

/** The uses in one file of what it has from another, and the names of its module level under which it passes that on. */
function usesFrom(
  context: FileContext,
  from: Passed,
): { readonly uses: readonly UseElsewhere[]; readonly passedOn: ReadonlySet<string> } {
  const { facts, file, graph } = context;
  const uses: UseElsewhere[] = [];
  const passedOn = new Set<string>();
  const isDirect = (reference: number): boolean => facts.references.at(reference).members.length === 0;
  for (const [index, fact] of facts.imports.entries()) {
    const target = graph.target(file, fact);
    if (fact.form !== 'from' || target.kind !== 'file' || target.file !== from.file) continue;
    const isPassedOn = facts.blocks[fact.block]!.scope === 0;
    if (isStarImport(fact) && graph.exportedNames(target, 'python')?.has(from.name) !== false) {
      if (isPassedOn) passedOn.add(from.name);
      for (const reference of unbound(context, from.name))
        uses.push(useAt(context, reference, [], isDirect(reference)));
    }
    for (const [position, { name, local }] of fact.names.entries()) {
      if (name !== from.name || local === undefined) continue;
      if (isPassedOn) passedOn.add(local);
      const brought = [{ import: index, imported: position }];
      for (const reference of usesOf(context, index, position))
        uses.push(useAt(context, reference, brought, isDirect(reference)));
    }
  }
  return { uses: [...uses, ...throughModule(context, from)], passedOn };
}

/** The references to a name that nothing in the file binds, as those to what a star import brings. */
function unbound({ facts, file, graph }: FileContext, name: string): readonly number[] {
  const named = facts.references.select({ names: new Set([name]) });
  return named.filter((index) => graph.bindingsOf(file, facts.references.at(index)).length === 0);
}

/** `api.name`, where `api` is the module. */
function throughModule(context: FileContext, from: Passed): UseElsewhere[] {
  const { facts, file, graph } = context;
  return [...facts.references.all().entries()].flatMap(([index, reference]) => {
    if (!reference.members.includes(from.name)) return [];
    const origins = graph.referenced(file, reference);
    const at = reference.members.findIndex((member, position) => {
      const of = origins[position];
      return (
        member === from.name &&
        of?.kind === 'module' &&
        of.target.kind === 'file' &&
        of.target.file === from.file
      );
    });
    if (at < 0) return [];
    const brought = graph
      .bindingsOf(file, reference)
      .flatMap((binding) =>
        binding.kind === 'import' ? [{ import: binding.import, imported: binding.imported }] : [],
      );
    return [useAt(context, index, brought, at === reference.members.length - 1)];
  });
}

function useAt(
  { facts, file }: FileContext,
  index: number,
  brought: readonly ImportedAt[],
  isWhole: boolean,
): UseElsewhere {
  const { use, inString } = facts.references.at(index);
  return { file, reference: index, brought, isCall: isWhole && use === 'call' && !inString };
}
