import type { RuleId } from '../config/schema.ts';
import type { Inventory, InventoryEntry, Site } from '../inventory/inventory.ts';
import type { Source } from '../source.ts';
import type { Range } from '../text.ts';
import { isOpen, type Violation } from '../violation.ts';

/**
 * What a rule's violations are measured against: imports from the canonical module, or calls of the factory. Of a copy, and of a
 * comment that does nothing, there is no right use that it could be a share of: those are counted alone.
 */
export type Measure = 'imports' | 'calls';

export const measureOf: Readonly<Record<RuleId, Measure | undefined>> = {
  'legacy-import': 'imports',
  'broken-import': 'imports',
  'legacy-string-reference': 'imports',
  'direct-construction': 'calls',
  'factory-misuse': 'calls',
  'look-alike-class': undefined,
  'unused-suppression': undefined,
};

/** One thing of a source, by the name that the canonical module has for it. */
export interface Subject {
  readonly source: string;
  readonly name: string;
}

/** A use that is as it should be. */
export interface RightUse extends Subject {
  readonly file: string;
  readonly measure: Measure;
}

/** The same, with where it stands. */
export interface PlacedUse extends RightUse {
  readonly range: Range;
}

/** What an open violation has left to do. */
export interface UseLeft extends Subject {
  readonly file: string;
  readonly ruleId: RuleId;
  readonly phase: string | null;
  /** How many names: of an import each that it takes. */
  readonly count: number;
}

export interface Uses {
  readonly right: readonly RightUse[];
  readonly left: readonly UseLeft[];
}

/**
 * Uses of the sources outside of the files that implement them: names taken from the canonical module and calls of its factory,
 * and what open violations say of all others. One that a baseline knows is open.
 *
 * @param others right uses that the inventory does not list
 * @param violations of all files
 */
export function usesOf(
  sources: readonly Source[],
  { entries }: Pick<Inventory, 'entries'>,
  others: readonly PlacedUse[],
  violations: readonly Violation[],
): Uses {
  const open = violations.filter(isOpen);
  const names = canonicalNames(sources, entries);
  const misused = new Map<string, Range[]>();
  for (const { ruleId, file, range } of open)
    if (ruleId === 'factory-misuse') misused.set(file, [...(misused.get(file) ?? []), range]);
  const isMisused = ({ file, range }: Pick<Site, 'file' | 'range'>): boolean =>
    misused.get(file)?.some((other) => meet(range, other)) === true;

  const right: RightUse[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'canonical') continue;
    const subject = { source: entry.source, name: names.ofEntry(entry) };
    for (const { file, isCanonical, isOwner } of entry.importers)
      if (isCanonical && !isOwner) right.push({ ...subject, file, measure: 'imports' });
    const source = sources.find(({ config }) => config.id === entry.source);
    if (entry.what !== 'factory' || !source) continue;
    for (const site of entry.constructions)
      if (!source.isOwner(site.file) && !isMisused(site))
        right.push({ ...subject, file: site.file, measure: 'calls' });
  }
  for (const { range, ...use } of others)
    if (use.measure === 'imports' || !isMisused({ file: use.file, range })) right.push(use);
  return { right, left: open.flatMap((violation) => leftOf(violation, names)) };
}

/** What a violation is about that names no name: an import of a module, or a string with one. */
export const wholeModules = 'whole modules';

function leftOf({ ruleId, phase, file, source, items, names: named }: Violation, names: Names): UseLeft[] {
  const base = { file, ruleId, phase };
  if (items.length === 0) return [{ ...base, source, name: named[0] ?? wholeModules, count: 1 }];
  const subjects = items.map((item) => ({ source: item.source, name: names.ofItem(item) }));
  // Of an import each name is a use of its own; of all else there is one, whatever it names.
  const counted = measureOf[ruleId] === 'imports' ? subjects : subjects.slice(0, 1);
  return counted.map((subject) => ({ ...base, ...subject, count: 1 }));
}

interface Names {
  ofEntry(entry: InventoryEntry): string;
  ofItem(item: Violation['items'][number]): string;
}

/** What the canonical modules call what they hand out: of several names for one thing, that which most take. */
function canonicalNames(sources: readonly Source[], entries: readonly InventoryEntry[]): Names {
  const byEntry = new Map<string, string>();
  const byDotted = new Map<string, string>();
  for (const entry of entries) {
    const source = sources.find(({ config }) => config.id === entry.source);
    if (!source || entry.kind !== 'canonical') continue;
    const there = entry.bindings.filter(({ module }) => module === source.canonical.id);
    const name = there[0]?.name ?? entry.name;
    byEntry.set(entry.id, name);
    for (const binding of there) byDotted.set(`${source.truth}.${binding.name}`, name);
    for (const binding of entry.bindings) byDotted.set(`${binding.module}.${binding.name}`, name);
  }
  return {
    ofEntry: ({ id, name }) => byEntry.get(id) ?? name,
    ofItem: ({ source, to, from, name }) => {
      const known = byDotted.get(to ?? from);
      if (known !== undefined || to === undefined) return known ?? name;
      const truth = sources.find(({ config }) => config.id === source)?.truth;
      return to.startsWith(`${truth}.`) ? to.slice(`${truth}.`.length) : name;
    },
  };
}

function meet(a: Range, b: Range): boolean {
  const isBefore = (one: Range, other: Range): boolean =>
    one.end.line < other.start.line ||
    (one.end.line === other.start.line && one.end.column < other.start.column);
  return !isBefore(a, b) && !isBefore(b, a);
}
