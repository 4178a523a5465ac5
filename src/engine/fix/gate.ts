import { createAnalysis, type Analysis, type AnalysisHost } from '../analysis.ts';
import type { FileFacts } from '../facts.ts';
import { contains, overlaps, type Span } from '../text.ts';
import type { Violation } from '../violation.ts';
import type { FixEnvironment } from './environment.ts';
import type { FilePlan } from './filePlan.ts';
import { editSnapshot, type EditedSnapshot } from './editSnapshot.ts';
import { changedMeaning } from './identity.ts';
import { changedMock } from './changedMock.ts';
import { changedString } from './changedString.ts';
import type { Plans } from './sameObject.ts';
import { newImportCycle } from './importCycle.ts';
import { wholeLine } from './dropUnused.ts';
import { earlyName } from './earlyNames.ts';
import { behindComment } from './renderNames.ts';
import { lostLoad } from './lostLoads.ts';
import { lostName, spreadName, unboundName } from './lostNames.ts';

/** A file as it would be. */
export type EditedFile = Omit<EditedSnapshot & { readonly ok: true }, 'ok'>;

export type GateResult =
  | { readonly ok: true; readonly files: ReadonlyMap<string, EditedFile>; readonly after: Analysis }
  | { readonly ok: false; readonly condition: GateCondition; readonly reason: string };

/** The conditions that a plan must meet; that planning again changes nothing is for the whole file, and so fixFile's to ask. */
export type GateCondition = 'syntax' | 'fixed' | 'identity' | 'bindings' | 'untouched' | 'cycle';

/**
 * Applies plans in memory, one for each file that changes, reads the outcome again, and lets all of them pass only where
 * nothing was broken in any.
 */
export function passGate(
  analysis: Analysis,
  environment: FixEnvironment,
  plans: readonly FilePlan[],
): GateResult {
  const files = new Map<string, EditedFile>();
  for (const plan of plans) {
    const { file } = plan;
    const before = analysis.read(file)!;
    if (!staysInSites(before, plan))
      return failed('untouched', 'it would change text outside the statements that are fixed');
    const edited = editSnapshot(environment, file, before, plan.edits, plan.asked);
    if (!edited.ok) return failed('untouched', edited.reason);
    const unreadable = newSyntaxProblem(before.facts, edited.snapshot.facts);
    if (unreadable !== undefined) return failed('syntax', `the result could not be read: ${unreadable}`);
    files.set(file, edited);
  }
  const after = withFiles(analysis, files);
  const byFile = new Map(plans.map((plan) => [plan.file, plan]));
  for (const plan of plans) {
    const refusal = judge(analysis, after, environment, plan, byFile);
    if (refusal) return refusal;
  }
  return { ok: true, files, after };
}

/** What is wrong with one file, once all plans are applied. */
function judge(
  before: Analysis,
  after: Analysis,
  environment: FixEnvironment,
  plan: FilePlan,
  plans: Plans,
): (GateResult & { readonly ok: false }) | undefined {
  const { file } = plan;
  const left = stillThere(before.check(file), after.check(file), plan.violations);
  if (left) return failed('fixed', `the ${left.ruleId} would still be there`);
  const moved =
    changedMeaning(before, after, plan, plans) ??
    changedString(before, after, plan, plans) ??
    changedMock(before, after, environment, plan, plans);
  if (moved !== undefined) return failed('identity', moved);
  const spread = spreadName(before, after, environment, file);
  if (spread !== undefined) return failed('identity', spread);
  const lost =
    unboundName(before, after, file) ??
    earlyName(before, after, file) ??
    lostName(before, after, environment, file) ??
    lostLoad(before, after, environment, file);
  if (lost !== undefined) return failed('bindings', lost);
  const cycle = newImportCycle(before, after, environment, file);
  return cycle && failed('cycle', `it would make an import cycle: ${cycle.join(' → ')}`);
}

/** The analysis as it would be with another text of some files. */
export function withFiles(
  analysis: Analysis,
  files: ReadonlyMap<string, Pick<EditedFile, 'snapshot'>>,
): Analysis {
  const host: AnalysisHost = {
    ...analysis.host,
    read: (file) => files.get(file)?.snapshot ?? analysis.read(file),
  };
  return createAnalysis(analysis.config, host);
}

/** A plan may touch import statements, calls and names, and of what stands around them nothing. */
function staysInSites(
  { text, facts }: { text: string; facts: FileFacts },
  { edits, sites }: FilePlan,
): boolean {
  const allowed: Span[] = [
    ...facts.imports.flatMap(({ statement }) => [
      statement,
      // What is imported behind a statement stands behind its comment.
      { start: statement.start, end: behindComment(text, statement) },
      ...(wholeLine(text, statement) ?? []).map(({ span }) => span),
    ]),
    ...facts.references
      .all()
      .flatMap(({ call, span }) => [span, ...(call ? [call.awaitSpan ?? call.span] : [])]),
    ...facts.bindings.flatMap((binding) => (binding.kind === 'variable' ? [binding.span] : [])),
  ];
  // A notebook's cell may get an import of its own, before one of its lines.
  const isLineStart = ({ start, end }: Span): boolean =>
    start === end && (start === 0 || text[start - 1] === '\n');
  const isAllowed = (site: Span): boolean =>
    allowed.some(({ start, end }) => start === site.start && end === site.end) ||
    (facts.cells !== undefined && isLineStart(site));
  return (
    sites.every(isAllowed) &&
    edits.every(({ span }) => sites.some((site) => contains(site, span))) &&
    !edits.some(({ span }, index) => edits.some((other, at) => at > index && overlaps(span, other.span)))
  );
}

/** What cannot be read any more; in TypeScript a name that is imported twice is an error of the syntax, too. */
function newSyntaxProblem(before: FileFacts, after: FileFacts): string | undefined {
  if (after.syntaxErrors.length > before.syntaxErrors.length) return after.syntaxErrors[0]!.message;
  if (after.language !== 'typescript') return undefined;
  const known = new Set(importedTwice(before));
  const name = importedTwice(after).find((each) => !known.has(each));
  return name === undefined ? undefined : `${name} would be imported twice`;
}

function importedTwice({ bindings }: FileFacts): string[] {
  const names = bindings
    .filter(({ kind, scope }) => kind === 'import' && scope === 0)
    .map(({ name }) => name);
  return names.filter((name, index) => names.indexOf(name) !== index);
}

/**
 * A violation of the plan that is there after it, of whatever module: one of its names is not found less often by as
 * much as was fixed.
 */
function stillThere(
  before: readonly Violation[],
  after: readonly Violation[],
  fixed: readonly Violation[],
): Violation | undefined {
  const [had, has, less] = [before, after, fixed].map(countNames) as [Counts, Counts, Counts];
  return fixed.find((violation) =>
    keysOf(violation).some((key) => (has.get(key) ?? 0) > (had.get(key) ?? 0) - (less.get(key) ?? 0)),
  );
}

type Counts = ReadonlyMap<string, number>;

function countNames(violations: readonly Violation[]): Counts {
  const counts = new Map<string, number>();
  for (const key of violations.flatMap(keysOf)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function keysOf({ ruleId, items }: Violation): string[] {
  return items.map(({ source, name }) => [ruleId, source, name].join('\0'));
}

/** Equal for violations that are told apart only by where they stand. */
export function likeness({ ruleId, source, module, names }: Violation): string {
  return [ruleId, source, module, ...names].join('\0');
}

function failed(condition: GateCondition, reason: string): GateResult & { readonly ok: false } {
  return { ok: false, condition, reason };
}
