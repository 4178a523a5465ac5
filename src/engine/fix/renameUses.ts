import type { Analysis } from '../analysis.ts';
import type { Binding, FileFacts, Reference } from '../facts.ts';
import { isBoundBeside, isDeleted, isSurelyBound } from '../graph/surelyBound.ts';
import type { FileContext } from '../rule.ts';
import type { Source } from '../source.ts';
import type { Span, TextEdit } from '../text.ts';
import type { FilePlan } from './filePlan.ts';
import { inOneCell } from '../notebook/cellsOfFacts.ts';
import { isNeeded } from './neededNames.ts';
import { isSameObject, type Plans } from './sameObject.ts';
import { shifted } from './shiftedText.ts';
import type { Planning } from './planning.ts';

/** A name that is read and gets another one: `compat.SocketHub` becomes `SocketHub`. */
export interface RenamedUse {
  /** Index of the reference. */
  readonly reference: number;
  /** How many of its members the new name stands for as well. */
  readonly members: number;
  /** The new name, dotted where it is reached through a module. */
  readonly text: string;
  /** Whether it means another object then, and that is what was asked for. */
  readonly isIntended: boolean;
  /** What is written is a call, where a name was read. */
  readonly isCall?: boolean;
}

export type RenderedUses =
  | { readonly ok: true; readonly edits: readonly TextEdit[]; readonly sites: readonly Span[] }
  | { readonly ok: false; readonly reason: string };

/** Edits of the names themselves, and the references in which they stand. */
export function renderRenames({ context, renames, text }: Planning): RenderedUses {
  const edits: TextEdit[] = [];
  const sites: Span[] = [];
  for (const renamed of renames.values()) {
    const reference = context.facts.references.at(renamed.reference);
    const written = dotted(reference, renamed.members);
    sites.push(reference.span);
    // What is reached through another module now may be written as before.
    if (written === renamed.text) continue;
    const span = writtenSpan(text, reference, renamed.members);
    if (!span) return { ok: false, reason: `${written} is not written in one piece` };
    edits.push({ span, text: renamed.text });
  }
  return { ok: true, edits, sites };
}

/** Where a name and its first members stand; undefined where white space or a comment stands between them. */
function writtenSpan(text: string, reference: Reference, members: number): Span | undefined {
  const { start, end: nameEnd } = reference.nameSpan;
  let end = nameEnd;
  for (const member of reference.members.slice(0, members)) {
    const written = [`.${member}`, `['${member}']`, `["${member}"]`].find((each) =>
      text.startsWith(each, end),
    );
    if (written === undefined) return undefined;
    end += written.length;
  }
  return { start, end };
}

function dotted({ name, members }: Reference, count: number): string {
  return [name, ...members.slice(0, count)].join('.');
}

/** A name that was renamed and would mean another object than before, as a reason. */
export function changedUse(
  before: Analysis,
  after: Analysis,
  plan: FilePlan,
  plans: Plans,
): string | undefined {
  const { file } = plan;
  const { references } = before.read(file)!.facts;
  const now = new Map(
    after
      .read(file)!
      .facts.references.all()
      .map((each) => [each.nameSpan.start, each]),
  );
  for (const { reference: index, members, isIntended, isCall } of plan.renamed) {
    const reference = references.at(index);
    const here = now.get(shifted(plan, reference.nameSpan.start));
    // What was an attribute of a module is a name of its own then.
    const use = isCall
      ? 'call'
      : reference.use === 'attribute' && members === reference.members.length
        ? here?.use
        : reference.use;
    if (!here || here.use !== use || here.use === 'delete')
      return `${reference.name} would be read differently`;
    if (isIntended) continue;
    const was = before.graph.referenced(file, reference).at(-1)!;
    const is = after.graph.referenced(file, here).at(-1)!;
    if (!isSameObject(was, is, plans))
      return `${[reference.name, ...reference.members].join('.')} would mean another object`;
  }
  return undefined;
}

/**
 * Whether all uses of the name that an import binds can take another one: nobody else needs it, each means this import
 * alone, and the new name is free where they stand.
 */
export function canRename(
  planning: Planning,
  index: number,
  uses: readonly number[],
  local: string,
  name: string,
): boolean {
  const { facts } = planning.context;
  const { block, statement } = facts.imports[index]!;
  if (isNeeded(planning, block, local)) return false;
  if (!uses.every((use) => inOneCell(facts, statement.start, facts.references.at(use).span.start)))
    return false;
  if (isDeclared(facts, local) || !isFreeAtImport(planning.context, index, name)) return false;
  // A name that `__all__` lists without binding it would be exported from then on.
  if (facts.all === 'computed' || facts.all?.includes(name)) return false;
  return uses.every((use) => {
    const reference = facts.references.at(use);
    return (
      reference.shorthand === undefined &&
      isFreeAt(planning.context, reference, name) &&
      planning.context.graph.bindingsOf(planning.context.file, reference).length === 1
    );
  });
}

/** `global name` and `nonlocal name` write a name where no reference shows it. */
export function isDeclared({ blocks }: FileFacts, name: string): boolean {
  return blocks.some(
    ({ globals = [], nonlocals = [] }) => globals.includes(name) || nonlocals.includes(name),
  );
}

/** Whether nothing binds `name` where a reference stands. */
export function isFreeAt({ graph, file }: FileContext, reference: Reference, name: string): boolean {
  return graph.bindingsOf(file, { ...reference, name, members: [] }).length === 0;
}

/** Whether nothing binds `name` where an import stands. */
export function isFreeAtImport({ facts, graph, file }: FileContext, index: number, name: string): boolean {
  const { block, statement } = facts.imports[index]!;
  const here: Reference = {
    name,
    members: [],
    span: statement,
    nameSpan: statement,
    block,
    scope: facts.blocks[block]!.scope,
    use: 'bare',
    space: 'value',
  };
  return graph.bindingsOf(file, here).length === 0;
}

/**
 * Whether `name` is there where a reference stands, and means the canonical module's own of that name wherever it could.
 *
 * @param index the import that brings what the reference means today
 */
export function isCanonicalAt(
  context: FileContext,
  source: Source,
  reference: Reference,
  name: string,
  index: number,
): boolean {
  const bindings = canonicalBindings(context, source, reference, name);
  return bindings !== undefined && isThere(context, bindings, reference, index);
}

/** Whether `name` means that wherever a reference could mean it, be it there by then or not. */
export function isCanonicalPerhaps(
  context: FileContext,
  source: Source,
  reference: Reference,
  name: string,
): boolean {
  return canonicalBindings(context, source, reference, name) !== undefined;
}

/**
 * Whether one more import of the canonical module's `name` at the import of `index` would say what all others of that name
 * say that a reference could mean: those that bind it further down, or only perhaps.
 */
export function isCanonicalIfImported(
  context: FileContext,
  source: Source,
  reference: Reference,
  name: string,
  index: number,
): boolean {
  const { blocks, imports, language } = context.facts;
  const { scope } = blocks[imports[index]!.block]!;
  return (
    language === 'python' &&
    !isDeleted(context.facts, { name, scope }) &&
    (canonicalBindings(context, source, reference, name)?.every((binding) => binding.scope === scope) ??
      false)
  );
}

/** What a reference of that name could mean, where all of it is the canonical module's own; undefined where nothing is. */
function canonicalBindings(
  { graph, file, facts }: FileContext,
  source: Source,
  reference: Reference,
  name: string,
): readonly Binding[] | undefined {
  const bindings = graph.bindingsOf(file, { ...reference, name, members: [] });
  const isCanonical = (binding: Binding): boolean => {
    if (binding.kind !== 'import') return false;
    const fact = facts.imports[binding.import]!;
    return (
      graph.target(file, fact).id === source.canonical.id &&
      fact.names[binding.imported]!.name === name &&
      (!fact.typeOnly || reference.use === 'annotation')
    );
  };
  return bindings.length > 0 && bindings.every(isCanonical) ? bindings : undefined;
}

/**
 * Whether one of the bindings is made by then. An annotation may be read when the program runs: what is bound for type checkers
 * alone does for one that has no more than that today.
 */
function isThere(
  context: FileContext,
  bindings: readonly Binding[],
  reference: Reference,
  index: number,
): boolean {
  const { facts, file, graph } = context;
  // TypeScript makes its imports before anything runs, and reads no annotation then.
  if (facts.language === 'typescript') return true;
  const isAsSure = (binding: Binding): boolean =>
    isSurelyBound(facts, binding, reference) ||
    isBoundBeside(facts, binding, facts.imports[index]!, reference);
  if (bindings.some(isAsSure)) return true;
  const isForTypes = (binding: Binding): boolean =>
    binding.kind === 'import' && facts.imports[binding.import]!.typeOnly;
  return bindings.some(isForTypes) && graph.bindingsOf(file, reference).every(isForTypes);
}
