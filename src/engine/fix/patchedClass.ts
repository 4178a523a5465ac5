import type { Reference } from '../facts.ts';
import { runsAtLoad } from './importCycle.ts';
import { patchLookup } from './patchLookup.ts';
import type { Planning } from './planning.ts';
import { readWhenItRuns } from './readWhenItRuns.ts';

/**
 * Who names the place where a construction finds its class when it runs, to put a double there, as a reason: a call of the
 * factory would not get it. What is constructed while its module is loaded gets none.
 */
export function patchedClass(planning: Planning, reference: Reference, factory: string): string | undefined {
  const { analysis, context, environment } = planning;
  if (context.facts.language !== 'python' || runsAtLoad(context.facts, reference.block)) return undefined;
  const lookup = patchLookup(analysis, environment);
  for (const { module, name } of readWhenItRuns(planning, reference)) {
    const patch = lookup
      .patches(module, name)
      .find((each) => !each.isInside && lookup.reaches(each, context.file));
    if (patch)
      return `${patch.file} patches ${module.id}.${name}, and its double would not stand in for ${factory}: change both by hand`;
  }
  return undefined;
}
