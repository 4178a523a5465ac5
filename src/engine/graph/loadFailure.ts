import type { FileFacts } from '../facts.ts';
import { guardOf } from './guards.ts';
import { describeOrigin, type Origin, type Step } from './origin.ts';

/**
 * Where loading a Python module surely fails, by what stands at its own module level: an import of what is not there, or a
 * `raise`. Undefined where nothing of the kind does; what it imports is not looked into.
 *
 * @param imported what a name of one of its imports is
 */
export function loadFailure(
  file: string,
  facts: FileFacts,
  imported: (index: number, position: number) => Origin,
): Step | undefined {
  const { raisesAt } = facts.blocks[0]!;
  for (const [index, { block, typeOnly, names }] of facts.imports.entries()) {
    if (typeOnly || facts.blocks[block]!.scope !== 0) continue;
    if (guardOf(facts, { block, scope: 0 }, 0).kind !== 'always') continue;
    for (const [position, { name, span }] of names.entries()) {
      const origin = imported(index, position);
      if (origin.kind !== 'missing') continue;
      const what = name === '*' ? 'what' : `${name}, which`;
      return { file, span, says: `imports ${what} is ${describeOrigin(origin)}` };
    }
  }
  return raisesAt === undefined
    ? undefined
    : { file, span: { start: raisesAt, end: raisesAt }, says: 'raises an exception when it is loaded' };
}
