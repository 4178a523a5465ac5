import type { Analysis } from '../analysis.ts';
import { definitionKey } from '../graph/origin.ts';
import { linesOf, placeIn } from '../placeIn.ts';
import type { Source } from '../source.ts';
import type { Span } from '../text.ts';
import type { PlacedUse } from './uses.ts';

/**
 * Right uses in one file that no inventory lists, because it follows what looks like a source: all else that a canonical module
 * has, such as a helper of it, and calls of a factory that is a method.
 *
 * @param isListed whether the inventory has `module.name`
 */
export function otherUses(
  analysis: Analysis,
  file: string,
  isListed: (dotted: string) => boolean,
): PlacedUse[] {
  const snapshot = analysis.read(file);
  const context = analysis.context(file);
  if (!snapshot || !context) return [];
  const { sources } = context;
  const { facts } = snapshot;
  const starts = linesOf(snapshot);
  const found: PlacedUse[] = [];
  const add = (source: Source, name: string, measure: PlacedUse['measure'], span: Span): void => {
    const { range } = placeIn(snapshot, starts, span);
    found.push({ source: source.config.id, name, measure, file, range });
  };

  for (const [index, fact] of facts.imports.entries()) {
    const target = analysis.graph.target(file, fact);
    const source = sources.find(({ canonical }) => canonical.kind === 'file' && canonical.id === target.id);
    if (!source) continue;
    for (const [position, { name, span }] of fact.names.entries()) {
      if (name === '*' || isListed(`${source.truth}.${name}`)) continue;
      const origin = analysis.graph.imported(file, index, position);
      if (origin.kind === 'definition' && source.ownedDefinitions.has(definitionKey(origin)))
        add(source, name, 'imports', span);
    }
  }

  const methods = sources.filter(({ factory, config }) => factory && config.factory?.name.includes('.'));
  if (methods.length === 0) return found;
  const ends = new Map(methods.map((source) => [source.factory!.name.split('.').at(-1)!, source]));
  for (const reference of facts.references.all()) {
    if (reference.use !== 'call') continue;
    const source = ends.get(reference.members.at(-1) ?? '');
    if (!source) continue;
    const origins = analysis.graph.referenced(file, reference);
    const last = origins.length === reference.members.length + 1 ? origins.at(-1) : undefined;
    if (last?.kind === 'definition' && definitionKey(last) === definitionKey(source.factory!.definition))
      add(source, source.factory!.name, 'calls', reference.span);
  }
  return found;
}
