import type { Analysis } from '../analysis.ts';
import type { Reference } from '../facts.ts';
import type { FactoryCall } from './factoryCall.ts';
import { selected } from '../references.ts';
import { lineAround } from './list.ts';
import { callGiven } from './mappings.ts';
import { replacing } from './movedTogether.ts';
import { patchLookup } from './patchLookup.ts';
import type { Patch } from './patches.ts';
import type { Planning } from './planning.ts';
import { readWhenItRuns } from './readWhenItRuns.ts';

/**
 * Who puts a double of its own where a call that loses or gets its `await` finds what it calls, as a reason: the double would have
 * to change with it. Where `patch` makes it, it is made after what the name is then.
 *
 * @param isInTheWay which doubles count
 */
export function awaitedDouble(
  planning: Planning,
  reference: Reference,
  change: FactoryCall['await'],
  isInTheWay: DoubleTest = isGiven,
): string | undefined {
  const { analysis, context, environment } = planning;
  if (context.facts.language !== 'python' || change === 'keep') return undefined;
  const lookup = patchLookup(analysis, environment);
  const doubt =
    change === 'add' ? 'its double may be nothing that can be awaited' : 'its double may have to be awaited';
  for (const { module, name } of readWhenItRuns(planning, reference)) {
    const patch = replacing(lookup, module, name).find(
      (each) => lookup.reaches(each, context.file) && isInTheWay(analysis, each),
    );
    if (patch) return `${patch.file} patches ${module.id}.${name}, and ${doubt}: change both by hand`;
  }
  return undefined;
}

/** Whether the double that a patch puts somewhere would have to change. */
export type DoubleTest = (analysis: Analysis, patch: Patch) => boolean;

/** A double that `patch` does not make itself may be anything. */
const isGiven: DoubleTest = (analysis, patch) => !isMadeByPatch(analysis, patch);

/** A double of which it is plain that calls of it are awaited: an `AsyncMock`, or a function that is async. */
export const isAwaitable: DoubleTest = (analysis, { file, offset }) => {
  const { facts, text } = analysis.read(file)!;
  const given = callGiven(facts, { start: offset, end: offset + 1 })?.call;
  // A statement that sets a name of a module seldom has more than a line.
  const stretch = given?.argumentsSpan ?? lineAround(text, offset);
  return selected(facts.references, { startsIn: stretch }).some((reference) => {
    if (isAsyncMock(reference.members.at(-1) ?? reference.name)) return true;
    const double = analysis.graph.referenced(file, reference).at(-1);
    if (double?.kind !== 'definition') return false;
    const { binding } = double;
    if (binding.kind === 'function') return binding.isAsync;
    return binding.kind === 'variable' && isAsyncMock(binding.calls ?? '');
  });
};

function isAsyncMock(callee: string): boolean {
  return /(^|\.)AsyncMock$/.test(callee);
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
