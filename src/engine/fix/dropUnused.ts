import type { FileFacts } from '../facts.ts';
import { contains, type Span, type TextEdit } from '../text.ts';
import { inOneCell } from '../notebook/cellsOfFacts.ts';
import { linesAround, removeItems } from './list.ts';
import { isNeeded } from './neededNames.ts';
import { usesOf, type PlannedCall, type Planning } from './planning.ts';

/**
 * Names of classes and instances that nothing uses once calls of a factory stand in their place leave their import too. Returns
 * those of the module level.
 */
export function dropUnusedClasses(planning: Planning): string[] {
  const { context, changes, renames } = planning;
  const { facts } = context;
  const dropped: string[] = [];
  for (const [index, change] of changes) {
    const fact = facts.imports[index]!;
    const isGone = (use: number): boolean =>
      isConstructed(planning, use) || (renames.has(use) && change.added.size > 0);
    const unused = fact.names.flatMap(({ local }, position) => {
      if (local === undefined) return [];
      const uses = usesOf(context, index, position);
      if (uses.length === 0 || !uses.every(isGone) || isNeeded(planning, fact.block, local)) return [];
      // A class that takes its new name along with its uses is still used.
      return change.leaving.has(position) && !uses.some((use) => isConstructed(planning, use))
        ? []
        : [{ position, local }];
    });
    if (unused.length === fact.names.length && change.added.size === 0) {
      const line = wholeLine(planning.text, fact.statement)?.[0]!.span;
      if (!line || !hasMore(facts, fact.block, fact.statement)) continue;
      change.removedLine = line;
    }
    for (const { position, local } of unused) {
      change.leaving.set(position, null);
      if (facts.blocks[fact.block]!.scope === 0) dropped.push(local);
    }
  }
  return dropped;
}

/** Whether a use of a class, or of an instance, becomes a call of the factory: `Class.method` keeps the class's name in it. */
export function isConstructed({ calls, context, renames }: Planning, use: number): boolean {
  if (renames.get(use)?.isCall) return true;
  const planned = calls.get(use);
  return planned?.call.replaces === 'class' && !isStillNamed(context.facts, planned);
}

/** Whether a call that changes goes on to name what it names today: `Class()` that becomes `Class.method()`. */
export function isStillNamed({ references }: FileFacts, { call, callee }: PlannedCall): boolean {
  return callee.split('.', 1)[0] === references.at(call.reference).name;
}

/** Removal of imports that only what goes with a changed call has used. */
export interface DroppedImports {
  readonly edits: readonly TextEdit[];
  readonly sites: readonly Span[];
  readonly names: readonly string[];
}

/** Imports whose every use stands in `removed`: a class's name, an argument that the factory does not take, a wrapper. */
export function dropImportsOf(planning: Planning, removed: readonly Span[]): DroppedImports {
  const { context, changes, text } = planning;
  const { facts } = context;
  const edits: TextEdit[] = [];
  const sites: Span[] = [];
  const names: string[] = [];
  if (removed.length === 0 || facts.language !== 'python') return { edits, sites, names };
  for (const [statement, parts] of statements(facts)) {
    const { block } = facts.imports[parts[0]!.index]!;
    if (parts.some(({ index }) => changes.has(index)) || !hasMore(facts, block, statement)) continue;
    if (!removed.some(({ start }) => inOneCell(facts, start, statement.start))) continue;
    const unused = new Set(
      parts.flatMap(({ index, position, local }, at) => {
        const uses = usesOf(context, index, position).map((use) => facts.references.at(use).span);
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
export function hasMore(
  { imports, bindings, references }: FileFacts,
  block: number,
  statement: Span,
): boolean {
  if (block === 0) return true;
  return [...imports, ...bindings, ...references.all()].some(
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
        known[1].push({ index, position, local, span: form === 'module' ? span : own });
  }
  return new Map([...byStart.values()].filter(([, parts]) => parts.length > 0));
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
