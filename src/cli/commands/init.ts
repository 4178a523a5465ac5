import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { configFileName } from '../../project/configuration.ts';
import { proposeSources } from '../../project/proposal.ts';
import { writeConfiguration } from '../../project/writeConfiguration.ts';
import { renderProposedConfig } from '../../report/proposalConfig.ts';
import { renderProposalJson } from '../../report/proposalJson.ts';
import { ExitCode } from '../exitCode.ts';
import { runWithProgress } from '../progress.ts';
import { failUsage } from '../usageError.ts';
import { toolVersion } from '../version.ts';

interface InitOptions {
  readonly format: 'text' | 'json';
  readonly like?: string;
  readonly write?: boolean;
  readonly force?: boolean;
}

export function register(program: Command): void {
  program
    .command('init')
    .description('propose a configuration from the code, with the reason for each value')
    .argument('[path]', 'a folder; the current one without it')
    .option(
      '--like <name>',
      'propose a source for classes like this, such as OrderRepository or "*Order*Repository*"',
    )
    .option('--write', `write ${configFileName} instead of printing it`)
    .option('--force', 'with --write: replace one that is there')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action((path: string | undefined, options: InitOptions) => {
      init(path ?? '.', options);
    });
}

function init(path: string, options: InitOptions): void {
  const folder = resolve(path);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    failUsage(`${path}: there is no such folder`);
    return;
  }
  if (options.like !== undefined && !/[^*]/.test(options.like)) {
    failUsage(`--like ${options.like}: write a class name, or a part of some with *`);
    return;
  }
  const proposal = runWithProgress(proposeSources(folder, options.like), 'looking at');
  const isEmpty = proposal.sources.length === 0;
  const config = isEmpty ? '' : renderProposedConfig(proposal);
  process.exitCode = ExitCode.clean;
  if (options.format === 'json') process.stdout.write(renderProposalJson(proposal, config, toolVersion));
  if (isEmpty) {
    const what = options.like ?? 'a name with “Socket” in it';
    const tried = proposal.considered.map(({ pattern, why }) => `${pattern}: ${why}`).slice(0, 5);
    for (const line of [
      `nothing found in ${proposal.filesSeen} files: no class of ${what} is imported from several modules`,
      ...tried,
    ])
      process.stderr.write(`ssot: ${line}\n`);
    return;
  }
  if (options.write !== true) {
    if (options.format === 'text') process.stdout.write(config);
    return;
  }
  const written = writeConfiguration(folder, config, options.force === true);
  if (!written.ok) failUsage(`${join(path, configFileName)}: ${written.message}`);
  else
    process.stderr.write(`${join(path, configFileName)} is written; ssot scan shows what there is to do\n`);
}
