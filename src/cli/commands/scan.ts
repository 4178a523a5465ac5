import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { hasFailures, type ScanResult } from '../../report/scanResult.ts';
import { compareWithBase, readBase } from '../compareWithBase.ts';
import { ExitCode } from '../exitCode.ts';
import { selectFiles } from '../fileSelection.ts';
import { addNarrowing, isWithin, unknownPart } from '../narrowing.ts';
import { openProject } from '../openProject.ts';
import { addScanOptions, conflictIn, fixArgumentsOf, isPartial, type ScanOptions } from '../scanOptions.ts';
import { scanProject } from '../scanProject.ts';
import { renderScan, renderStepSummary, type Reporting } from '../scanReport.ts';
import { writeStepSummary } from '../stepSummary.ts';
import { failUsage } from '../usageError.ts';
import { concerns, openBaseline, withBaseline } from '../withBaseline.ts';

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
  const opened = openProject(paths, options.config);
  if (!opened.ok) {
    failUsage(...opened.messages);
    return;
  }
  const { root, config } = opened.project.loaded;
  const unknown = unknownPart(config, options);
  if (unknown !== undefined) {
    failUsage(unknown);
    return;
  }
  const base = options.base === undefined ? undefined : readBase(options.base);
  if (base?.ok === false) {
    failUsage(base.message);
    return;
  }
  const baseline = openBaseline(root, options.baseline);
  if (!baseline.ok) {
    failUsage(baseline.message);
    return;
  }
  const selection = selectFiles(opened.project, options);
  if (!selection.ok) {
    failUsage(...selection.messages);
    return;
  }
  const isAsked = (file: string): boolean => opened.isAsked(file) && selection.isSelected(file);
  const isWhole = opened.asked.includes('') && !isPartial(options);
  const scanned = scanProject(opened.project.loaded, {
    isAsked: isWhole ? undefined : isAsked,
    isWanted: (violation) => isWithin(violation, options),
    cache: options.cache,
    started,
  });
  if (!scanned.ok) {
    failUsage(...scanned.messages);
    return;
  }
  const found = baseline.baseline
    ? withBaseline(scanned, baseline.baseline, concerns(config, options, isAsked))
    : scanned.result;
  const result: ScanResult = base
    ? { ...found, difference: compareWithBase(base.violations, found, options, isAsked, scanned.isThere) }
    : found;
  const reporting: Reporting = {
    config,
    colored:
      options.color &&
      options.output === undefined &&
      process.stdout.isTTY &&
      process.env['NO_COLOR'] === undefined,
    ...(options.links !== undefined && { links: options.links }),
    fixArguments: fixArgumentsOf(paths, options),
    isPartial: isPartial(options),
  };
  if (!write(renderScan(options.format, result, reporting), options.output)) return;
  if (options.format === 'github') {
    const problem = writeStepSummary((bytes) => renderStepSummary(result, reporting, bytes));
    if (problem !== undefined) process.stderr.write(`ssot: ${problem}\n`);
  }
  process.exitCode = hasFailures(result.violations) ? ExitCode.violations : ExitCode.clean;
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
