import { createAnalysis, type Analysis, type AnalysisHost } from '../analysis.ts';
import type { FileFacts } from '../facts.ts';
import { sameOrigin, type Origin } from '../graph/origin.ts';
import { applyEdits, contains, type TextEdit } from '../text.ts';
import type { Violation } from '../violation.ts';
import type { FixEnvironment } from './environment.ts';
import { importsName, type FilePlan } from './plan.ts';
import { newImportCycle } from './importCycle.ts';

export type GateResult =
  | { readonly ok: true; readonly text: string; readonly after: Analysis }
  | { readonly ok: false; readonly condition: GateCondition; readonly reason: string };

/** The seven conditions that a plan must meet; planning again (`idempotent`) is the planner's own to ask. */
export type GateCondition =
  'syntax' | 'fixed' | 'identity' | 'bindings' | 'untouched' | 'idempotent' | 'cycle';

/** Applies a plan in memory, reads the outcome again, and lets it pass only where nothing was broken. */
export function passGate(
  analysis: Analysis,
  environment: FixEnvironment,
  file: string,
  plan: FilePlan,
): GateResult {
  const before = analysis.read(file)!;
  if (!staysInSites(plan))
    return failed('untouched', 'it would change text outside the statements that are fixed');
  const text = applyEdits(before.text, plan.edits);
  const facts = environment.parse(file, text);
  if (facts.syntaxErrors.length > before.facts.syntaxErrors.length)
    return failed('syntax', `the result could not be read: ${facts.syntaxErrors[0]!.message}`);

  const after = withFile(analysis, file, { text, facts });
  const left = stillThere(analysis.check(file), after.check(file), plan.violations);
  if (left) return failed('fixed', `the ${left.ruleId} would still be there`);
  const moved = changedMeaning(analysis, after, file, plan, before.facts, facts);
  if (moved) return failed('identity', moved);
  const lost = lostName(analysis, after, environment, file);
  if (lost) return failed('bindings', lost);
  const cycle = newImportCycle(analysis, after, environment, file);
  if (cycle) return failed('cycle', `it would make an import cycle: ${cycle.join(' → ')}`);
  return { ok: true, text, after };
}

/** The analysis as it would be with another text of one file. */
export function withFile(
  analysis: Analysis,
  file: string,
  snapshot: { text: string; facts: FileFacts },
): Analysis {
  const host: AnalysisHost = {
    ...analysis.host,
    read: (each) => (each === file ? snapshot : analysis.read(each)),
  };
  return createAnalysis(analysis.config, host);
}

function staysInSites({ edits, sites }: FilePlan): boolean {
  return edits.every((edit: TextEdit) =>
    sites.some((site) => contains(site, edit.span) || wholeLineOf(site, edit.span)),
  );
}

/** An item that goes with its line takes the line end too, and may begin at the line's indentation. */
function wholeLineOf(site: { start: number; end: number }, span: { start: number; end: number }): boolean {
  return span.start >= site.start && span.end <= site.end + 2;
}

/** A violation of the plan that is there after it: one whose like are not fewer by the number that was fixed. */
function stillThere(
  before: readonly Violation[],
  after: readonly Violation[],
  fixed: readonly Violation[],
): Violation | undefined {
  const count = (violations: readonly Violation[], key: string): number =>
    violations.filter((each) => likeness(each) === key).length;
  return fixed.find((violation) => {
    const key = likeness(violation);
    return count(after, key) > count(before, key) - count(fixed, key);
  });
}

function likeness({ ruleId, source, module, names }: Violation): string {
  return [ruleId, source, module, ...names].join('\0');
}

/** A name outside the plan's own intent that meant one thing and would mean another. */
function changedMeaning(
  before: Analysis,
  after: Analysis,
  file: string,
  plan: FilePlan,
  oldFacts: FileFacts,
  newFacts: FileFacts,
): string | undefined {
  const intended = new Set([...plan.changedNames, ...plan.dropped]);
  for (const name of before.graph.boundNames(file)) {
    if (intended.has(name)) continue;
    const was = before.graph.ownName(file, name);
    const is = after.graph.ownName(file, name);
    if (differs(was, is)) return `${name} would mean another object`;
  }
  // References keep their order: the edits only rename, remove or add single ones.
  const untouched = (
    facts: FileFacts,
    spans: readonly { start: number; end: number }[],
  ): FileFacts['references'] =>
    facts.references.filter(
      ({ span, name }) => !intended.has(name) && !spans.some((site) => contains(site, span)),
    );
  const newSites = shiftedSites(plan);
  const old = untouched(oldFacts, plan.sites);
  const now = untouched(newFacts, newSites);
  if (old.length !== now.length) return 'names outside the fixed statements would be read differently';
  for (const [index, reference] of old.entries()) {
    const was = before.graph.referenced(file, reference)[0]!;
    const is = after.graph.referenced(file, now[index]!)[0]!;
    if (differs(was, is)) return `${reference.name} would mean another object`;
  }
  return undefined;
}

/** Only what was there can change: a definition or a module, which must stay the same one. */
function differs(was: Origin, is: Origin): boolean {
  if (was.kind !== 'definition' && was.kind !== 'module') return false;
  if (was.kind === 'definition' && is.kind === 'definition' && was.file === is.file && was.name === is.name)
    return false;
  return !sameOrigin(was, is);
}

/** Where the plan's sites lie once its edits are applied. */
function shiftedSites({ sites, edits }: FilePlan): { start: number; end: number }[] {
  const shift = (offset: number, inclusive: boolean): number =>
    edits.reduce((sum, { span, text }) => {
      const counts = inclusive ? span.end <= offset : span.end <= offset && span.start < offset;
      return counts ? sum + text.length - (span.end - span.start) : sum;
    }, offset);
  return sites.map(({ start, end }) => ({ start: shift(start, false), end: shift(end + 1, true) }));
}

/** A name of the file's module level that is gone although another file imports or patches it. */
function lostName(
  before: Analysis,
  after: Analysis,
  environment: FixEnvironment,
  file: string,
): string | undefined {
  const there = new Set(after.graph.boundNames(file));
  const gone = [...before.graph.boundNames(file)].filter((name) => !there.has(name));
  if (gone.length === 0) return undefined;
  const id = before.modules[before.read(file)!.facts.language].idOf(file);
  for (const name of gone) {
    const importer = environment
      .importersOf(file)
      .find((each) => importsName(before.graph, each, file, name));
    if (importer !== undefined) return `${importer} imports ${name} from here`;
    if (environment.isNamedInString(`${id}.${name}`)) return `a string names ${id}.${name}, as a patch does`;
  }
  return undefined;
}

function failed(condition: GateCondition, reason: string): GateResult {
  return { ok: false, condition, reason };
}
