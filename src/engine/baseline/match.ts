import type { RuleId } from '../config/schema.ts';
import { grouped } from '../grouped.ts';
import { isOpen, type Violation } from '../violation.ts';
import type { BaselineEntry } from './entry.ts';

export interface BaselineMatch {
  /** Open violations that the baseline does not know. */
  readonly fresh: readonly Violation[];
  /** Those that it knows. */
  readonly known: ReadonlySet<Violation>;
  /** Entries that are not there any more, or not with all of their names. */
  readonly absent: readonly BaselineEntry[];
}

/**
 * Which violations a baseline knows. First by file and fingerprint. Then by fingerprint among the entries whose file is
 * gone: it was renamed. Then by what a statement says in the same file: one that was split, joined with another, half fixed
 * or moved into another function is still the same debt. Last, what is done with a class is known by the class alone: its
 * name comes from another module once its import is fixed. Suppressed and intentional ones are nobody's debt.
 *
 * @param violations all violations of some files
 * @param isThere whether a file exists
 */
export function matchBaseline(
  entries: readonly BaselineEntry[],
  violations: readonly Violation[],
  isThere: (file: string) => boolean,
): BaselineMatch {
  const known = new Set<Violation>();
  const left = new Set(entries);
  const openOnes = violations.filter(isOpen);

  const exact = new Map(entries.map((entry) => [`${entry.file}\0${entry.fingerprint}`, entry]));
  for (const violation of openOnes) take(violation, exact.get(`${violation.file}\0${violation.fingerprint}`));

  const renamed = grouped(
    [...left].filter(({ file }) => !isThere(file)),
    ({ fingerprint }) => fingerprint,
  );
  for (const violation of openOnes)
    if (!known.has(violation)) take(violation, renamed.get(violation.fingerprint)?.shift());

  takeByNames(saying, () => true);
  takeByNames(doing, ({ ruleId }) => usingRules.has(ruleId));
  return { known, fresh: openOnes.filter((violation) => !known.has(violation)), absent: [...left] };

  function take(violation: Violation, entry: BaselineEntry | undefined): void {
    if (entry && left.delete(entry)) known.add(violation);
  }

  /** An entry is used up once each of its names stands in a statement of today. */
  function takeByNames(keyOf: (said: Said) => string, isWanted: (said: Said) => boolean): void {
    const wanted = [...left].filter(isWanted);
    const open = new Map(wanted.map((entry) => [entry, [...entry.names]]));
    const saidBy = grouped(wanted, keyOf);
    for (const violation of openOnes) {
      if (known.has(violation) || violation.names.length === 0) continue;
      const pools = (saidBy.get(keyOf(violation)) ?? []).map((entry) => open.get(entry)!);
      if (takeNames(pools, violation.names)) known.add(violation);
    }
    for (const [entry, names] of open) if (names.length === 0 && entry.names.length > 0) left.delete(entry);
  }
}

type Said = Pick<BaselineEntry, 'file' | 'ruleId' | 'module'>;

/** What stays the same where a statement is written in another way. */
function saying({ file, ruleId, module }: Said): string {
  return [file, ruleId, module].join('\0');
}

/** What stays the same where a name comes from another module. */
function doing({ file, ruleId }: Said): string {
  return [file, ruleId].join('\0');
}

/** Rules about what is done with a name, wherever it comes from. */
const usingRules: ReadonlySet<string> = new Set<RuleId>(['direct-construction', 'factory-misuse']);

/** Takes names out of the pools: all of them, or none. */
function takeNames(pools: readonly string[][], names: readonly string[]): boolean {
  const taken: (readonly [pool: string[], name: string])[] = [];
  for (const name of names) {
    const pool = pools.find((each) => each.includes(name));
    if (!pool) {
      for (const [from, back] of taken) from.push(back);
      return false;
    }
    pool.splice(pool.indexOf(name), 1);
    taken.push([pool, name]);
  }
  return true;
}
