import type { FileFacts } from '../facts.ts';
import { contains, type Span, type TextEdit } from '../text.ts';
import { inOneCell } from '../notebook/cellsOfFacts.ts';
import { linesAround, removeItems } from './list.ts';
import { isNeeded } from './neededNames.ts';
import { usesOf, type Planning } from './planning.ts';

/** Class names that nothing uses once their constructions are gone leave their import too. Returns those of the module level. */
export function dropUnusedClasses(planning: Planning): string[] {
  const { context, changes, calls, renames } = planning;
  const { facts } = context;
  const dropped: string[] = [];
  for (const [index, change] of changes) {
    if (change.added.size === 0) continue;
    const fact = facts.imports[index]!;
    for (const [position, { local }] of fact.names.entries()) {
      if (local === undefined) continue;
      const uses = usesOf(context, index, position);
      const isGone = uses.every((use) => calls.has(use) || renames.has(use));
      if (uses.length === 0 || !isGone || isNeeded(planning, fact.block, local)) continue;
      // A class that takes its new name along with its uses is still used.
      if (change.leaving.has(position) && !uses.some((use) => calls.has(use))) continue;
      change.leaving.set(position, null);
      if (facts.blocks[fact.block]!.scope === 0) dropped.push(local);
    }
  }
  return dropped;
}

/** Removal of imports that only the arguments which are dropped with a construction have used. */
export interface DroppedImports {
  readonly edits: readonly TextEdit[];
  readonly sites: readonly Span[];
  readonly names: readonly string[];
}

/** Imports whose every use stands in `removed`, the arguments that the factory does not take. */
export function dropImportsOf(planning: Planning, removed: readonly Span[]): DroppedImports {
  const { context, changes, text } = planning;
  const { facts } = context;
  const edits: TextEdit[] = [];
  const sites: Span[] = [];
  const names: string[] = [];
  if (removed.length === 0) return { edits, sites, names };
  for (const [statement, parts] of statements(facts)) {
    const { block } = facts.imports[parts[0]!.index]!;
    if (parts.some(({ index }) => changes.has(index)) || !hasMore(facts, block, statement)) continue;
    if (!removed.some(({ start }) => inOneCell(facts, start, statement.start))) continue;
    const unused = new Set(
      parts.flatMap(({ index, position, local }, at) => {
        const uses = usesOf(context, index, position).map((use) => facts.references[use]!.span);
        const isUnused =
          uses.length > 0 &&
          uses.every((use) => removed.some((span) => contains(span, use))) &&
          !isNeeded(planning, block, local);
        return isUnused ? [at] : [];
      }),
    );
    if (unused.size === 0) continue;
    const spans = parts.map(({ span }) => span);
    const gone = unused.size === parts.length ? wholeLine(text, statement) : removeItems(text, spans, unused);
    if (!gone) continue;
    edits.push(...gone);
    sites.push(unused.size === parts.length ? gone[0]!.span : statement);
    if (facts.blocks[block]!.scope === 0) names.push(...[...unused].map((at) => parts[at]!.local));
  }
  return { edits, sites, names };
}

/** Whether a block holds anything besides one of its statements: an empty one could not be read. */
function hasMore({ imports, bindings, references }: FileFacts, block: number, statement: Span): boolean {
  if (block === 0) return true;
  return [...imports, ...bindings, ...references].some(
    (each) => each.block === block && !contains(statement, each.span),
  );
}

interface ImportedPart {
  readonly index: number;
  readonly position: number;
  readonly local: string;
  readonly span: Span;
}

/** The names that each import statement binds; statements that bring more than names are left out. */
function statements(facts: FileFacts): Map<Span, ImportedPart[]> {
  const byStart = new Map<number, [Span, ImportedPart[]]>();
  for (const [index, { form, statement, names, span }] of facts.imports.entries()) {
    if (form !== 'from' && form !== 'module') continue;
    const known = byStart.get(statement.start) ?? [statement, []];
    byStart.set(statement.start, known);
    for (const [position, { local, span: own }] of names.entries())
      if (local !== undefined)
        known[1].push({
          index,
          position,
          local,
          span: facts.language === 'python' && form === 'module' ? span : own,
        });
  }
  // In TypeScript a default and braces are no plain list.
  return new Map(
    [...byStart.values()].filter(([, parts]) => facts.language === 'python' && parts.length > 0),
  );
}

/** The lines of a statement with its line end; undefined where they hold anything else. */
export function wholeLine(text: string, statement: Span): TextEdit[] | undefined {
  const lines = linesAround(text, statement);
  // A byte order mark is none of the white space that may go.
  const isBlank = (start: number, end: number): boolean => /^[ \t\f\r\n]*$/.test(text.slice(start, end));
  const hasComment = /#|\/\/|\/\*/.test(text.slice(statement.start, statement.end));
  return isBlank(lines.start, statement.start) && isBlank(statement.end, lines.end) && !hasComment
    ? [{ span: lines, text: '' }]
    : undefined;
}
