import type { Analysis } from '../analysis.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { AwaitChange } from './factoryCall.ts';
import { callGiven } from './mappings.ts';
import { replacing } from './movedTogether.ts';
import { patchLookup } from './patchLookup.ts';
import type { Patch } from './patches.ts';
import type { Planning } from './planning.ts';

/**
 * Who puts a double of its own under a name whose calls lose or get their `await`, as a reason: the double would have to change
 * with them. Where `patch` makes it, it is made after what the name is then.
 */
export function awaitedDouble(planning: Planning, local: string, change: AwaitChange): string | undefined {
  const { analysis, context, environment } = planning;
  if (context.facts.language !== 'python') return undefined;
  const { file } = context;
  const lookup = patchLookup(analysis, environment);
  const own: ModuleTarget = { kind: 'file', id: analysis.modules.python.idOf(file), file };
  const patch = replacing(lookup, own, local).find(
    (each) => lookup.reaches(each, file) && !isMadeByPatch(analysis, each),
  );
  const doubt =
    change === 'add' ? 'its double may be nothing that can be awaited' : 'its double may have to be awaited';
  return patch && `${patch.file} patches ${own.id}.${local}, and ${doubt}: change both by hand`;
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
