import type { Analysis } from '../analysis.ts';
import type { FixEnvironment } from '../fix/environment.ts';
import { fixFile, fixViolations, type FileFix } from '../fix/fixFile.ts';
import type { Source } from '../source.ts';
import type { Span, TextEdit } from '../text.ts';
import { allows, weakest, type FixKind, type Violation } from '../violation.ts';
import { selectViolation, type RefactorAction, type RefactorTarget } from './target.ts';
import { targetsAt, type TargetAt } from './targetsAt.ts';

/** A refactoring of one file that has passed the gate, or the reason why there is none. */
export interface Refactoring {
  readonly action: RefactorAction;
  /** What the selection means alone, or everything of the kind in the file. */
  readonly scope: 'here' | 'file';
  readonly target: RefactorTarget;
  readonly title: string;
  /** `none` where it cannot be done. */
  readonly kind: FixKind;
  readonly edits: readonly TextEdit[];
  readonly reason: string | null;
}

/** An action that can be meant by what stands under a selection. */
export interface ActionAt {
  readonly action: RefactorAction;
  readonly at: TargetAt;
  readonly source: Source;
  /** What of the file's violations it is about. */
  readonly violations: readonly Violation[];
}

/** The actions that can be meant by what stands under a selection, whether or not there is something to do. */
export function actionsAt(analysis: Analysis, file: string, selection: Span): ActionAt[] {
  const targets = targetsAt(analysis, file, selection);
  if (targets.length === 0) return [];
  const all = analysis.check(file);
  return targets.flatMap((at) => {
    const source = analysis.sources.find(({ config }) => config.id === at.source);
    if (!source) return [];
    return (['import', 'factory'] as const).flatMap((action) => {
      const violations = all.flatMap((each) => selectViolation(each, action, at, source.config) ?? []);
      // A class may have any name where it is constructed.
      const isConstructed = violations.some(({ ruleId }) => ruleId === 'direct-construction');
      return isConstructed || isAbout(action, at, source) ? [{ action, at, source, violations }] : [];
    });
  });
}

/** Whether an action can be meant at all: only what a factory hands out, or replaces, is had from it. */
function isAbout(action: RefactorAction, { names }: TargetAt, { config }: Source): boolean {
  const isReplaced = names?.every((name) => config.legacyFactories.includes(name)) === true;
  // The import of a factory that another one replaces cannot move without its calls.
  if (action === 'import') return !(isReplaced && config.factory);
  if (!config.factory || !config.constructible) return false;
  return (names ?? config.classes).some(
    (name) => config.classes.includes(name) || config.legacyFactories.includes(name),
  );
}

/**
 * What an action can do in its file: at the place alone, and everywhere. Safe fixes and repairs are one refactoring; what
 * may change the behaviour is another one, which does both.
 */
export function refactoringsOf(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  actionAt: ActionAt,
): Refactoring[] {
  const { at, violations } = actionAt;
  const here = violations.filter((violation) => isHere(violation, at));
  const ofPlace = byLimits(here, (limit) => fixHere(analysis, environment, file, here, limit));
  // One that does no more than the one before it would only make the menu longer.
  const ofFile =
    violations.length > here.length
      ? byLimits(violations, (limit) => refactorFile(analysis, environment, file, actionAt, limit))
      : [];
  const offered = [
    ...ofPlace.map((outcome) => offer(actionAt, 'here', outcome)),
    ...ofFile.map((outcome) => offer(actionAt, 'file', outcome)),
  ];
  if (offered.length > 0) return offered;
  const isOffered = at.imports.size === 0 && at.references.size === 0;
  return isOffered
    ? []
    : [offer(actionAt, 'here', { kind: 'none', edits: [], reason: nothingToDo(actionAt) })];
}

/** What a refactoring changes in one file, be it the one that it was asked for in or another. */
export function refactorFile(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  { action, at, source }: Pick<ActionAt, 'action' | 'source'> & { readonly at: RefactorTarget },
  limit: Exclude<FixKind, 'none'>,
): FileFix {
  return fixFile(analysis, environment, file, limit, (each) =>
    selectViolation(each, action, at, source.config),
  );
}

interface Outcome {
  readonly kind: FixKind;
  readonly edits: readonly TextEdit[];
  readonly reason: string | null;
}

/** What can be done without a change of behaviour, what else with one, or why neither. */
function byLimits(
  violations: readonly Violation[],
  fix: (limit: 'repair' | 'unsafe') => Pick<FileFix, 'edits' | 'fixed' | 'refused'>,
): Outcome[] {
  if (violations.length === 0) return [];
  const proven = fix('repair');
  const outcomes: Outcome[] = [];
  if (proven.edits.length > 0)
    outcomes.push({ kind: kindOf(proven.fixed), edits: proven.edits, reason: null });
  const unsafe = violations.filter(({ fix: { kind } }) => kind === 'unsafe');
  const wider = unsafe.length > 0 ? fix('unsafe') : undefined;
  if (wider && wider.fixed.length > proven.fixed.length)
    outcomes.push({ kind: 'unsafe', edits: wider.edits, reason: unsafe[0]!.reason });
  if (outcomes.length > 0) return outcomes;
  const reason =
    (wider ?? proven).refused[0]?.reason ?? violations.find(({ reason: why }) => why !== null)?.reason;
  return [{ kind: 'none', edits: [], reason: reason ?? 'it needs a person' }];
}

/** What stands under the selection is fixed once: a second look would take the next one of its kind for it. */
function fixHere(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  violations: readonly Violation[],
  limit: 'repair' | 'unsafe',
): Pick<FileFix, 'edits' | 'fixed' | 'refused'> {
  const fixed = violations.filter(({ fix }) => allows(limit, fix.kind));
  if (fixed.length === 0) return { edits: [], fixed, refused: [] };
  const result = fixViolations(analysis, environment, file, fixed);
  return result.ok
    ? { edits: result.edits, fixed, refused: [] }
    : { edits: [], fixed: [], refused: [{ violation: fixed[0]!, reason: result.reason }] };
}

function kindOf(fixed: readonly Violation[]): FixKind {
  return weakest(fixed.map(({ fix }) => fix.kind));
}

function isHere({ subject }: Violation, { imports, references }: TargetAt): boolean {
  if (subject.kind === 'import') return imports.has(subject.import);
  return subject.kind === 'reference' && references.has(subject.reference);
}

function nothingToDo({ action, at, source }: ActionAt): string {
  if (action === 'factory') return 'nothing is constructed here that could be had from it';
  if (source.canonical.kind === 'unknown') return source.canonical.reason;
  return at.module === undefined || at.module === source.canonical.id
    ? 'it is imported from the canonical module already'
    : `${source.config.module} has nothing that could stand for it`;
}

function offer({ action, at, source }: ActionAt, scope: 'here' | 'file', outcome: Outcome): Refactoring {
  const { source: id, module, names } = at;
  const title = refactoringTitle(action, scope, at, source);
  return { action, scope, target: { source: id, module, names }, title, ...outcome };
}

const places = { here: '', file: ' in this file', all: ' in all importers' } as const;

/** What a refactoring is called, as a command: its kind is said by whoever shows it. */
export function refactoringTitle(
  action: RefactorAction,
  scope: keyof typeof places,
  { names, module }: Pick<RefactorTarget, 'names' | 'module'>,
  { config }: Pick<Source, 'config'>,
): string {
  const what =
    names === undefined
      ? `the names of ${module ?? config.module}`
      : names.length > 2
        ? `${names.length} names`
        : names.join(' and ');
  return action === 'import'
    ? `Import ${what} from the canonical module${places[scope]}`
    : `Use the canonical factory ${config.factory?.name ?? ''}${places[scope]}`;
}
