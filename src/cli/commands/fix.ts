import { join } from 'node:path';
import type { Command } from 'commander';
import { createTwoFilesPatch } from 'diff';
import { fixFile, type FileFix } from '../../engine/fix/fixFile.ts';
import { isNotebook } from '../../engine/notebook/readNotebook.ts';
import type { Violation } from '../../engine/violation.ts';
import type { Project } from '../../project/project.ts';
import { editedFile, writeAtomically } from '../../project/writeFile.ts';
import { lineText } from '../../report/place.ts';
import { createStyle } from '../../report/style.ts';
import { ExitCode } from '../exitCode.ts';
import { addNarrowing, isWithin, unknownPart, type Narrowing } from '../narrowing.ts';
import { indexProject, openProject } from '../openProject.ts';
import { createProgressLine } from '../progress.ts';
import { failUsage } from '../usageError.ts';

interface FixOptions extends Narrowing {
  readonly config?: string;
  readonly write?: boolean;
  readonly repair?: boolean;
  readonly unsafe?: boolean;
  readonly color: boolean;
}

export function register(program: Command): void {
  const command = program
    .command('fix')
    .description('rewrite what can be proven to keep its meaning; prints a diff unless told to write')
    .argument('[paths...]', 'files and folders; the current folder without any')
    .option('--config <file>', 'use this configuration, relative to the folder scanned')
    .option('--write', 'write the files instead of printing a diff')
    .option('--repair', 'also fix what is broken today')
    .option('--unsafe', 'also apply suggestions, which may change what runs');
  addNarrowing(command)
    .option('--no-color', 'print without colours')
    .action((paths: string[], options: FixOptions) => {
      fix(paths, options);
    });
}

interface Outcome {
  fixed: number;
  readonly files: Set<string>;
  readonly refused: { readonly violation: Violation; readonly reason: string }[];
  readonly failed: string[];
}

function fix(paths: readonly string[], options: FixOptions): void {
  const opened = openProject(paths, options.config);
  if (!opened.ok) {
    failUsage(...opened.messages);
    return;
  }
  const { project, isAsked } = opened;
  const unknown = unknownPart(project.loaded.config, options);
  if (unknown !== undefined) {
    failUsage(unknown);
    return;
  }
  const problems = indexProject(project);
  if (problems.length > 0) {
    failUsage(...problems);
    return;
  }
  const limit = options.unsafe ? 'unsafe' : options.repair ? 'repair' : 'safe';
  const select = (violation: Violation): Violation | undefined =>
    isWithin(violation, options) ? violation : undefined;
  const outcome: Outcome = { fixed: 0, files: new Set(), refused: [], failed: [] };
  const progress = createProgressLine();
  const candidates = project.candidates().filter(isAsked);
  for (let queue: readonly string[] = candidates; queue.length > 0;) {
    outcome.refused.length = 0;
    let movesString = false;
    for (const [done, file] of queue.entries()) {
      progress.show(`fixing ${done} of ${queue.length} files`);
      const before = project.analysis().read(file)?.text;
      const fixed = fixFile(project.analysis(), project.environment, file, limit, select);
      outcome.refused.push(...fixed.refused);
      if (before === undefined || fixed.edits.length === 0) continue;
      const isApplied = applyFix(project, file, before, fixed, options, outcome);
      movesString ||= isApplied && fixed.fixed.some(({ ruleId }) => ruleId === 'legacy-string-reference');
    }
    // An import that a string of a later file patched may be free to move now.
    const refused = new Set(outcome.refused.map(({ violation }) => violation.file));
    queue = options.write && movesString ? [...refused] : [];
  }
  progress.clear();
  process.stderr.write(summary(outcome, options));
  const anythingLeft = outcome.failed.length > 0 || (!options.write && outcome.fixed > 0);
  process.exitCode = anythingLeft ? ExitCode.violations : ExitCode.clean;
}

/** Writes a fix, or shows it. False where it could not be written. */
function applyFix(
  project: Project,
  file: string,
  before: string,
  fixed: FileFix,
  options: FixOptions,
  outcome: Outcome,
): boolean {
  const refusal = project.refusalToWrite(file);
  if (refusal !== undefined) {
    outcome.failed.push(`${file}: not written: ${refusal}`);
    return false;
  }
  if (options.write) {
    const written = writeAtomically(join(project.loaded.root, file), before, fixed.edits);
    if (!written.ok) {
      outcome.failed.push(`${file}: not written: ${written.message}`);
      return false;
    }
    project.fileChanged(file);
    readChanges(project);
  } else process.stdout.write(patchOf(project, file, before, fixed));
  outcome.fixed += fixed.fixed.length;
  outcome.files.add(file);
  return true;
}

/** What changes in the file: of a notebook in its JSON, so that the patch can be applied. */
function patchOf(project: Project, file: string, before: string, fixed: FileFix): string {
  const path = join(project.loaded.root, file);
  const texts = isNotebook(file) ? editedFile(path, before, fixed.edits) : { before, after: fixed.text };
  return createTwoFilesPatch(`a/${file}`, `b/${file}`, texts.before, texts.after);
}

/** The next fix is judged by who imports what now. */
function readChanges(project: Project): void {
  const steps = project.index()[Symbol.iterator]();
  while (!steps.next().done);
}

function summary({ fixed, files, refused, failed }: Outcome, options: FixOptions): string {
  const style = createStyle(options.color && process.stderr.isTTY && process.env['NO_COLOR'] === undefined);
  const what = options.write ? 'fixed' : 'to fix';
  const lines = [style.bold(`${fixed} violations ${what} in ${files.size} files`)];
  if (refused.length > 0) lines.push(`${refused.length} refused:`);
  for (const { violation, reason } of refused)
    lines.push(`  ${violation.file}:${lineText(violation)}: ${violation.ruleId}: ${reason}`);
  lines.push(...failed.map((message) => style.red(message)));
  return `${lines.join('\n')}\n`;
}
