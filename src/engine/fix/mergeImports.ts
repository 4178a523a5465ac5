import type { ImportFact } from '../facts.ts';
import { inOneCell } from '../notebook/cellsOfFacts.ts';
import { lineAround } from './list.ts';
import { wholeLine } from './dropUnused.ts';
import type { Source } from '../source.ts';
import { broughtBy, openChange, type OpenChange, type Planning } from './planning.ts';

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
    const source = fact.form === 'from' ? soleDestination(fact, change) : undefined;
    if (!source) continue;
    const line = wholeLine(planning.text, fact.statement)?.[0]!.span;
    if (!line || hasCommentAbove(planning.text, fact)) continue;
    const into = imports.findIndex((_, other) => canTake(planning, other, index, source));
    if (into < 0) continue;
    const target = openChange(planning, into);
    const there = new Set(namesAfter(planning, into, source));
    for (const { written } of broughtBy(change)) if (!there.has(written)) target.added.set(written, source);
    change.removedLine = line;
  }
}

/** The one source whose canonical module all names of a statement go to; undefined where one stays, or is dropped. */
function soleDestination({ names }: ImportFact, change: OpenChange): Source | undefined {
  const leave = names.every(({ name }, position) => name !== 'default' && change.leaving.get(position));
  const sources = new Set(broughtBy(change).map(({ source }) => source));
  return leave && sources.size === 1 ? [...sources][0] : undefined;
}

/** Whether the import at `into` can take the names of the one at `index`, which all go to `source`. */
function canTake(planning: Planning, into: number, index: number, source: Source): boolean {
  const { context, changes, text } = planning;
  const { facts, graph, file } = context;
  const fact = facts.imports[into]!;
  const moved = facts.imports[index]!;
  if (
    fact.form !== 'from' ||
    fact.block !== moved.block ||
    !inOneCell(facts, fact.statement.start, moved.statement.start) ||
    fact.typeOnly !== moved.typeOnly ||
    fact.statement.start >= moved.statement.start ||
    fact.names.length === 0 ||
    fact.names.some(({ name }) => name === '*' || name === 'default')
  )
    return false;
  const known = changes.get(into);
  if (known?.removedLine) return false;
  const isCanonical = graph.target(file, fact).id === source.canonical.id;
  if (!isCanonical && !(known && soleDestination(fact, known) === source)) return false;
  if (!bindsNothingElse(planning, into, index, source)) return false;
  const line = lineAround(text, fact.names.at(-1)!.span.end);
  const isOneLine = fact.statement.end <= line.end && fact.statement.start >= line.start;
  const more = [
    ...(known?.added.keys() ?? []),
    ...broughtBy(changes.get(index)!).map(({ written }) => written),
  ];
  return !isOneLine || fact.statement.end - line.start + more.join(', ').length + 2 <= longestLine;
}

/** Whether the moved names are bound by nothing else in their scope, but for the same names of the other statement. */
function bindsNothingElse(planning: Planning, into: number, index: number, source: Source): boolean {
  const { facts } = planning.context;
  const { leaving } = planning.changes.get(index)!;
  const moved = facts.imports[index]!;
  const { scope } = facts.blocks[moved.block]!;
  const locals = new Map(moved.names.map(({ local }, position) => [local, leaving.get(position)?.written]));
  if (locals.size < moved.names.length) return false;
  const there = new Set(namesAfter(planning, into, source));
  return facts.bindings
    .filter((binding) => binding.scope === scope && locals.has(binding.name))
    .every(
      (binding) =>
        binding.kind === 'import' &&
        (binding.import === index || (binding.import === into && there.has(locals.get(binding.name) ?? ''))),
    );
}

/** What the import at `index` brings of `source` once its changes are made. */
function namesAfter({ context, changes, text }: Planning, index: number, source: Source): string[] {
  const change = changes.get(index);
  const stay = context.facts.imports[index]!.names.flatMap(({ span }, position) =>
    change?.leaving.has(position) ? [] : [text.slice(span.start, span.end)],
  );
  const brought = change ? broughtBy(change) : [];
  return [...stay, ...brought.flatMap((each) => (each.source === source ? [each.written] : []))];
}

function hasCommentAbove(text: string, { statement }: ImportFact): boolean {
  const { start } = lineAround(text, statement.start);
  if (start === 0) return false;
  return /^\s*(#|\/\/|\*|\/\*)/.test(text.slice(lineAround(text, start - 1).start, start));
}
