import { Option, type Command } from 'commander';
import { entryOf, type BaselineEntry } from '../../engine/baseline/entry.ts';
import { renderBaseline, updateBaseline } from '../../engine/baseline/format.ts';
import { prunedEntries } from '../../engine/baseline/prune.ts';
import { isCounted, isOpen, type Violation } from '../../engine/violation.ts';
import { writeBaseline } from '../../project/baselineFile.ts';
import { renderJson } from '../../report/json.ts';
import { hasFailures, type ScanResult } from '../../report/scanResult.ts';
import { createStyle } from '../../report/style.ts';
import { renderText } from '../../report/text.ts';
import { ExitCode } from '../exitCode.ts';
import { openProject } from '../openProject.ts';
import { scanProject } from '../scanProject.ts';
import { failUsage } from '../usageError.ts';
import { toolVersion } from '../version.ts';
import { baselinePath, openBaseline, shownPath, withBaseline, type OpenBaseline } from '../withBaseline.ts';

interface BaselineOptions {
  readonly config?: string;
  readonly file?: string;
  readonly allowNew?: boolean;
  readonly cache: boolean;
  readonly format?: 'text' | 'json';
  readonly color?: boolean;
}

export function register(program: Command): void {
  const command = program
    .command('baseline')
    .description('keep a list of the violations that are there, which may only get shorter');
  const subcommand = (name: string, description: string): Command =>
    command
      .command(name)
      .description(description)
      .argument('[path]', 'the folder; the current one without it')
      .option('--config <file>', 'use this configuration, relative to the folder')
      .option('--file <file>', 'the baseline, in place of ssot.baseline in the configuration’s folder')
      .option('--no-cache', 'neither use nor keep what a scan finds in files that stay as they are');

  subcommand('write', 'list what is there now; an existing baseline takes in nothing new')
    .option('--allow-new', 'take in what is new, too')
    .action((path: string | undefined, options: BaselineOptions) => {
      write(path, options);
    });
  subcommand('check', 'fail on violations that are new, and on entries that are gone')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .option('--no-color', 'print without colours')
    .action((path: string | undefined, options: BaselineOptions) => {
      check(path, options);
    });
  subcommand('prune', 'take out the entries that are gone').action(
    (path: string | undefined, options: BaselineOptions) => {
      prune(path, options);
    },
  );
}

/** A whole project, scanned. */
interface Scanned {
  readonly result: ScanResult;
  readonly baseline: OpenBaseline | undefined;
  /** Where the baseline is, or will be. */
  readonly path: string;
  readonly isThere: (file: string) => boolean;
}

/** The same with a baseline that is there. */
interface Found extends Scanned {
  readonly baseline: OpenBaseline;
}

/** @returns undefined where something is wrong, which was said */
function scanned(path: string | undefined, options: BaselineOptions): Scanned | undefined {
  const started = performance.now();
  const opened = openProject(path === undefined ? [] : [path], options.config);
  if (!opened.ok) {
    failUsage(...opened.messages);
    return undefined;
  }
  const { root } = opened.project.loaded;
  const file = baselinePath(root, options.file);
  const read = openBaseline(root, file);
  const isMissing = !read.ok && read.isMissing;
  if (!read.ok && !isMissing) {
    failUsage(read.message);
    return undefined;
  }
  // All of it, whatever folder was named: what is gone can only be told of the whole.
  const everything = scanProject(opened.project.loaded, {
    isAsked: undefined,
    isWanted: () => true,
    cache: options.cache,
    started,
  });
  if (!everything.ok) {
    failUsage(...everything.messages);
    return undefined;
  }
  const { isThere } = everything;
  const baseline = read.ok ? read.baseline : undefined;
  const result = baseline ? withBaseline(everything, baseline, () => true) : everything.result;
  return { result, baseline, path: file, isThere };
}

function write(path: string | undefined, options: BaselineOptions): void {
  const found = scanned(path, options);
  if (!found) return;
  const { result, baseline } = found;
  const fresh = baseline ? result.violations.filter(isCounted) : [];
  if (baseline && fresh.length > 0) {
    takeIn(fresh, { ...found, baseline }, options);
    return;
  }
  const entries = result.violations.filter(isOpen).map(entryOf);
  save(found.path, renderBaseline(keepingUnsure(entries, found)), entries.length);
}

/** Leaves all other lines where they are: branches that take something in in different files can be merged. */
function takeIn(fresh: readonly Violation[], found: Found, { allowNew }: BaselineOptions): void {
  const { text, shown } = found.baseline;
  if (!allowNew) {
    process.stderr.write(
      `${counted(fresh.length, 'violation is', 'violations are')} not in ${shown}: ssot baseline check lists them. Fix or suppress them, or take them in with --allow-new. Nothing was written.\n`,
    );
    process.exitCode = ExitCode.violations;
    return;
  }
  const entries = [...pruned(found), ...fresh.map(entryOf)];
  save(found.path, updateBaseline(text, entries), entries.length);
}

function check(path: string | undefined, options: BaselineOptions): void {
  const found = needed(path, options);
  if (!found) return;
  const { result } = found;
  const colored = options.color !== false && process.stdout.isTTY && process.env['NO_COLOR'] === undefined;
  process.stdout.write(
    options.format === 'json' ? renderJson(result, toolVersion) : renderText(result, createStyle(colored)),
  );
  const isClean = !hasFailures(result.violations) && result.baseline!.absent.length === 0;
  process.exitCode = isClean ? ExitCode.clean : ExitCode.violations;
}

function prune(path: string | undefined, options: BaselineOptions): void {
  const found = needed(path, options);
  if (!found) return;
  const entries = pruned(found);
  save(found.path, updateBaseline(found.baseline.text, entries), entries.length);
}

function pruned({ result, baseline, isThere }: Found): readonly BaselineEntry[] {
  // Of a file that could not be read in full nobody knows what is gone.
  const unsure = new Set(result.parseErrors.map(({ file }) => file));
  return prunedEntries(baseline.text.entries, result.violations, isThere, (file) => !unsure.has(file));
}

function needed(path: string | undefined, options: BaselineOptions): Found | undefined {
  const found = scanned(path, options);
  if (!found) return undefined;
  const { baseline } = found;
  if (baseline) return { ...found, baseline };
  failUsage(`${shownPath(found.path)}: there is no such file; ssot baseline write makes one`);
  return undefined;
}

/** Entries of files that could not be read in full stay until they can be. */
function keepingUnsure(
  entries: readonly BaselineEntry[],
  { result, baseline }: Scanned,
): readonly BaselineEntry[] {
  const unsure = new Set(result.parseErrors.map(({ file }) => file));
  const there = new Set(entries.map(({ file, fingerprint }) => `${file}\0${fingerprint}`));
  const kept = (baseline?.text.entries ?? []).filter(
    ({ file, fingerprint }) => unsure.has(file) && !there.has(`${file}\0${fingerprint}`),
  );
  return [...entries, ...kept];
}

function save(path: string, text: string, count: number): void {
  const problem = writeBaseline(path, text);
  if (problem !== undefined) {
    failUsage(`${shownPath(path)}: not written: ${problem}`);
    return;
  }
  process.stderr.write(`${shownPath(path)}: ${counted(count, 'entry', 'entries')}\n`);
  process.exitCode = ExitCode.clean;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
