import type { Analysis } from '../analysis.ts';
import { unknown, type Origin } from '../graph/origin.ts';
import type { FilePlan } from './filePlan.ts';
import { isSameObject, type Plans } from './sameObject.ts';

/** A string of a plan that would name nothing, or another object than it does now, as a reason. */
export function changedString(
  before: Analysis,
  after: Analysis,
  { file, strings }: FilePlan,
  plans: Plans,
): string | undefined {
  if (before.read(file)!.facts.language !== 'python') return undefined;
  for (const { from, to, isSame } of strings) {
    const is = namedBy(after, to);
    if (is.kind === 'missing') return `the string would name ${to}, which is not there`;
    const was = namedBy(before, from);
    if (isSame && (was.kind === 'definition' || was.kind === 'module') && !isSameObject(was, is, plans))
      return `the string would name another object in ${to}`;
  }
  return undefined;
}

/** What a dotted path leads to, by the longest beginning of it that is a module. */
function namedBy({ graph, modules }: Analysis, dotted: string): Origin {
  const parts = dotted.split('.');
  for (let length = parts.length; length > 0; length--) {
    const module = modules.python.resolveId(parts.slice(0, length).join('.'));
    if (module.kind !== 'file' && module.kind !== 'namespace') continue;
    return parts.slice(length).reduce<Origin>((origin, name) => graph.member(origin, name), {
      kind: 'module',
      target: module,
      steps: [],
    });
  }
  return unknown(`${dotted} is no module of this project`);
}
