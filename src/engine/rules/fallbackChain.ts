import { counterpartOf } from '../counterpart.ts';
import type { ImportFact } from '../facts.ts';
import { blockChain } from '../graph/guards.ts';
import { violatedSource } from '../ownership.ts';
import type { FileContext } from '../rule.ts';
import type { Source } from '../source.ts';
import { importHandlersOf } from '../surroundings.ts';

/**
 * Why an import may not become one of `name` from the canonical module of `source`: it is one branch of a `try` that
 * asks which of several imports succeeds, and another branch imports the same, or would once it is fixed as well. Then
 * nothing would be asked any more, and the handler could never help.
 */
export function fallbackObstacle(
  context: FileContext,
  fact: ImportFact,
  source: Source,
  name: string,
): string | undefined {
  const { facts } = context;
  const { scope } = facts.blocks[fact.block]!;
  for (const index of blockChain(facts, fact.block)) {
    if (index === scope) break;
    const { kind, of } = facts.blocks[index]!;
    const tried = kind === 'try' ? index : kind === 'except' ? of : undefined;
    if (tried === undefined) continue;
    const handlers = importHandlersOf(facts, tried);
    const branches = kind === 'try' ? handlers : handlers.includes(index) ? [tried] : [];
    const same = facts.imports.find(
      (other) =>
        other !== fact &&
        blockChain(facts, other.block).some((block) => branches.includes(block)) &&
        becomes(context, other, source, name),
    );
    if (!same) continue;
    return kind === 'try'
      ? `the fallback for it imports ${name} of ${source.config.module} too, or would: the whole try has to be decided at once`
      : `it is the fallback of an import of ${name} of ${source.config.module}, or of what would become one: the whole try has to be decided at once`;
  }
  return undefined;
}

/** Whether an import brings `name` of the canonical module, today or once it is fixed. */
function becomes(context: FileContext, fact: ImportFact, source: Source, name: string): boolean {
  if (fact.form !== 'from') return false;
  const { facts, file, graph } = context;
  const { id } = graph.target(file, fact);
  const index = facts.imports.indexOf(fact);
  return fact.names.some((imported, position) => {
    if (imported.name === '*') return false;
    if (id === source.canonical.id) return imported.name === name;
    const origin = graph.imported(file, index, position);
    return (
      violatedSource(context, id, imported.name, origin) === source &&
      counterpartOf(source, imported.name, origin, true).name === name
    );
  });
}
