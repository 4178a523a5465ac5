import type { FileFacts, ImportFact } from '../facts.ts';
import { rebindersOf } from '../graph/rebindings.ts';
import { isDeleted } from '../graph/surelyBound.ts';
import { inOneCell } from '../notebook/cellsOfFacts.ts';
import { lineAround } from './list.ts';
import { wholeLine } from './dropUnused.ts';
import { commentsOf, hasCommentForNextLine } from './renderNames.ts';
import type { Source } from '../source.ts';
import { swallowedBy } from '../surroundings.ts';
import type { Span } from '../text.ts';
import { broughtBy, openChange, type OpenChange, type Planning } from './planning.ts';

/** Longer lines are not made longer still: such an import keeps a statement of its own. */
const longestLine = 88;

/**
 * Lets names that move go into an import of the canonical module that stands in the same block: those of a statement that moves as
 * a whole, and in TypeScript, whose imports are made before anything runs, those that leave a statement behind and
 * into an import further down, too. A statement with a comment, or with one above it, keeps its line; so does one
 * whose names are bound elsewhere too.
 */
export function mergeImports(planning: Planning): void {
  const { changes, context } = planning;
  const { imports } = context.facts;
  const inOrder = [...changes.keys()].sort(
    (a, b) => imports[a]!.statement.start - imports[b]!.statement.start,
  );
  for (const index of inOrder) {
    const change = changes.get(index)!;
    if (change.removedLine || !isMergeable(planning, imports[index]!)) continue;
    const source = soleDestination(planning, imports[index]!, change);
    if (source) mergeWhole(planning, index, source);
    else if (context.facts.language === 'typescript')
      for (const each of new Set(broughtBy(change).map((brought) => brought.source)))
        mergeApart(planning, index, each);
  }
}

function isMergeable({ context, text }: Planning, { form, statement, moduleSpan }: ImportFact): boolean {
  if (context.facts.language === 'python') return form === 'from';
  // A tag of a comment brings its names to the comments alone; attributes are of the module that has them.
  const isPlain = text[statement.start] !== '@' && statement.end - moduleSpan.end <= 2;
  return (form === 'from' || form === 'reexport') && isPlain;
}

/** The whole statement goes, and its line with it. */
function mergeWhole(planning: Planning, index: number, source: Source): void {
  const { changes, context, text } = planning;
  const change = changes.get(index)!;
  const fact = context.facts.imports[index]!;
  const line = wholeLine(text, fact.statement)?.[0]!.span;
  if (!line || hasCommentAbove(text, fact)) return;
  const into = placeFor(planning, index, source);
  if (into === undefined) return;
  for (const { written } of broughtBy(change))
    take(planning, into, source, writtenIn(planning, into, index, written));
  change.removedLine = line;
}

/** The names of one source leave for an import that is there already, in place of a statement of their own. */
function mergeApart(planning: Planning, index: number, source: Source): void {
  const { changes, context, text } = planning;
  const { facts, graph, file } = context;
  const fact = facts.imports[index]!;
  const change = changes.get(index)!;
  if (graph.target(file, fact).id === source.canonical.id) return;
  const moved = [...change.leaving].filter(([, brought]) => brought?.source === source);
  const added = [...change.added].filter(([, of]) => of === source);
  const isAll =
    change.leaving.size === fact.names.length &&
    broughtBy(change).every((brought) => brought.source === source);
  if (
    isAll ||
    hasCommentForNextLine(text, fact) ||
    moved.some(([position]) => hasComments(text, fact, position))
  )
    return;
  const into = placeFor(planning, index, source);
  if (into === undefined) return;
  for (const [position, brought] of moved) {
    take(planning, into, source, writtenIn(planning, into, index, brought!.written));
    change.leaving.set(position, null);
  }
  for (const [written] of added) {
    take(planning, into, source, writtenIn(planning, into, index, written));
    change.added.delete(written);
  }
}

function hasComments(text: string, fact: ImportFact, position: number): boolean {
  const { comment, above } = commentsOf(text, fact, position);
  return comment !== '' || above.length > 0;
}

function take(planning: Planning, into: number, source: Source, written: string): void {
  const there = new Set(namesAfter(planning, into, source));
  if (!there.has(written)) openChange(planning, into).added.set(written, source);
}

/** The one source whose canonical module all names of a statement go to; undefined where one stays, or is dropped. */
function soleDestination(
  { context }: Planning,
  { names }: ImportFact,
  change: OpenChange,
): Source | undefined {
  const isPython = context.facts.language === 'python';
  const leave = names.every(({ name }, position) =>
    isPython ? name !== 'default' && change.leaving.get(position) : change.leaving.has(position),
  );
  const sources = new Set(broughtBy(change).map(({ source }) => source));
  return leave && sources.size === 1 ? [...sources][0] : undefined;
}

/** The first import that can take what the one at `index` has for `source`. */
function placeFor(planning: Planning, index: number, source: Source): number | undefined {
  const into = planning.context.facts.imports.findIndex(
    (_, other) => other !== index && canTake(planning, other, index, source),
  );
  return into < 0 ? undefined : into;
}

/** Whether the import at `into` can take the names of the one at `index` that go to `source`. */
function canTake(planning: Planning, into: number, index: number, source: Source): boolean {
  const { context, changes, text } = planning;
  const { facts, graph, file } = context;
  const fact = facts.imports[into]!;
  const moved = facts.imports[index]!;
  const isAbove = fact.statement.start < moved.statement.start;
  if (
    !isMergeable(planning, fact) ||
    fact.form !== moved.form ||
    fact.block !== moved.block ||
    !inOneCell(facts, fact.statement.start, moved.statement.start) ||
    (facts.language === 'python' && !isAbove) ||
    fact.names.length === 0 ||
    fact.names.some(({ name }) => name === '*')
  )
    return false;
  const names = goingTo(changes.get(index)!, source);
  if (!isForSame(facts, fact, moved, names) || !keepsOrder(facts, fact, moved)) return false;
  const known = changes.get(into);
  if (known?.removedLine) return false;
  const isCanonical = graph.target(file, fact).id === source.canonical.id;
  if (!isCanonical && !(isAbove && known && soleDestination(planning, fact, known) === source)) return false;
  if (!bindsNothingElse(planning, into, index, source)) return false;
  if (
    facts.language === 'python' &&
    (mayBeRebound(planning, fact, moved) || mayFailBetween(planning, fact, moved))
  )
    return false;
  const line = lineAround(text, fact.names.at(-1)!.span.end);
  const isOneLine = fact.statement.end <= line.end && fact.statement.start >= line.start;
  const more = [...(known?.added.keys() ?? []), ...names];
  return !isOneLine || fact.statement.end - line.start + more.join(', ').length + 2 <= longestLine;
}

/** What a change brings of one source. */
function goingTo(change: OpenChange, source: Source): string[] {
  return broughtBy(change).flatMap((brought) => (brought.source === source ? [brought.written] : []));
}

/** Whether both statements are for types alone, or neither is: a name that is for types alone can say so in braces. */
function isForSame(facts: FileFacts, into: ImportFact, moved: ImportFact, names: readonly string[]): boolean {
  // A default and names cannot stand together in an import of types.
  const hasBraces = into.names.some(({ localSpan, name }) => name !== 'default' || localSpan !== undefined);
  if (into.typeOnly && !hasBraces) return false;
  if (into.typeOnly === moved.typeOnly || facts.language === 'python')
    return into.typeOnly === moved.typeOnly;
  return into.typeOnly
    ? names.every((name) => name.startsWith('type '))
    : into.names.every(({ typeOnly }) => typeOnly);
}

/** A name as the import at `into` writes it. */
function writtenIn({ context }: Planning, into: number, index: number, written: string): string {
  const { imports, language } = context.facts;
  if (language === 'python') return written;
  if (imports[into]!.typeOnly) return written.replace(/^type /, '');
  return imports[index]!.typeOnly && !written.startsWith('type ') ? `type ${written}` : written;
}

/** Whether the canonical module is loaded before and after the same imports for effect as if the names had not moved further. */
function keepsOrder({ imports }: FileFacts, into: ImportFact, moved: ImportFact): boolean {
  const isLoadedThere = into.names.some(({ typeOnly }) => !typeOnly);
  if (moved.typeOnly || (isLoadedThere && into.statement.start < moved.statement.start)) return true;
  const [first, last] = [into, moved].map(({ statement }) => statement.start).sort((a, b) => a - b) as [
    number,
    number,
  ];
  return !imports.some(
    ({ form, statement }) => form === 'side-effect' && statement.start > first && statement.start < last,
  );
}

/** Whether something between two imports of Python may bind a name of the second one without naming it: it would come to count. */
function mayBeRebound(
  { context: { facts, file, graph } }: Planning,
  into: ImportFact,
  { statement, names }: ImportFact,
): boolean {
  const isBetween = ({ start }: Span): boolean => start > into.statement.start && start < statement.start;
  const { stars, writers } = rebindersOf(facts);
  return (
    writers(facts).some(({ span }) => isBetween(span)) ||
    stars.some((star) => {
      if (!isBetween(star.span)) return false;
      const brought = graph.exportedNames(graph.target(file, star), 'python');
      return names.some(({ local }) => local !== undefined && (brought?.has(local) ?? true));
    })
  );
}

/** Whether what stands between two imports of Python may fail and is caught: what moves up would be bound in spite of that. */
function mayFailBetween(
  { context: { facts }, text }: Planning,
  into: ImportFact,
  { block, statement }: ImportFact,
): boolean {
  if (swallowedBy(facts, block, () => true) === undefined) return false;
  const between = text.slice(into.statement.end, statement.start);
  return /^[ \t]*[^\s#;]/m.test(between);
}

/** Whether the moved names are bound by nothing else in their scope, but for the same names of the other statement. */
function bindsNothingElse(planning: Planning, into: number, index: number, source: Source): boolean {
  const { facts } = planning.context;
  const { leaving } = planning.changes.get(index)!;
  const moved = facts.imports[index]!;
  const { scope } = facts.blocks[moved.block]!;
  const names = moved.names.flatMap(({ local, exported }, position) => {
    const brought = leaving.get(position);
    return brought?.source === source ? [[exported ?? local, brought.written] as const] : [];
  });
  const locals = new Map(names);
  const isTakenAway = (name = ''): boolean => isDeleted(facts, { name, scope });
  if (locals.size < names.length || [...locals.keys()].some(isTakenAway)) return false;
  // What is exported twice cannot be read, and binds nothing.
  if (moved.form === 'reexport') return true;
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
