import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { hasFailures } from '../../report/scanResult.ts';
import { createStyle } from '../../report/style.ts';
import { readBase } from '../compareWithBase.ts';
import { ExitCode } from '../exitCode.ts';
import { addNarrowing, unknownParts } from '../narrowing.ts';
import type { OpenedProject } from '../openProject.ts';
import { leftOut, nameOf, openProjects, severalFor } from '../openProjects.ts';
import { addScanOptions, conflictIn, fixArgumentsOf, isPartial, type ScanOptions } from '../scanOptions.ts';
import { scanOpened } from '../scanOpened.ts';
import { renderScan, renderStepSummary, type Reporting } from '../scanReport.ts';
import { writeStepSummary } from '../stepSummary.ts';
import { failUsage } from '../usageError.ts';

export function register(program: Command): void {
  const command = program
    .command('scan')
    .description('find what bypasses a source of truth')
    .argument('[paths...]', 'files and folders; the current folder without any');
  addNarrowing(addScanOptions(command))
    .option('--no-color', 'print without colours')
    .action((paths: string[], options: ScanOptions) => {
      scan(paths, options);
    });
}

function scan(paths: readonly string[], options: ScanOptions): void {
  const started = performance.now();
  const conflict = conflictIn(options);
  if (conflict !== undefined) {
    failUsage(conflict);
    return;
  }
  const opened = openProjects(paths, options.config);
  if (!opened.ok) {
    failUsage(...opened.messages);
    return;
  }
  const { projects, notes } = opened;
  const wrong = [...severalFor(onlyForOne(options), projects), ...unknownParts(projects, options)];
  if (wrong.length > 0) {
    failUsage(...wrong);
    return;
  }
  const base = options.base === undefined ? undefined : readBase(options.base);
  if (base?.ok === false) {
    failUsage(base.message);
    return;
  }
  const scans = projects.map((each, index) =>
    scanOpened(each, options, base, index === 0 ? started : performance.now()),
  );
  const messages = scans.flatMap((scan) => (scan.ok ? [] : scan.messages));
  if (messages.length > 0) {
    failUsage(...messages);
    return;
  }
  for (const note of notes) process.stderr.write(`ssot: ${note}\n`);
  const reports = scans.flatMap((scan, index) => {
    const opened = projects[index]!;
    if (!scan.ok) return [];
    const nested = leftOut(opened, scan.result.nested, projects);
    const reporting = reportingOf(opened, paths, options);
    return [{ name: nameOf(opened), result: { ...scan.result, nested }, reporting }];
  });
  const rendered = reports.map(({ name, result, reporting }) => {
    const head = reports.length === 1 ? '' : createStyle(reporting.colored).bold(`By ${name}:`) + '\n\n';
    return head + renderScan(options.format, result, reporting);
  });
  if (!write(rendered.join('\n'), options.output)) return;
  if (options.format === 'github')
    for (const { result, reporting } of reports) {
      const problem = writeStepSummary((bytes) => renderStepSummary(result, reporting, bytes));
      if (problem !== undefined) process.stderr.write(`ssot: ${problem}\n`);
    }
  process.exitCode = reports.some(({ result }) => hasFailures(result.violations))
    ? ExitCode.violations
    : ExitCode.clean;
}

/** What is asked for that only one configuration can have. */
function onlyForOne({ format, baseline }: ScanOptions): string | undefined {
  if (format !== 'text') return `--format ${format}`;
  return typeof baseline === 'string' ? '--baseline' : undefined;
}

function reportingOf({ project }: OpenedProject, paths: readonly string[], options: ScanOptions): Reporting {
  return {
    config: project.loaded.config,
    colored:
      options.color &&
      options.output === undefined &&
      process.stdout.isTTY &&
      process.env['NO_COLOR'] === undefined,
    ...(options.links !== undefined && { links: options.links }),
    ...(options.shard && { shard: options.shard }),
    fixArguments: fixArgumentsOf(paths, options),
    isPartial: isPartial(options),
  };
}

function write(rendered: string, output: string | undefined): boolean {
  if (output === undefined) {
    process.stdout.write(rendered);
    return true;
  }
  try {
    writeFileSync(output, rendered);
    return true;
  } catch (error) {
    failUsage(`${output}: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}
