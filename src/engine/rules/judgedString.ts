import type { StringFact } from '../facts.ts';
import { definitionKey, type Origin } from '../graph/origin.ts';
import { violatedSource } from '../ownership.ts';
import type { FileContext } from '../rule.ts';
import type { Source } from '../source.ts';
import type { ViolationItem } from '../violation.ts';

/** What a string names, judged. `items` are the owned names. */
export interface Judged {
  readonly source: Source;
  readonly module: string;
  readonly message: string;
  readonly items: readonly ViolationItem[];
  readonly why: string;
  readonly title?: string;
}

export const severalPieces = 'the string is written in several pieces, or with escapes';

export function isOnePiece({ value, contentSpan }: StringFact): boolean {
  return value.length === contentSpan.end - contentSpan.start;
}

/**
 * The source that owns what a string names. Stricter than for imports: what an implementing module merely uses itself, such
 * as a logger or a helper from elsewhere, is patched where it is used and nowhere else.
 */
export function ownerByName(
  context: FileContext,
  module: string,
  name: string,
  today: Origin,
): Source | undefined {
  const source = violatedSource(context, module, name, today);
  if (!source) return undefined;
  const { config, ownedDefinitions } = source;
  const isNamed = [
    ...config.classes,
    ...config.legacyFactories,
    ...config.singletons,
    config.factory?.name,
    config.typeName,
  ].includes(name);
  if (isNamed || today.kind === 'missing') return source;
  return today.kind === 'definition' && ownedDefinitions.has(definitionKey(today)) ? source : undefined;
}
