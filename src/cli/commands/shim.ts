import { relative, resolve, sep } from 'node:path';
import type { Command } from 'commander';
import { createTwoFilesPatch } from 'diff';
import { whatStays } from '../../project/deadShims.ts';
import { legacyFiles, type LegacyFile } from '../../project/legacyFiles.ts';
import type { Project } from '../../project/project.ts';
import { removeDead, shimProject, type ShimOutcome } from '../../project/shimProject.ts';
import { counted } from '../../report/counted.ts';
import { createStyle, type Style } from '../../report/style.ts';
import { ExitCode } from '../exitCode.ts';
import { indexProject, openProject } from '../openProject.ts';
import { runWithProgress } from '../progress.ts';
import { failUsage } from '../usageError.ts';

interface ShimOptions {
  readonly config?: string;
  readonly write?: boolean;
  readonly unsafe?: boolean;
  readonly removeDead?: boolean;
  readonly all?: boolean;
  readonly color: boolean;
}

export function register(program: Command): void {
  program
    .command('shim')
    .description(
      'rewrite legacy modules into deprecation shims of what others still take from them; prints a diff unless told to write',
    )
    .argument('[modules...]', 'legacy modules, by name or file')
    .option('--all', 'all legacy modules of the configuration')
    .option('--config <file>', 'use this configuration for the current folder')
    .option('--write', 'write the files instead of printing a diff')
    .option('--unsafe', 'let the canonical object take the place of one that a legacy module defines itself')
    .option('--remove-dead', 'list the shims that nobody needs any more; with --write, delete them')
    .option('--no-color', 'print without colours')
    .action((modules: string[], options: ShimOptions) => {
      shim(modules, options);
    });
}

function shim(modules: readonly string[], options: ShimOptions): void {
  if (modules.length === 0 && !options.all && !options.removeDead) {
    failUsage('name the legacy modules to turn into shims, or all of them with --all');
    return;
  }
  const opened = openProject([], options.config);
  if (!opened.ok) {
    failUsage(...opened.messages);
    return;
  }
  const { project } = opened;
  const problems = indexProject(project);
  if (problems.length > 0) {
    failUsage(...problems);
    return;
  }
  const known = legacyFiles(project);
  const asked = modules.map((name) => ({ name, target: find(project, known, name) }));
  const strange = asked.find(({ target }) => !target);
  if (strange) {
    const there = known.map(({ module }) => module).join(', ');
    failUsage(
      `${strange.name} is no legacy module that is there; ${there === '' ? 'the configuration names none' : `these are: ${there}`}`,
    );
    return;
  }
  const targets = modules.length === 0 ? known : asked.flatMap(({ target }) => target ?? []);
  const colored = options.color && process.stderr.isTTY && process.env['NO_COLOR'] === undefined;
  const isLeft = (options.removeDead ? remove : rewrite)(project, targets, options, createStyle(colored));
  process.exitCode = isLeft ? ExitCode.violations : ExitCode.clean;
}

/** A legacy module by its name, or by its file as it is seen from the current folder. */
function find({ loaded }: Project, known: readonly LegacyFile[], name: string): LegacyFile | undefined {
  const file = relative(loaded.root, resolve(name)).split(sep).join('/');
  return known.find((each) => each.module === name || each.file === file);
}

/** @returns whether something is left to do */
function rewrite(
  project: Project,
  targets: readonly LegacyFile[],
  options: ShimOptions,
  style: Style,
): boolean {
  const outcomes = shimProject(project, targets, options.unsafe ?? false, options.write ?? false);
  const made = outcomes.filter(({ plan, failed }) => plan.kind === 'shim' && failed === undefined);
  if (!options.write)
    for (const { file, before, plan } of made)
      if (plan.kind === 'shim')
        process.stdout.write(createTwoFilesPatch(`a/${file}`, `b/${file}`, before, plan.text));
  const what = options.write ? 'turned into' : 'to turn into';
  const lines = [
    style.bold(
      `${counted(made.length, 'legacy module')} ${what} ${made.length === 1 ? 'a deprecation shim' : 'deprecation shims'}`,
    ),
    ...outcomes.flatMap((outcome) => describe(outcome, style)),
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
  return outcomes.some(({ failed }) => failed !== undefined) || (!options.write && made.length > 0);
}

function describe({ module, file, plan, failed }: ShimOutcome, style: Style): string[] {
  if (failed !== undefined) return [style.red(`  ${file}: not written: ${failed}`)];
  if (plan.kind === 'already') return [`  ${module}: a deprecation shim already`];
  if (plan.kind === 'refused') return [`  ${module}: refused: ${plan.reason}`];
  const unsafe = plan.kept.filter(({ kind }) => kind === 'unsafe').map(({ name }) => name);
  return [
    `  ${module}: keeps ${counted(plan.kept.length, 'name')} for ${counted(plan.importers.length, 'importer')}`,
    ...(unsafe.length > 0 ? [`    other objects than before: ${unsafe.join(', ')}`] : []),
    ...(plan.missing.length > 0
      ? [`    imported, and not there today either: ${plan.missing.join(', ')}`]
      : []),
  ];
}

/** @returns whether something is left to do */
function remove(
  project: Project,
  targets: readonly LegacyFile[],
  options: ShimOptions,
  style: Style,
): boolean {
  const files = targets.map(({ file }) => file);
  const stays = runWithProgress(whatStays(project, files), 'looking through');
  const dead = targets.filter(({ file }) => !stays.has(file));
  const failures = options.write ? dead.map((each) => ({ ...each, failed: removeDead(project, each) })) : [];
  const failed = failures.filter((each) => each.failed !== undefined);
  for (const { file } of dead)
    if (!failed.some((each) => each.file === file)) process.stdout.write(`${file}\n`);
  const lines = [
    style.bold(
      `${counted(dead.length - failed.length, 'dead shim')} ${options.write ? 'deleted' : 'to delete'}`,
    ),
    ...targets.flatMap(({ module, file }) => {
      const reason = stays.get(file);
      return reason === undefined ? [] : [`  ${module}: stays: ${reason}`];
    }),
    ...failed.map(({ file, failed: why }) => style.red(`  ${file}: not deleted: ${why ?? ''}`)),
    ...(dead.length > 0
      ? ['the configuration still calls them legacy, so that nobody comes to import them again unseen']
      : []),
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
  return failed.length > 0 || (!options.write && dead.length > 0);
}
