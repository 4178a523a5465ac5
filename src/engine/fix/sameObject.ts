import { sameOrigin, type Origin } from '../graph/origin.ts';
import type { FilePlan } from './filePlan.ts';
import { shifted } from './shiftedText.ts';

/** The plans that are applied together, by their files. */
export type Plans = ReadonlyMap<string, FilePlan>;

/** One object before and after: a definition that moved with the text of its file is still the same. */
export function isSameObject(was: Origin, is: Origin, plans: Plans): boolean {
  const plan = was.kind === 'definition' ? plans.get(was.file) : undefined;
  if (plan && was.kind === 'definition' && is.kind === 'definition' && was.file === is.file)
    return was.name === is.name && shifted(plan, was.binding.span.start) === is.binding.span.start;
  if (was.kind === 'definition' || was.kind === 'module') return sameOrigin(was, is);
  return was.kind === is.kind;
}
