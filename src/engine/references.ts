/** The references of a file by what they are, without making all of them: most files have thousands, and few are asked for. */
import type { Reference, Use } from './facts.ts';
import type { Span } from './text.ts';

/** What a reference has to be; what is left out may be anything. */
export interface Sought {
  readonly names?: ReadonlySet<string>;
  readonly use?: Use;
  readonly block?: number;
  readonly scope?: number;
  /** It begins in this stretch of the text. */
  readonly startsIn?: Span;
  /** It is called, and this stretch stands between the call's parentheses. */
  readonly given?: Span;
}

/** References are told by their index; those of a scope are in source order, but for what a comprehension reads first. */
export interface ReferenceTable {
  /** The one at an index that there is. */
  at(index: number): Reference;
  /** Indices of what is sought, in order. */
  select(sought: Sought): number[];
  /** All of them, for who has to look at each. */
  all(): readonly Reference[];
}

/** The table of references that are there already. */
export function tableOf(references: readonly Reference[]): ReferenceTable {
  return {
    at: (index) => references[index]!,
    all: () => references,
    select(sought) {
      const found: number[] = [];
      for (let index = 0; index < references.length; index++)
        if (isSought(references[index]!, sought)) found.push(index);
      return found;
    },
  };
}

function isSought({ name, use, block, scope, span, call }: Reference, sought: Sought): boolean {
  const { startsIn, given } = sought;
  return (
    (sought.names === undefined || sought.names.has(name)) &&
    (sought.use === undefined || sought.use === use) &&
    (sought.block === undefined || sought.block === block) &&
    (sought.scope === undefined || sought.scope === scope) &&
    (startsIn === undefined || (startsIn.start <= span.start && span.start < startsIn.end)) &&
    (given === undefined ||
      (call !== undefined && call.argumentsSpan.start <= given.start && given.end <= call.argumentsSpan.end))
  );
}

/** The references that are sought, in order. */
export function selected(table: ReferenceTable, sought: Sought): Reference[] {
  return table.select(sought).map((index) => table.at(index));
}
