import type { Analysis } from '../analysis.ts';
import type { ImportFact } from '../facts.ts';
import type { FileContext } from '../rule.ts';
import type { Source } from '../source.ts';
import type { Span } from '../text.ts';
import type { FixEnvironment } from './environment.ts';
import type { FactoryCall } from './factoryCall.ts';
import type { MovedString } from './moveString.ts';

/** A plan for one file as it is being put together. Spans and indices are of the file as it stands. */
export interface Planning {
  readonly analysis: Analysis;
  readonly context: FileContext;
  readonly environment: FixEnvironment;
  readonly text: string;
  /** What happens to imports, by their index. */
  readonly changes: Map<number, OpenChange>;
  /** Calls that become calls of a factory, by the index of their reference. */
  readonly calls: Map<number, PlannedCall>;
  /** Calls that keep what they call and lose or get their `await`, by the index of their reference. */
  readonly awaits: Map<number, 'add' | 'drop'>;
  /** Strings that name something else than before, by their index. */
  readonly strings: Map<number, MovedString>;
}

export interface PlannedCall {
  readonly call: FactoryCall;
  /** What the factory is called there. */
  readonly callee: string;
}

/** A change of one import as it is being put together. */
export interface OpenChange {
  readonly source: Source;
  /** What stands for a name in the import from the canonical module, by position; null for a name that is not needed. */
  readonly leaving: Map<number, string | null>;
  readonly added: Set<string>;
  /** The line of a statement whose names all go into another one. */
  removedLine?: Span;
}

/** The change of the import at `index`, begun if need be; a reason where it cannot be. */
export function openChange({ changes }: Planning, index: number, source: Source): OpenChange | string {
  const known = changes.get(index);
  if (known)
    return known.source === source
      ? known
      : 'the statement imports names of two sources, which are moved one after the other';
  const change: OpenChange = { source, leaving: new Map(), added: new Set() };
  changes.set(index, change);
  return change;
}

/** Whether another statement of the scope of the import at `index` gets `name` by this plan, and stands before `offset`. */
export function isBroughtFor(
  { changes, context }: Planning,
  index: number,
  name: string,
  offset: number,
): boolean {
  const { blocks, imports } = context.facts;
  const own = imports[index]!.block;
  const { scope } = blocks[own]!;
  return [...changes].some(([other, { added, leaving }]) => {
    const { block, statement } = imports[other]!;
    return (
      other !== index &&
      (block === own || block === scope) &&
      statement.start < offset &&
      (added.has(name) || [...leaving.values()].includes(name))
    );
  });
}

/** Indices of the references that can mean the name which an import binds. */
export function usesOf({ facts, graph, file }: FileContext, index: number, position: number): number[] {
  const { local } = facts.imports[index]!.names[position]!;
  return facts.references.flatMap((reference, at) =>
    reference.name === local &&
    graph
      .bindingsOf(file, reference)
      .some(
        (binding) => binding.kind === 'import' && binding.import === index && binding.imported === position,
      )
      ? [at]
      : [],
  );
}

/** A name as the file writes it, with its alias. */
export function writtenName(
  { facts }: FileContext,
  index: number,
  position: number,
  nameThere?: string,
): string {
  const fact: ImportFact = facts.imports[index]!;
  const { name, local, localSpan, exported, typeOnly } = fact.names[position]!;
  const written = nameThere ?? name;
  const alias = exported ?? (localSpan || written !== name ? local : undefined);
  const type = typeOnly && !fact.typeOnly && facts.language === 'typescript' ? 'type ' : '';
  return `${type}${written}${alias === undefined || alias === written ? '' : ` as ${alias}`}`;
}
