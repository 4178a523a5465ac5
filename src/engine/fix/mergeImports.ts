import type { ImportFact } from '../facts.ts';
import { lineAround } from './list.ts';
import { wholeLine } from './dropUnused.ts';
import { openChange, type OpenChange, type Planning } from './planning.ts';

/** Longer lines are not made longer still: such an import keeps a statement of its own. */
const longestLine = 88;

/**
 * Lets statements that move as a whole go into an import of the canonical module that stands before them in the same
 * block. A statement with a comment, or with one above it, keeps its line; so does one whose names are bound elsewhere too.
 */
export function mergeImports(planning: Planning): void {
  const { changes, context } = planning;
  const { imports } = context.facts;
  const inOrder = [...changes.keys()].sort(
    (a, b) => imports[a]!.statement.start - imports[b]!.statement.start,
  );
  for (const index of inOrder) {
    const change = changes.get(index)!;
    const fact = imports[index]!;
    if (fact.form !== 'from' || !movesAsAWhole(fact, change)) continue;
    const line = wholeLine(planning.text, fact.statement)?.[0]!.span;
    if (!line || hasCommentAbove(planning.text, fact)) continue;
    const into = imports.findIndex((_, other) => canTake(planning, other, index, change));
    if (into < 0) continue;
    const target = openChange(planning, into, change.source);
    if (typeof target === 'string') continue;
    const there = new Set(namesAfter(planning, into));
    for (const written of writtenBy(change)) if (!there.has(written)) target.added.add(written);
    change.removedLine = line;
  }
}

function movesAsAWhole({ names }: ImportFact, { leaving }: OpenChange): boolean {
  return names.every(({ name }, position) => name !== 'default' && typeof leaving.get(position) === 'string');
}

function writtenBy({ leaving, added }: OpenChange): string[] {
  return [...leaving.values(), ...added].filter((written) => written !== null);
}

/** Whether the import at `into` can take the names of the one at `index`. */
function canTake(planning: Planning, into: number, index: number, change: OpenChange): boolean {
  const { context, changes, text } = planning;
  const { facts, graph, file } = context;
  const fact = facts.imports[into]!;
  const moved = facts.imports[index]!;
  if (
    fact.form !== 'from' ||
    fact.block !== moved.block ||
    fact.typeOnly !== moved.typeOnly ||
    fact.statement.start >= moved.statement.start ||
    fact.names.length === 0 ||
    fact.names.some(({ name }) => name === '*' || name === 'default')
  )
    return false;
  const known = changes.get(into);
  if (known && (known.source !== change.source || known.removedLine)) return false;
  const isCanonical = graph.target(file, fact).id === change.source.canonical.id;
  if (!isCanonical && !(known && movesAsAWhole(fact, known))) return false;
  if (!bindsNothingElse(planning, into, index, change)) return false;
  const line = lineAround(text, fact.names.at(-1)!.span.end);
  const isOneLine = fact.statement.end <= line.end && fact.statement.start >= line.start;
  const longer = writtenBy(change).join(', ').length + [...(known?.added ?? [])].join(', ').length;
  return !isOneLine || fact.statement.end - line.start + longer + 2 <= longestLine;
}

/** Whether the moved names are bound by nothing else in their scope, but for the same names of the other statement. */
function bindsNothingElse(planning: Planning, into: number, index: number, change: OpenChange): boolean {
  const { facts } = planning.context;
  const moved = facts.imports[index]!;
  const { scope } = facts.blocks[moved.block]!;
  const locals = new Map(moved.names.map(({ local }, position) => [local, change.leaving.get(position)]));
  if (locals.size < moved.names.length) return false;
  const there = new Set(namesAfter(planning, into));
  return facts.bindings
    .filter((binding) => binding.scope === scope && locals.has(binding.name))
    .every(
      (binding) =>
        binding.kind === 'import' &&
        (binding.import === index || (binding.import === into && there.has(locals.get(binding.name) ?? ''))),
    );
}

/** What stands in the import at `index` once its changes are made. */
function namesAfter({ context, changes, text }: Planning, index: number): string[] {
  const change = changes.get(index);
  const stay = context.facts.imports[index]!.names.flatMap(({ span }, position) =>
    change?.leaving.has(position) ? [] : [text.slice(span.start, span.end)],
  );
  return [...stay, ...(change ? writtenBy(change) : [])];
}

function hasCommentAbove(text: string, { statement }: ImportFact): boolean {
  const { start } = lineAround(text, statement.start);
  if (start === 0) return false;
  return /^\s*(#|\/\/|\*|\/\*)/.test(text.slice(lineAround(text, start - 1).start, start));
}
