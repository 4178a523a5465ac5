import { isNotebook } from '../engine/notebook/readNotebook.ts';
import type { Violation } from '../engine/violation.ts';
import { absolutePath } from './fileReport.ts';
import { reasonsLeft } from './fixOffers.ts';
import { fixSteps, type FixedFile, type FixRun } from './fixProject.ts';
import type { Project } from './project.ts';
import type {
  FixCounts,
  PlanFixesAnswer,
  PlanFixesRequest,
  PlannedFile,
  RequestProgress,
} from './protocol.ts';
import { rangeEdits } from './refactorImporters.ts';
import { isWritable, readOnly } from './writeFile.ts';

interface Surroundings {
  /** Lets others work; rejects where nobody waits for the answer any more. */
  readonly pause: () => Promise<boolean>;
  readonly tellProgress: (progress: RequestProgress) => void;
}

/** What is selected of one file. */
interface Selected {
  readonly violations: readonly Violation[];
  /** Every violation that the file had when it was selected from. */
  readonly known: ReadonlySet<string>;
  readonly chosen: ReadonlySet<string>;
  /** Why the file is left alone. */
  readonly refusal: string | undefined;
}

/**
 * Works out what fixes of selected violations would make of their files, each judged by the others as they then are.
 *
 * @param project one that nobody else asks: it is left as if the files had been written
 * @param selected files of the project, with the fingerprints of what is selected of each
 */
export async function planFixes(
  project: Project,
  selected: ReadonlyMap<string, readonly string[]>,
  { limit, only }: Pick<PlanFixesRequest, 'limit' | 'only'>,
  { pause, tellProgress }: Surroundings,
): Promise<PlanFixesAnswer> {
  for (const reading = project.index()[Symbol.iterator](); !reading.next().done;) await pause();
  const chosen = new Map<string, Selected>();
  const allowed = only && new Set(only);
  for (const [file, fingerprints] of selected) {
    if (allowed && !allowed.has(absolutePath(project, file))) continue;
    chosen.set(file, select(project, file, fingerprints));
    await pause();
  }
  const isAsked = (file: string): boolean => {
    const of = chosen.get(file);
    return of !== undefined && of.refusal === undefined;
  };
  const steps = fixSteps({
    project,
    isAsked,
    limit,
    select: (violation) => (isSelected(chosen.get(violation.file), violation) ? violation : undefined),
    write: false,
  });
  for (;;) {
    const step = steps.next();
    if (await pause()) tellProgress(step.done ? { done: selected.size, total: selected.size } : step.value);
    if (step.done) return answer(project, chosen, step.value, pause);
  }
}

function select(project: Project, file: string, fingerprints: readonly string[]): Selected {
  const { violations } = project.check(file);
  const asked = new Set(fingerprints);
  const wanted = violations.filter(({ fingerprint }) => asked.has(fingerprint));
  return {
    violations: wanted,
    known: new Set(violations.map(({ fingerprint }) => fingerprint)),
    chosen: new Set(wanted.map(({ fingerprint }) => fingerprint)),
    refusal: refusalOf(project, file),
  };
}

function refusalOf(project: Project, file: string): string | undefined {
  if (isNotebook(file))
    return 'it is a notebook, which is changed cell by cell: its quick fixes do that, or `ssot fix`';
  return project.refusalToWrite(file) ?? (isWritable(absolutePath(project, file)) ? undefined : readOnly);
}

/** What an earlier fix of the file has made of a selected violation is selected as well. */
function isSelected(selected: Selected | undefined, { fingerprint, ruleId }: Violation): boolean {
  if (!selected) return false;
  const { violations, known, chosen } = selected;
  if (known.has(fingerprint)) return chosen.has(fingerprint);
  return violations.some((violation) => violation.ruleId === ruleId);
}

async function answer(
  project: Project,
  chosen: ReadonlyMap<string, Selected>,
  run: FixRun,
  pause: () => Promise<boolean>,
): Promise<PlanFixesAnswer> {
  const left: PlanFixesAnswer['left'][number][] = [];
  for (const [file, { violations, refusal }] of chosen) {
    await pause();
    const there = new Set(project.check(file).violations.map(({ fingerprint }) => fingerprint));
    const path = absolutePath(project, file);
    const refused = run.refused.filter(({ violation }) => violation.file === file);
    const reasonOf = reasonsLeft(refused, refusal);
    for (const violation of violations)
      if (there.has(violation.fingerprint))
        left.push({ path, range: violation.range, ruleId: violation.ruleId, reason: reasonOf(violation) });
  }
  return { files: [...run.files].map((each) => plannedFile(project, run, each)), left, failed: run.failed };
}

function plannedFile(
  project: Project,
  run: FixRun,
  [file, { before, text, edits }]: [string, FixedFile],
): PlannedFile {
  const kinds = countsOf(run, file);
  return {
    path: absolutePath(project, file),
    before,
    after: text,
    edits: rangeEdits(before, edits),
    fixed: kinds.safe + kinds.repair + kinds.unsafe,
    kinds,
    together: partnersOf(run, file).map((other) => absolutePath(project, other)),
  };
}

/** How many of each kind were fixed in a file. */
function countsOf({ steps }: FixRun, file: string): FixCounts {
  const counts = { safe: 0, repair: 0, unsafe: 0 };
  for (const { fixed } of steps)
    for (const violation of fixed)
      if (violation.file === file && violation.fix.kind !== 'none') counts[violation.fix.kind]++;
  return counts;
}

/** The files that changed in one step with a file. */
function partnersOf({ steps }: FixRun, file: string): string[] {
  const partners = new Set(steps.flatMap(({ files }) => (files.includes(file) ? files : [])));
  partners.delete(file);
  return [...partners];
}
