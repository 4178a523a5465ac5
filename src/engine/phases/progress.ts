import type { PhaseConfig } from '../config/schema.ts';
import { grouped } from '../grouped.ts';
import { measureOf, type RightUse, type UseLeft, type Uses } from './uses.ts';

/** How far something is. */
export interface Tally {
  /** Uses that are as they should be. */
  readonly right: number;
  /** Uses that are not yet. */
  readonly left: number;
  /** Violations that are no uses: copies, and suppressions of nothing. */
  readonly others: number;
  /** `right` of all uses, in whole percent, 100 only where none is left; undefined where there is no use at all. */
  readonly percent: number | undefined;
}

export interface PhaseProgress extends Tally {
  /** Undefined for the rules that belong to none. */
  readonly id: string | undefined;
  readonly title: string;
  readonly target?: string;
  /** From today to the target, negative once it has passed. */
  readonly daysLeft?: number;
}

export interface GroupProgress extends Tally {
  readonly name: string;
}

/** Worked out from the code and its violations alone: nobody keeps a list. */
export interface Progress {
  readonly whole: Tally;
  readonly phases: readonly PhaseProgress[];
  /** By the source and the name that its canonical module has, those with the most left first, as all that follow. */
  readonly classes: readonly (GroupProgress & { readonly source: string })[];
  /** By the folder that the uses stand in, relative to the configuration's. */
  readonly modules: readonly GroupProgress[];
  /** By who answers for the files, those of several for each; undefined where nothing says who does. */
  readonly owners: readonly GroupProgress[] | undefined;
}

export interface ProgressQuestion {
  readonly phases: readonly PhaseConfig[];
  /** The day in UTC, as `2027-03-31`. */
  readonly today: string;
  /** Undefined where there is no `CODEOWNERS`. */
  readonly ownersOf: ((file: string) => readonly string[]) | undefined;
}

/** Files that nobody answers for. */
export const nobody = 'nobody';

export function progressOf(uses: Uses, { phases, today, ownersOf }: ProgressQuestion): Progress {
  const owners =
    ownersOf &&
    ((file: string): readonly string[] => {
      const found = ownersOf(file);
      return found.length > 0 ? found : [nobody];
    });
  return {
    whole: tally(uses),
    phases: [...phases.map((phase) => phaseProgress(uses, phase, today)), ...outsidePhases(uses, phases)],
    classes: groups(uses, ({ source, name }) => [`${source}\0${name}`]).map(({ name, ...rest }) => {
      const [source = '', own = ''] = name.split('\0');
      return { source, name: own, ...rest };
    }),
    modules: groups(uses, ({ file }) => [folderOf(file)]),
    owners: owners && groups(uses, ({ file }) => owners(file)),
  };
}

function phaseProgress(uses: Uses, { id, title, rules, target }: PhaseConfig, today: string): PhaseProgress {
  const measures = new Set(rules.map((rule) => measureOf[rule]));
  return {
    id,
    title,
    ...(target !== undefined && { target, daysLeft: daysBetween(today, target) }),
    ...tally({
      right: uses.right.filter(({ measure }) => measures.has(measure)),
      left: uses.left.filter(({ phase }) => phase === id),
    }),
  };
}

/** What rules find that no phase has; there is no share of it, since it is nobody's aim. */
function outsidePhases(uses: Uses, phases: readonly PhaseConfig[]): PhaseProgress[] {
  const left = uses.left.filter(({ phase }) => !phases.some(({ id }) => id === phase));
  return left.length === 0
    ? []
    : [{ id: undefined, title: 'In no phase', ...tally({ right: [], left }), percent: undefined }];
}

function groups<Key extends string>(
  { right, left }: Uses,
  keysOf: (use: RightUse | UseLeft) => readonly Key[],
): (GroupProgress & { readonly name: Key })[] {
  const spread = <Use extends RightUse | UseLeft>(uses: readonly Use[]): Map<Key, Use[]> => {
    const pairs = uses.flatMap((use) => keysOf(use).map((key) => ({ key, use })));
    return new Map(
      [...grouped(pairs, ({ key }) => key)].map(([key, found]) => [key, found.map(({ use }) => use)]),
    );
  };
  const rights = spread(right);
  const lefts = spread(left);
  return [...new Set([...rights.keys(), ...lefts.keys()])]
    .map((name) => ({ name, ...tally({ right: rights.get(name) ?? [], left: lefts.get(name) ?? [] }) }))
    .sort(
      (a, b) => b.left - a.left || b.others - a.others || b.right - a.right || (a.name < b.name ? -1 : 1),
    );
}

function tally({ right, left }: Uses): Tally {
  const sum = (uses: readonly UseLeft[]): number => uses.reduce((total, { count }) => total + count, 0);
  const measured = sum(left.filter(({ ruleId }) => measureOf[ruleId] !== undefined));
  return {
    right: right.length,
    left: measured,
    others: sum(left) - measured,
    percent: right.length + measured === 0 ? undefined : percentOf({ right: right.length, left: measured }),
  };
}

/** @returns whole, and 100 only where none is left */
export function percentOf({ right, left }: Pick<Tally, 'right' | 'left'>): number {
  return Math.floor((100 * right) / (right + left));
}

function daysBetween(today: string, target: string): number {
  return Math.round((Date.parse(target) - Date.parse(today)) / 86_400_000);
}

function folderOf(file: string): string {
  const slash = file.lastIndexOf('/');
  return slash < 0 ? '.' : file.slice(0, slash);
}
