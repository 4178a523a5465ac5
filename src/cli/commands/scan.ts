import { writeFileSync } from 'node:fs';
import { Option, type Command } from 'commander';
import { renderJson } from '../../report/json.ts';
import { hasFailures } from '../../report/scanResult.ts';
import { createStyle } from '../../report/style.ts';
import { renderText } from '../../report/text.ts';
import { ExitCode } from '../exitCode.ts';
import { addNarrowing, isWithin, unknownPart, type Narrowing } from '../narrowing.ts';
import { openProject } from '../openProject.ts';
import { scanProject } from '../scanProject.ts';
import { failUsage } from '../usageError.ts';
import { toolVersion } from '../version.ts';
import { concerns, openBaseline, withBaseline } from '../withBaseline.ts';

interface ScanOptions extends Narrowing {
  readonly config?: string;
  readonly format: 'text' | 'json';
  readonly output?: string;
  readonly color: boolean;
  /** False for `--no-baseline`. */
  readonly baseline?: string | false;
  readonly cache: boolean;
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
    .option('--no-cache', 'neither use nor keep what a scan finds in files that stay as they are')
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
  const scanned = scanProject(opened, {
    onlyAsked: true,
    isWanted: (violation) => isWithin(violation, options),
    cache: options.cache,
    started,
  });
  if (!scanned.ok) {
    failUsage(...scanned.messages);
    return;
  }
  const result = baseline.baseline
    ? withBaseline(scanned, baseline.baseline, concerns(config, options, isAsked))
    : scanned.result;
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
