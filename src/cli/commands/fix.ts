import { dirname, join, posix, relative, sep } from 'node:path';
import type { Command } from 'commander';
import { createTwoFilesPatch } from 'diff';
import type { BaselineEntry } from '../../engine/baseline/entry.ts';
import { updateBaseline, type BaselineText } from '../../engine/baseline/format.ts';
import { matchBaseline } from '../../engine/baseline/match.ts';
import { prunedEntries } from '../../engine/baseline/prune.ts';
import { syntaxErrorsOf } from '../../engine/placeIn.ts';
import type { Violation } from '../../engine/violation.ts';
import { writeBaseline } from '../../project/baselineFile.ts';
import { fixProject, type FixRun } from '../../project/fixProject.ts';
import type { Project } from '../../project/project.ts';
import { removeLeftovers } from '../../project/temporaryFile.ts';
import { nestedLines } from '../../report/nestedText.ts';
import { lineText } from '../../report/place.ts';
import { createStyle } from '../../report/style.ts';
import { ExitCode } from '../exitCode.ts';
import { addNarrowing, isWithin, unknownParts, type Narrowing } from '../narrowing.ts';
import { indexProject, type OpenedProject } from '../openProject.ts';
import { folderAround, leftOut, nameOf, openProjects, severalFor } from '../openProjects.ts';
import { createProgressLine } from '../progress.ts';
import { failUsage } from '../usageError.ts';
import { openBaseline, type OpenBaseline } from '../withBaseline.ts';

interface FixOptions extends Narrowing {
  readonly config?: string;
  readonly write?: boolean;
  readonly repair?: boolean;
  readonly unsafe?: boolean;
  readonly color: boolean;
  /** False for `--no-baseline`. */
  readonly baseline?: string | false;
}

export function register(program: Command): void {
  const command = program
    .command('fix')
    .description('rewrite what can be proven to keep its meaning; prints a diff unless told to write')
    .argument('[paths...]', 'files and folders; the current folder without any')
    .option('--config <file>', 'use this configuration, relative to the folder scanned')
    .option('--write', 'write the files instead of printing a diff')
    .option('--repair', 'also fix what is broken today')
    .option('--unsafe', 'also apply suggestions, which may change what runs')
    .option('--baseline <file>', 'this baseline, in place of the ssot.baseline in the configuration’s folder')
    .option('--no-baseline', 'leave what was fixed in the baseline');
  addNarrowing(command)
    .option('--no-color', 'print without colours')
    .action((paths: string[], options: FixOptions) => {
      fix(paths, options);
    });
}

function fix(paths: readonly string[], options: FixOptions): void {
  const opened = openProjects(paths, options.config);
  if (!opened.ok) {
    failUsage(...opened.messages);
    return;
  }
  const { projects, notes } = opened;
  const named = typeof options.baseline === 'string' ? '--baseline' : undefined;
  const wrong = [...severalFor(named, projects), ...unknownParts(projects, options)];
  if (wrong.length > 0) {
    failUsage(...wrong);
    return;
  }
  const baselines = projects.map(({ project }) => openBaseline(project.loaded.root, options.baseline));
  const unread = baselines.flatMap((each) => (each.ok ? [] : each.message));
  if (unread.length > 0) {
    failUsage(...unread);
    return;
  }
  const problems = projects.flatMap(({ project }) => indexProject(project));
  if (problems.length > 0) {
    failUsage(...problems);
    return;
  }
  for (const note of notes) process.stderr.write(`ssot: ${note}\n`);
  const around = folderAround(projects.map(({ project }) => project.loaded.root));
  const isLeft = projects.map((each, index) => {
    const baseline = baselines[index]!;
    if (projects.length > 1) process.stderr.write(`By ${nameOf(each)}:\n`);
    return fixOpened(each, options, {
      baseline: baseline.ok ? baseline.baseline : undefined,
      nested: leftOut(each, each.project.nested(), projects),
      around,
    });
  });
  process.exitCode = isLeft.includes(true) ? ExitCode.violations : ExitCode.clean;
}

interface FixSurroundings {
  readonly baseline: OpenBaseline | undefined;
  /** Configurations whose folders are left out. */
  readonly nested: readonly string[];
  /** The folder that paths in a diff are relative to. Absolute. */
  readonly around: string;
}

/** Fixes what is asked for of a project. @returns whether something is left to do */
function fixOpened(
  { project, isAsked }: OpenedProject,
  options: FixOptions,
  { baseline, nested, around }: FixSurroundings,
): boolean {
  const limit = options.unsafe ? 'unsafe' : options.repair ? 'repair' : 'safe';
  const select = (violation: Violation): Violation | undefined =>
    isWithin(violation, options) ? violation : undefined;
  if (options.write) removeLeftovers(foldersOf(project, baseline));
  const progress = createProgressLine();
  const run = fixProject({
    project,
    isAsked,
    limit,
    select,
    write: options.write ?? false,
    progress: (done, total) => {
      progress.show(`fixing ${done} of ${total} files`);
    },
  });
  progress.clear();
  const place = relative(around, project.loaded.root).split(sep).join('/');
  if (!options.write)
    for (const [file, { before, text }] of run.files)
      process.stdout.write(
        createTwoFilesPatch(posix.join('a', place, file), posix.join('b', place, file), before, text),
      );
  const notes = options.write && baseline ? [pruneFixed(project, isAsked, run, baseline)] : [];
  process.stderr.write(summary(run, options, [...notes, ...nestedLines(nested)]));
  return run.failed.length > 0 || (!options.write && run.fixed > 0);
}

/** Where a run that writes may leave something when it is killed. Absolute. */
function foldersOf(project: Project, baseline: OpenBaseline | undefined): ReadonlySet<string> {
  const { root } = project.loaded;
  const files = project.files().map((file) => join(root, file));
  return new Set([root, ...[...files, ...(baseline ? [baseline.path] : [])].map((path) => dirname(path))]);
}

/**
 * Takes what is gone from the files that were to be fixed out of a baseline: what was fixed now, with another file, or by a
 * run that did not come to its end. @returns what was done, as a sentence
 */
function pruneFixed(
  project: Project,
  isAsked: (file: string) => boolean,
  { files }: FixRun,
  { path, shown, text }: OpenBaseline,
): string {
  const reports = new Map(
    [...new Set(text.entries.map(({ file }) => file))]
      .filter((file) => isAsked(file) && project.isSeen(file))
      .map((file) => [file, project.check(file)]),
  );
  // Of a file that could not be read in full nobody knows what is gone.
  const isSure = (file: string): boolean => {
    const snapshot = reports.get(file)?.snapshot;
    return snapshot !== undefined && syntaxErrorsOf(snapshot).length === 0;
  };
  const entries = prunedEntries(
    text.entries,
    [...reports.values()].flatMap(({ violations }) => violations),
    (file) => project.isSeen(file),
    isSure,
  );
  const said = shortened(text, entries, (updated) => writeBaseline(path, updated));
  return [`${shown}: ${said}`, ...toldFresh(project, files, entries, shown)].join('\n');
}

/** @param write says what went wrong, if anything @returns what was done */
function shortened(
  before: BaselineText,
  entries: readonly BaselineEntry[],
  write: (text: string) => string | undefined,
): string {
  const gone = before.entries.length - entries.length;
  // Of a statement that is half fixed, an entry stays with fewer names.
  const known = new Set(before.entries);
  const isSame = gone === 0 && entries.every((entry) => known.has(entry));
  if (isSame) return 'nothing to take out';
  const problem = write(updateBaseline(before, entries));
  if (problem !== undefined) return `not written: ${problem}; ssot baseline prune takes out what is gone`;
  return gone === 0 ? 'names taken out' : `${gone} of ${before.entries.length} entries taken out`;
}

/** A name that comes from the source of truth shows what is done with it: that may be wrong, too, and no baseline knows it. */
function toldFresh(
  project: Project,
  files: FixRun['files'],
  entries: readonly BaselineEntry[],
  shown: string,
): string[] {
  const changed = [...files.keys()].flatMap((file) => project.check(file).violations);
  const { fresh } = matchBaseline(
    entries.filter(({ file }) => files.has(file)),
    changed,
    (file) => project.isSeen(file),
  );
  return fresh.length === 0
    ? []
    : [
        `${shown}: ${counted(fresh.length, 'violation')} in the changed files not in it: ssot baseline check lists what has come to light, ssot baseline write --allow-new takes it in`,
      ];
}

function summary(
  { fixed, files, refused, failed }: FixRun,
  options: FixOptions,
  notes: readonly string[],
): string {
  const style = createStyle(options.color && process.stderr.isTTY && process.env['NO_COLOR'] === undefined);
  const what = options.write ? 'fixed' : 'to fix';
  const lines = [style.bold(`${counted(fixed, 'violation')} ${what} in ${counted(files.size, 'file')}`)];
  if (refused.length > 0) lines.push(`${refused.length} refused:`);
  for (const { violation, reason } of refused)
    lines.push(`  ${violation.file}:${lineText(violation)}: ${violation.ruleId}: ${reason}`);
  lines.push(...failed.map((message) => style.red(message)), ...notes);
  return `${lines.join('\n')}\n`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
