import { Option, type Command } from 'commander';
import type { InventoryEntry, LegacyModuleEntry } from '../../engine/inventory/inventory.ts';
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
    .argument(
      '[path]',
      'a folder or file, of which all is listed that it defines or uses; the current folder without it',
    )
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
  const { project, isAsked: isInside } = opened;
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
  // What nobody imports is nowhere, and belongs to the whole alone.
  const isWhole = opened.asked.every((place) => place === '');
  const report: InventoryReport = {
    sources: config.sources.filter(({ id }) => isAsked({ source: id })).map(({ id }) => id),
    entries: whole.entries.filter((entry) => isAsked(entry) && sitesOf(entry).some(isInside)),
    legacyModules: whole.legacyModules.filter(
      (module) => isAsked(module) && (isWhole || filesOf(module).some(isInside)),
    ),
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

/** The files that have to do with an entry: a part of a project is shown what it defines and what it uses. */
function sitesOf({ definitions, bindings, importers, constructions }: InventoryEntry): string[] {
  return [...definitions, ...bindings, ...importers, ...constructions].map(({ file }) => file);
}

function filesOf({ file, importingFiles }: LegacyModuleEntry): string[] {
  return [...(file === undefined ? [] : [file]), ...importingFiles];
}
