import { InvalidArgumentError, Option, type Command } from 'commander';
import type { FileSelection } from './fileSelection.ts';
import type { Narrowing } from './narrowing.ts';
import { formats, type Format } from './scanReport.ts';
import { parseShard } from './shard.ts';

export interface ScanOptions extends Narrowing, FileSelection {
  readonly config?: string;
  readonly format: Format;
  readonly output?: string;
  readonly base?: string;
  readonly links?: string;
  readonly color: boolean;
  /** False for `--no-baseline`. */
  readonly baseline?: string | false;
  readonly cache: boolean;
}

export function addScanOptions(command: Command): Command {
  return command
    .option('--config <file>', 'use this configuration, relative to the folder scanned')
    .addOption(new Option('--format <format>', 'how to print').choices(formats).default('text'))
    .option('--output <file>', 'write to a file instead of stdout')
    .option('--baseline <file>', 'this baseline, in place of the ssot.baseline in the configuration’s folder')
    .option('--no-baseline', 'count what a baseline knows too')
    .option('--no-cache', 'neither use nor keep what a scan finds in files that stay as they are')
    .option(
      '--base <file>',
      'compare with what `scan --format json` wrote before; with --format markdown or sarif',
    )
    .addOption(
      new Option(
        '--links <url>',
        'where files are shown, such as https://github.com/OWNER/REPO/blob/COMMIT; with --format markdown or github',
      ).argParser(parseLinks),
    )
    .option(
      '--changed-since <ref>',
      'only files that have changed since this commit and HEAD parted, committed or not',
    )
    .option('--with-importers', 'with --changed-since: also files that import from those')
    .addOption(
      new Option('--shard <I/N>', 'only one of N parts of the files, such as 1/4').argParser(parseShard),
    );
}

/** What does not go together, as a message. */
export function conflictIn({
  format,
  base,
  links,
  changedSince,
  withImporters,
  shard,
}: ScanOptions): string | undefined {
  if (base !== undefined && format !== 'markdown' && format !== 'sarif')
    return `--base goes with --format markdown or sarif, not with ${format}`;
  // What was moved into another part would be gone here and new there.
  if (base !== undefined && shard !== undefined)
    return '--base compares whole scans: it does not go with --shard';
  if (links !== undefined && format !== 'markdown' && format !== 'github')
    return `--links goes with --format markdown or github, not with ${format}`;
  if (withImporters && changedSince === undefined) return '--with-importers goes with --changed-since';
  return undefined;
}

/** The arguments with which `ssot fix` looks at the same code. */
export function fixArgumentsOf(paths: readonly string[], options: ScanOptions): string[] {
  const { config, rule, phase, source } = options;
  const named = { '--config': config, '--rule': rule, '--phase': phase, '--source': source };
  const flags = Object.entries(named).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));
  return isPartial(options) ? flags : [...flags, ...paths];
}

/** Whether only some of the files under the named paths are looked at. */
export function isPartial({ changedSince, shard }: ScanOptions): boolean {
  return changedSince !== undefined || shard !== undefined;
}

function parseLinks(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new InvalidArgumentError('It must be a web address without a user or a password.');
  // As a link of Markdown takes it.
  return url.href.replace(/[<>]/g, encodeURIComponent);
}
