import type { Analysis } from '../analysis.ts';
import type { Reference } from '../facts.ts';
import type { FactoryCall } from './factoryCall.ts';
import { callGiven } from './mappings.ts';
import { replacing } from './movedTogether.ts';
import { patchLookup } from './patchLookup.ts';
import type { Patch } from './patches.ts';
import type { Planning } from './planning.ts';
import { readWhenItRuns } from './readWhenItRuns.ts';

/**
 * Who puts a double of its own where a call that loses or gets its `await` finds what it calls, as a reason: the double would have
 * to change with it. Where `patch` makes it, it is made after what the name is then.
 */
export function awaitedDouble(
  planning: Planning,
  reference: Reference,
  change: FactoryCall['await'],
): string | undefined {
  const { analysis, context, environment } = planning;
  if (context.facts.language !== 'python' || change === 'keep') return undefined;
  const lookup = patchLookup(analysis, environment);
  const doubt =
    change === 'add' ? 'its double may be nothing that can be awaited' : 'its double may have to be awaited';
  for (const { module, name } of readWhenItRuns(planning, reference)) {
    const patch = replacing(lookup, module, name).find(
      (each) => lookup.reaches(each, context.file) && !isMadeByPatch(analysis, each),
    );
    if (patch) return `${patch.file} patches ${module.id}.${name}, and ${doubt}: change both by hand`;
  }
  return undefined;
}

/** `patch("api.make")`, `patch.object(api, "make", return_value=hub)`, where nobody asks afterwards whether it was awaited. */
function isMadeByPatch(analysis: Analysis, { file, offset }: Patch): boolean {
  const { facts, text } = analysis.read(file)!;
  const given = callGiven(facts, { start: offset, end: offset + 1 });
  if (!given?.call || /\bassert_(\w+_)?await|\bawait_(args|count)/.test(text)) return false;
  const method = given.members.at(-1) ?? given.name;
  const names = method === 'patch' ? 1 : method === 'object' ? 2 : 0;
  return given.call.arguments.every(({ keyword, spread }, at) =>
    keyword === undefined ? spread === undefined && at < names : KEEPING.has(keyword),
  );
}

/** What leaves the making of the double to `patch`. */
const KEEPING = new Set(['target', 'attribute', 'autospec', 'create', 'return_value']);
