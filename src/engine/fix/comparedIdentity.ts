import type { FileFacts } from '../facts.ts';
import { lineAround } from './list.ts';
import { usesOf, type Planning } from './planning.ts';

/**
 * Why an imported name is there for the sake of where it comes from: a test asks whether it is the very object that another
 * import brings. Moved, the question would answer itself.
 */
export function comparedIdentity(
  { context, text }: Planning,
  index: number,
  position: number,
): string | undefined {
  const { facts } = context;
  if (facts.language !== 'python' || !context.isTest()) return undefined;
  const { local } = facts.imports[index]!.names[position]!;
  const isCompared = usesOf(context, index, position).some((use) => isAskedFor(text, facts, use));
  return isCompared
    ? `${local!} is compared with another object by identity: where it is imported from is what is tested`
    : undefined;
}

/** `X is Y`, `assertIs(X, Y)`, `id(X)`; not `X is None`. */
function isAskedFor(text: string, { references }: FileFacts, use: number): boolean {
  const { argumentOf = '', span } = references.at(use);
  if (/(^|\.)(assertIs|assertIsNot|id)$/.test(argumentOf)) return true;
  const line = lineAround(text, span.start);
  return (
    /\bis(\s+not)?\s+$/.test(text.slice(line.start, span.start)) ||
    /^\s*is\s+(?!(not\s+)?None\b)/.test(text.slice(span.end, line.end))
  );
}
