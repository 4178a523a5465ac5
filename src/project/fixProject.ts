import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeEdits } from '../engine/fix/composeEdits.ts';
import { fixFile, type Refusal } from '../engine/fix/fixFile.ts';
import { fixTogether, type FileChange } from '../engine/fix/fixTogether.ts';
import { isNotebook } from '../engine/notebook/readNotebook.ts';
import type { TextEdit } from '../engine/text.ts';
import { allows, type FixKind, type Violation } from '../engine/violation.ts';
import type { IndexProgress, Project } from './project.ts';
import { encodeEdited } from './sourceText.ts';
import { reachedAnew } from './reachedAnew.ts';
import { writeAtomically } from './writeFile.ts';

export interface FixProjectOptions {
  readonly project: Project;
  /** Files that may change. */
  readonly isAsked: (file: string) => boolean;
  readonly limit: Exclude<FixKind, 'none'>;
  /** What of a violation is to be fixed: all of it, some of its names, or nothing. */
  readonly select: (violation: Violation) => Violation | undefined;
  /** False leaves the disk alone: the outcome is what writing would make of it. */
  readonly write: boolean;
}

/** What a run over a project has changed, and what it has not. */
export interface FixRun {
  /** How many violations were fixed. */
  readonly fixed: number;
  /** The files that changed, as they were and as they are, in the order in which they first changed. */
  readonly files: ReadonlyMap<string, FixedFile>;
  /** What was done, one step after the other. */
  readonly steps: readonly FixStep[];
  readonly refused: readonly Refusal[];
  /** Files that could not be written, each as a sentence. */
  readonly failed: readonly string[];
}

export interface FixedFile {
  readonly before: string;
  readonly text: string;
  /** Edits of `before`; of a notebook none. */
  readonly edits: readonly TextEdit[];
}

/** A fix that was made: of one file, or of several that only move together. */
export interface FixStep {
  readonly files: readonly string[];
  readonly fixed: readonly Violation[];
}

/** More turns than any file needs because of others: each fixes what theirs have brought to light. */
const mostTurns = 8;

/** Fixes a project from start to end. @param progress is told how many of the files are looked at already */
export function fixProject(
  options: FixProjectOptions & { readonly progress: (done: number, total: number) => void },
): FixRun {
  const steps = fixSteps(options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    options.progress(step.value.done, step.value.total);
  }
}

/**
 * Fixes all files that are asked for, one after the other, each judged by the others as they then are. What only moves
 * together with something in other files is tried first: the fix of the one file alone may keep what need not stay.
 * Yields before each file; whoever stops in between has the files written that were told of until then.
 */
export function* fixSteps({
  project,
  isAsked,
  limit,
  select,
  write,
}: FixProjectOptions): Generator<IndexProgress, FixRun> {
  const files = new Map<string, FixedFile>();
  const steps: FixStep[] = [];
  const failed: string[] = [];
  /** What was refused in the last turn of each file. */
  const refused = new Map<string, readonly Refusal[]>();
  /** How often a file had its turn because of what others have become. */
  const turns = new Map<string, number>();
  let fixed = 0;
  let movedStrings = 0;

  function selected(found: Violation): Violation | undefined {
    const violation = found.suppressed || found.intentional ? undefined : select(found);
    return violation && allows(limit, violation.fix.kind) ? violation : undefined;
  }

  /** Has all of the files changed, or none. */
  function apply(changes: readonly FileChange[], violations: readonly Violation[]): void {
    const texts = changes.map(({ file, edits, text }) => ({
      file,
      path: join(project.loaded.root, file),
      before: project.analysis().read(file)!.text,
      edits,
      text,
    }));
    for (const { file } of texts) {
      const refusal = project.refusalToWrite(file);
      if (refusal === undefined) continue;
      failed.push(`${file}: not written: ${refusal}`);
      return;
    }
    const written = write ? writeAtomically(texts) : { ok: true as const };
    if (!written.ok) {
      failed.push(`${texts.map(({ file }) => file).join(', ')}: not written: ${written.message}`);
      return;
    }
    for (const { file, path, before, edits, text } of texts) {
      if (write) project.fileChanged(file);
      else if (isNotebook(file)) {
        showNotebook(file, path, before, edits);
        continue;
      } else project.setDocument(file, text);
      const known = files.get(file);
      files.set(file, {
        before: known?.before ?? before,
        text,
        edits: known ? composeEdits(known.before.length, known.edits, edits) : edits,
      });
    }
    readChanges(project);
    steps.push({ files: texts.map(({ file }) => file), fixed: violations });
    fixed += violations.length;
    movedStrings += violations.filter(({ ruleId }) => ruleId === 'legacy-string-reference').length;
  }

  /** A notebook that is not written is shown, and looked at, as the file that it would be. */
  function showNotebook(file: string, path: string, before: string, edits: readonly TextEdit[]): void {
    const known = files.get(file);
    const bytes = known ? Buffer.from(known.text) : readFileSync(path);
    const encoded = encodeEdited(file, bytes, before, edits);
    if (!encoded.ok) return;
    const text = Buffer.from(encoded.bytes).toString('utf8');
    files.set(file, { before: known?.before ?? bytes.toString('utf8'), text, edits: [] });
    project.setDocument(file, text);
  }

  /** What moves together with something in other files. @returns why the rest cannot, by fingerprint */
  function fixWithOthers(file: string): ReadonlyMap<string, string> {
    const reasons = new Map<string, string>();
    const tried = new Set<string>();
    for (;;) {
      const analysis = project.analysis();
      const violation = analysis
        .check(file)
        .flatMap((found) => selected(found) ?? [])
        .find(({ fingerprint }) => !tried.has(fingerprint));
      if (!violation) return reasons;
      tried.add(violation.fingerprint);
      const together = fixTogether(analysis, project.environment, violation);
      const reason = together && (together.ok ? limitation(together) : together.reason);
      if (reason !== undefined) reasons.set(violation.fingerprint, reason);
      else if (together?.ok) apply(together.changes, together.fixed);
    }
  }

  /** Why a fix of several files is more than was asked for. */
  function limitation({
    changes,
    fixed: violations,
    besides,
  }: {
    readonly changes: readonly FileChange[];
    readonly fixed: readonly Violation[];
    readonly besides: string;
  }): string | undefined {
    const outside = changes.find(({ file }) => !isAsked(file));
    if (outside)
      return `it has to move together with ${besides}, and ${outside.file} is none of the files to fix here`;
    const other = violations.find((violation) => !selected(violation));
    return (
      other &&
      `it has to move together with ${besides}, and the fix of ${other.ruleId} in ${other.file}:${other.range.start.line} is not asked for`
    );
  }

  /** Whether a file for which something means another object now has its turn once more. */
  function getsTurn(file: string): boolean {
    const isConcerned =
      isAsked(file) &&
      project
        .analysis()
        .check(file)
        .some((violation) => selected(violation));
    if (!isConcerned) return false;
    turns.set(file, (turns.get(file) ?? 0) + 1);
    return turns.get(file)! <= mostTurns;
  }

  for (let queue: readonly string[] = project.candidates().filter(isAsked); queue.length > 0;) {
    const movedBefore = movedStrings;
    const stepsBefore = steps.length;
    const importers = new Map<string, readonly string[]>();
    for (const [done, file] of queue.entries()) {
      yield { done, total: queue.length };
      const reasons = fixWithOthers(file);
      const alone = fixFile(project.analysis(), project.environment, file, limit, select);
      if (alone.refused.length > 0) importers.set(file, project.environment.importersOf(file));
      refused.set(
        file,
        alone.refused.map(({ violation, reason }) => ({
          violation,
          reason: reasons.get(violation.fingerprint) ?? reason,
        })),
      );
      if (alone.edits.length > 0) apply([{ file, edits: alone.edits, text: alone.text }], alone.fixed);
    }
    // What a string of a later file patched, or a later file imported, may be free to move now.
    const made = steps.slice(stepsBefore);
    const changed = new Set(made.flatMap((step) => step.files));
    const mayBeFree = (file: string): boolean =>
      movedStrings > movedBefore ||
      importers.get(file)!.some((importer) => importer !== file && changed.has(importer));
    const free = [...importers.keys()].filter(mayBeFree);
    queue = [...new Set([...free, ...reachedAnew(project, made).filter(getsTurn)])];
  }
  const left = [...refused.values()].flat().filter((each) => isStillThere(project, each));
  return { fixed, files, steps, refused: left, failed: [...new Set(failed)] };
}

/** The fix of a later file may have taken away what was refused in this one. */
function isStillThere(project: Project, { violation }: Refusal): boolean {
  return project
    .analysis()
    .check(violation.file)
    .some(({ fingerprint }) => fingerprint === violation.fingerprint);
}

/** The next fix is judged by who imports what now. */
function readChanges(project: Project): void {
  const steps = project.index()[Symbol.iterator]();
  while (!steps.next().done);
}
