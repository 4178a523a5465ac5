import type { Analysis } from '../analysis.ts';
import type { ImportFact } from '../facts.ts';
import type { Origin } from '../graph/origin.ts';
import type { FileContext } from '../rule.ts';
import type { Source } from '../source.ts';
import type { Span } from '../text.ts';
import type { Violation } from '../violation.ts';
import type { FixEnvironment } from './environment.ts';
import type { AwaitChange, FactoryCall } from './factoryCall.ts';
import type { ImportedAt } from './filePlan.ts';
import type { MovedString } from './moveString.ts';
import type { RenamedUse } from './renameUses.ts';
import type { TogetherIntents } from './movedTogether.ts';

/** A plan for one file as it is being put together. Spans and indices are of the file as it stands. */
export interface Planning {
  readonly analysis: Analysis;
  readonly context: FileContext;
  readonly environment: FixEnvironment;
  readonly text: string;
  readonly violations: readonly Violation[];
  /** What happens to imports, by their index. */
  readonly changes: Map<number, OpenChange>;
  /** Calls that become calls of a factory, by the index of their reference. */
  readonly calls: Map<number, PlannedCall>;
  /** Calls that keep what they call and lose or get their `await`, by the index of their reference. */
  readonly awaits: Map<number, AwaitChange>;
  /** Strings that name something else than before, by their index. */
  readonly strings: Map<number, MovedString>;
  /** Names that are read under another name, by the index of their reference. */
  readonly renames: Map<number, RenamedUse>;
  /** Variables that get another name where they are set, by the index of their binding. */
  readonly variables: Map<number, string>;
  /** Names that the module level loses. */
  readonly dropped: Set<string>;
  /** Imports of canonical names that get a line of their own, in a notebook's cell that needs them. */
  readonly inserted: InsertedImport[];
  /** What moves in other files by the same plan; undefined for a plan of this file alone. */
  readonly together: TogetherIntents | undefined;
  /** Imported names that mean something else then, as was asked for. */
  readonly changed: ImportedAt[];
  /** What names mean that a star import has brought until now; undefined where they may mean something else then. */
  readonly unstarred: Map<string, Origin | undefined>;
}

export interface InsertedImport {
  /** The beginning of the line before which it comes to stand. */
  readonly at: number;
  readonly name: string;
  readonly source: Source;
}

export interface PlannedCall {
  readonly call: FactoryCall;
  /** What the factory is called there. */
  readonly callee: string;
}

/** A change of one import as it is being put together. */
export interface OpenChange {
  /** What stands for a name in the import from a canonical module, by position; null for a name that is not needed. */
  readonly leaving: Map<number, BroughtName | null>;
  /** Names that are brought besides, by what is written for them. */
  readonly added: Map<string, Source>;
  /** A module that is imported takes the place of another one, at the position of its name. */
  retargeted?: { readonly source: Source; readonly position: number };
  /** The names that stand for the star. */
  unstarred?: readonly string[];
  /** The line of a statement whose names all go into another one. */
  removedLine?: Span;
}

/** What an import from a canonical module brings. */
export interface BroughtName {
  readonly source: Source;
  /** With its alias. */
  readonly written: string;
}

/** The change of the import at `index`, begun if need be. */
export function openChange({ changes }: Planning, index: number): OpenChange {
  const known = changes.get(index);
  if (known) return known;
  const change: OpenChange = { leaving: new Map(), added: new Map() };
  changes.set(index, change);
  return change;
}

/** What a change brings from the canonical modules. */
export function broughtBy({ leaving, added }: OpenChange): BroughtName[] {
  return [
    ...[...leaving].sort(([a], [b]) => a - b).flatMap(([, brought]) => (brought ? [brought] : [])),
    ...[...added].map(([written, source]) => ({ source, written })),
  ];
}

/** Whether another statement of the scope of the import at `index` gets `name` by this plan, and stands before `offset`. */
export function isBroughtFor(planning: Planning, index: number, name: string, offset: number): boolean {
  return changesAround(planning, index).some(
    ([other, change]) =>
      other !== index &&
      planning.context.facts.imports[other]!.statement.start < offset &&
      broughtBy(change).some(({ written }) => written === name),
  );
}

/** Whether this plan gives `name` to the scope of the import at `index` as what another source has under that name. */
export function isBroughtForAnother(
  planning: Planning,
  index: number,
  name: string,
  source: Source,
): boolean {
  return changesAround(planning, index).some(([, change]) =>
    broughtBy(change).some((brought) => brought.written === name && brought.source !== source),
  );
}

/** The changes of the statements in the block of the import at `index`, or at the top of its scope. */
function changesAround({ changes, context }: Planning, index: number): [number, OpenChange][] {
  const { blocks, imports } = context.facts;
  const own = imports[index]!.block;
  const { scope } = blocks[own]!;
  return [...changes].filter(([other]) => {
    const { block } = imports[other]!;
    return block === own || block === scope;
  });
}

/** Indices of the references that can mean the name which an import binds. */
export function usesOf(
  { facts, graph, file }: Pick<FileContext, 'facts' | 'graph' | 'file'>,
  index: number,
  position: number,
): number[] {
  const { local } = facts.imports[index]!.names[position]!;
  if (local === undefined) return [];
  return facts.references
    .select({ names: new Set([local]) })
    .filter((at) =>
      graph
        .bindingsOf(file, facts.references.at(at))
        .some(
          (binding) => binding.kind === 'import' && binding.import === index && binding.imported === position,
        ),
    );
}

/** A name as the file writes it in braces, with its alias: `default as local` for a default that stands outside of them. */
export function writtenName(
  { context: { facts }, text }: Pick<Planning, 'context' | 'text'>,
  index: number,
  position: number,
  nameThere?: string,
): string {
  const fact: ImportFact = facts.imports[index]!;
  const { name, local, localSpan, exported, typeOnly } = fact.names[position]!;
  const written = nameThere ?? name;
  const isDefault = written === 'default' && facts.language === 'typescript';
  const alias = exported ?? (localSpan || written !== name || isDefault ? local : undefined);
  // An alias stays as it is written, with its quotes where it has some.
  const asWritten = localSpan && text.slice(localSpan.start, localSpan.end);
  const quoted = alias === undefined ? undefined : (asWritten ?? (isName.test(alias) ? alias : `'${alias}'`));
  const type = typeOnly && !fact.typeOnly && facts.language === 'typescript' ? 'type ' : '';
  // `import X as X` tells Python's type checkers that X is passed on from here.
  const isPassedOn = facts.language === 'python' && localSpan !== undefined && local === name;
  const isPlain = quoted === undefined || (quoted === written && !isPassedOn);
  return `${type}${written}${isPlain ? '' : ` as ${quoted}`}`;
}

/** What may stand without quotes: others may be exported by TypeScript. */
const isName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;
