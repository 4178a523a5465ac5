import type { Analysis } from '../analysis.ts';
import { languageOf } from '../graph/moduleGraph.ts';
import { definitionKey, type Origin } from '../graph/origin.ts';
import type { Span } from '../text.ts';
import { entryIdOf } from './entries.ts';
import { entryKindOf, type EntryKind } from './kinds.ts';
import { createTrackedSet, isMadeByType, type Tracked } from './tracked.ts';

/** Something that an inventory counts the uses of, where a file defines it or hands it out as the canonical module. */
export interface Truth {
  /** Of the inventory's entry. */
  readonly id: string;
  readonly kind: EntryKind;
  readonly what: Tracked['what'];
  readonly span: Span;
}

/** Doubles of tests and what the canonical files keep for themselves are no state of the migration. */
const isWorthTelling: ReadonlySet<EntryKind> = new Set(['canonical', 'undecided', 'double', 'rogue']);

/**
 * What one file has of the sources, in the order of the text: its definitions, and in a canonical module the names under which
 * it hands out those of others. It takes no inventory: what a name means is asked of the graph alone.
 */
export function truthsIn(analysis: Analysis, file: string): Truth[] {
  const facts = analysis.read(file)?.facts;
  if (!facts) return [];
  const { graph, sources } = analysis;
  const language = languageOf(file);
  const tracked = createTrackedSet(analysis);
  const id = analysis.modules[language].idOf(file);
  const isCanonical = sources.some(({ canonical }) => canonical.id === id);
  const found = new Map<string, Truth>();

  function add(origin: Origin, name: string, span: Span): void {
    if (origin.kind !== 'definition') return;
    const known = tracked.take(origin, name);
    const seen = known && analysis.context(origin.file);
    if (!seen) return;
    const kind = entryKindOf(known, seen.facts, seen.isTest());
    const key = `${definitionKey(origin)} ${name}`;
    if (isWorthTelling.has(kind) && !found.has(key))
      found.set(key, { id: entryIdOf(analysis, origin), kind, what: known.what, span });
  }

  for (const binding of facts.bindings) {
    const { kind, name, span, scope } = binding;
    if (
      kind === 'class' ||
      isMadeByType(binding) ||
      (scope === 0 && (kind === 'function' || kind === 'variable'))
    )
      add({ kind: 'definition', file, name, binding, steps: [] }, name, span);
    else if (isCanonical && scope === 0 && tracked.isTelling(language, name))
      add(graph.exported({ kind: 'file', id, file }, name, language), name, span);
  }
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}
