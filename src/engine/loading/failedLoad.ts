import { repairOf, type Counterpart } from '../counterpart.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { Origin, Step } from '../graph/origin.ts';
import { withPackages } from '../graph/pythonModules.ts';
import type { FileContext } from '../rule.ts';
import type { Source } from '../source.ts';

/**
 * A counterpart that is the same object, as what it is where a module on the way to it cannot be loaded, or may not have the
 * name: nothing is brought today, or perhaps nothing, and the fix repairs that.
 *
 * @param from the module that the name is imported from
 * @param today what the name is, were all modules loaded
 * @param caught whether the failure of the import is caught
 */
export function whereLoaded(
  context: FileContext,
  source: Source,
  from: ModuleTarget,
  today: Origin,
  caught: boolean,
  counterpart: Counterpart,
): Counterpart {
  if (context.facts.language !== 'python' || counterpart.kind !== 'safe') return counterpart;
  if (today.isPerhaps) {
    const why = `${from.id} or what it takes the name from binds it only on a condition: else it is missing today`;
    return { ...counterpart, ...repairOf(why, caught) };
  }
  const failure = failureOnTheWay(context, source, from, today);
  if (!failure) return counterpart;
  return {
    ...counterpart,
    ...repairOf(`today ${failure.file} cannot be loaded: it ${failure.says}`, caught),
  };
}

/** The first failure of a module that the canonical one does not need. */
function failureOnTheWay(
  { file, graph }: FileContext,
  { canonical }: Source,
  from: ModuleTarget,
  today: Origin,
): Step | undefined {
  const packages = (module: ModuleTarget): string[] =>
    withPackages(module.id).flatMap((id) => {
      const target = graph.target(file, { module: id });
      return target.kind === 'file' ? [target.file] : [];
    });
  const failureOf = (each: string): Step | undefined => graph.loadFailure(each);
  const needed = new Set(packages(canonical));
  const end = today.kind === 'definition' ? today.file : undefined;
  const way = new Set([...packages(from), ...today.steps.map((step) => step.file)]);
  for (const each of way) {
    if (each === file || each === end || needed.has(each)) continue;
    const failure = failureOf(each);
    // Where the canonical module cannot be loaded either, nothing is repaired.
    if (failure) return [...needed].some(failureOf) ? undefined : failure;
  }
  return undefined;
}
