import { Option, type Command } from 'commander';
import { takeInventory } from '../../project/inventory.ts';
import { renderInventoryJson } from '../../report/inventoryJson.ts';
import type { InventoryReport } from '../../report/inventoryReport.ts';
import { renderInventoryText } from '../../report/inventoryText.ts';
import { createStyle } from '../../report/style.ts';
import { ExitCode } from '../exitCode.ts';
import { unknownPart } from '../narrowing.ts';
import { indexProject, openProject } from '../openProject.ts';
import { runWithProgress } from '../progress.ts';
import { failUsage } from '../usageError.ts';
import { toolVersion } from '../version.ts';

interface InventoryOptions {
  readonly config?: string;
  readonly format: 'text' | 'json';
  readonly source?: string;
  readonly color: boolean;
}

export function register(program: Command): void {
  program
    .command('inventory')
    .description('list what looks like a source of truth: who defines, hands on, imports and constructs it')
    .argument('[path]', 'a folder; the current one without it')
    .option('--config <file>', 'use this configuration, relative to the folder')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--source <id>', 'only one source')
    .option('--no-color', 'print without colours')
    .action((path: string | undefined, options: InventoryOptions) => {
      inventory(path, options);
    });
}

function inventory(path: string | undefined, options: InventoryOptions): void {
  const started = performance.now();
  const opened = openProject(path === undefined ? [] : [path], options.config);
  if (!opened.ok) {
    failUsage(...opened.messages);
    return;
  }
  const { project } = opened;
  const { config } = project.loaded;
  const unknown = unknownPart(config, options);
  if (unknown !== undefined) {
    failUsage(unknown);
    return;
  }
  const problems = indexProject(project);
  if (problems.length > 0) {
    failUsage(...problems);
    return;
  }
  const { inventory: whole, filesAnalyzed } = runWithProgress(takeInventory(project), 'taking stock of');
  const isAsked = ({ source }: { readonly source: string }): boolean =>
    options.source === undefined || source === options.source;
  const report: InventoryReport = {
    sources: config.sources.filter(({ id }) => isAsked({ source: id })).map(({ id }) => id),
    entries: whole.entries.filter(isAsked),
    legacyModules: whole.legacyModules.filter(isAsked),
    filesSeen: project.files().length,
    filesAnalyzed,
    durationMs: performance.now() - started,
  };
  const colored = options.color && process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  process.stdout.write(
    options.format === 'json'
      ? renderInventoryJson(report, toolVersion)
      : renderInventoryText(report, createStyle(colored)),
  );
  process.exitCode = ExitCode.clean;
}
