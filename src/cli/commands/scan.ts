import { writeFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { syntaxErrorsOf } from '../../engine/placeIn.ts';
import type { Violation } from '../../engine/violation.ts';
import type { Project } from '../../project/project.ts';
import { renderJson } from '../../report/json.ts';
import { hasFailures, type ParseError, type ScanResult } from '../../report/scanResult.ts';
import { createStyle } from '../../report/style.ts';
import { renderText } from '../../report/text.ts';
import { ExitCode } from '../exitCode.ts';
import { addNarrowing, isWithin, unknownPart, type Narrowing } from '../narrowing.ts';
import { concerns, openBaseline, withBaseline } from '../withBaseline.ts';
import { indexProject, openProject } from '../openProject.ts';
import { createProgressLine } from '../progress.ts';
import { failUsage } from '../usageError.ts';
import { toolVersion } from '../version.ts';

interface ScanOptions extends Narrowing {
  readonly config?: string;
  readonly format: 'text' | 'json';
  readonly output?: string;
  readonly color: boolean;
  /** False for `--no-baseline`. */
  readonly baseline?: string | false;
}

export function register(program: Command): void {
  const command = program
    .command('scan')
    .description('find what bypasses a source of truth')
    .argument('[paths...]', 'files and folders; the current folder without any')
    .option('--config <file>', 'use this configuration, relative to the folder scanned')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--output <file>', 'write to a file instead of stdout')
    .option('--baseline <file>', 'this baseline, in place of the ssot.baseline in the configuration’s folder')
    .option('--no-baseline', 'count what a baseline knows too');
  addNarrowing(command)
    .option('--no-color', 'print without colours')
    .action((paths: string[], options: ScanOptions) => {
      scan(paths, options);
    });
}

function scan(paths: readonly string[], options: ScanOptions): void {
  const started = performance.now();
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
  const { root, config } = project.loaded;
  const baseline = openBaseline(root, options.baseline);
  if (!baseline.ok) {
    failUsage(baseline.message);
    return;
  }
  const problems = indexProject(project);
  if (problems.length > 0) {
    failUsage(...problems);
    return;
  }
  const found = scanProject(project, isAsked, (violation) => isWithin(violation, options), started);
  const result = baseline.baseline
    ? withBaseline(found, baseline.baseline, concerns(config, options, isAsked), project)
    : found;
  const colored =
    options.color &&
    options.output === undefined &&
    process.stdout.isTTY &&
    process.env['NO_COLOR'] === undefined;
  const rendered =
    options.format === 'json' ? renderJson(result, toolVersion) : renderText(result, createStyle(colored));
  if (options.output === undefined) process.stdout.write(rendered);
  else {
    try {
      writeFileSync(options.output, rendered);
    } catch (error) {
      failUsage(`${options.output}: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
  }
  process.exitCode = hasFailures(result.violations) ? ExitCode.violations : ExitCode.clean;
}

/** Checks the files that are asked for, and keeps of their violations what is wanted. */
export function scanProject(
  project: Project,
  isAsked: (file: string) => boolean,
  isWantedViolation: (violation: Violation) => boolean,
  started: number,
): ScanResult {
  const progress = createProgressLine();
  const files = project.files().filter(isAsked);
  const candidates = project.candidates().filter(isAsked);
  const violations: Violation[] = [];
  const parseErrors: ParseError[] = [];
  for (const [done, file] of candidates.entries()) {
    progress.show(`analyzing ${done} of ${candidates.length} files`);
    const report = project.check(file);
    for (const violation of report.violations) if (isWantedViolation(violation)) violations.push(violation);
    if (report.unreadable !== undefined) parseErrors.push({ file, line: 1, message: report.unreadable });
    const problems = report.snapshot ? syntaxErrorsOf(report.snapshot) : [];
    for (const { message, range, cell } of problems)
      parseErrors.push({ file, line: range.start.line, ...(cell && { cell }), message });
    project.release(file);
  }
  progress.clear();
  return {
    root: project.loaded.root,
    filesSeen: files.length,
    filesAnalyzed: candidates.length,
    violations,
    parseErrors,
    durationMs: performance.now() - started,
  };
}
