import { weakest, type Violation } from '../violation.ts';

/** What a refactoring does: take names from the canonical module, or call the factory in place of what it replaces. */
export type RefactorAction = 'import' | 'factory';

/** What of a source stands under a cursor. Plain data, which outlives the text that it was read from. */
export interface RefactorTarget {
  /** The id of the source. */
  readonly source: string;
  /** The module that the names are taken from; undefined for all but the canonical one. */
  readonly module: string | undefined;
  /** The names, as that module has them; undefined for all that are owned. */
  readonly names: readonly string[] | undefined;
}

/** What is needed of a source to tell which violations a refactoring is about. */
export interface RefactoredSource {
  /** The canonical module. */
  readonly module: string;
  readonly legacyFactories: readonly string[];
}

/**
 * The part of a violation that a refactoring is about: the violation with those names alone, or undefined. It asks
 * nothing but the violation, so that those of files that nobody has open can be judged as they were told.
 */
export function selectViolation(
  violation: Violation,
  action: RefactorAction,
  target: RefactorTarget,
  source: RefactoredSource,
): Violation | undefined {
  const { ruleId } = violation;
  if (violation.source !== target.source || violation.suppressed || violation.intentional) return undefined;
  if (ruleId === 'direct-construction')
    return action === 'factory' && isFrom(violation, target, source) ? violation : undefined;
  if (ruleId !== 'legacy-import' && ruleId !== 'legacy-string-reference') return undefined;
  if (target.module !== undefined && violation.module !== target.module) return undefined;
  if (action === 'import' && target.names === undefined) return violation;
  // A factory that another one replaces goes together with its import.
  const isWanted = (name: string, to: string | undefined): boolean =>
    (action === 'import' || source.legacyFactories.includes(name)) && isNamed(target, source, name, to);
  return withItems(violation, ({ name, to }) => isWanted(name, to));
}

/** From anywhere, the canonical name is what counts; from one module, the name there. */
function isNamed(
  { module, names }: RefactorTarget,
  source: RefactoredSource,
  name: string,
  to: string | undefined,
): boolean {
  if (names === undefined) return true;
  return module === undefined
    ? names.some((each) => to === `${source.module}.${each}` || (to === undefined && name === each))
    : names.includes(name);
}

/** All classes of a source have one factory: whoever means a class wherever it comes from means each of its names. */
function isFrom(
  { module, items }: Violation,
  target: RefactorTarget,
  { module: canonical }: RefactoredSource,
): boolean {
  if (target.module === undefined) return true;
  if (module !== target.module) return false;
  const name = items[0]?.from.slice(items[0].from.lastIndexOf('.') + 1) ?? '';
  return target.names?.includes(name) ?? module !== canonical;
}

/** A violation of some of its names, with the kind of fix that these have; all of it where it cannot be divided. */
function withItems(
  violation: Violation,
  isWanted: (item: Violation['items'][number]) => boolean,
): Violation | undefined {
  const { items, subject, fix } = violation;
  const kept = items.flatMap((item, at) => (isWanted(item) ? [at] : []));
  if (kept.length === 0) return undefined;
  // Names that are used through a module are not named by the statement, and go with it.
  if (subject.kind !== 'import' || subject.names.length !== items.length || kept.length === items.length)
    return violation;
  const left = kept.map((at) => items[at]!);
  const kind = weakest(left.map((item) => item.kind));
  return {
    ...violation,
    items: left,
    names: left.map(({ name }) => name),
    fix: { ...fix, kind },
    reason: kind === 'safe' || kind === 'repair' ? null : left.find((item) => item.kind === kind)!.why,
    subject: { ...subject, names: kept.map((at) => subject.names[at]!) },
  };
}
