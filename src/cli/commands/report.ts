import { InvalidArgumentError, Option, type Command } from 'commander';
import { defaultScope, type Waiver } from '../../livecheck/protocol.ts';
import { readFact } from '../../report/validation/facts.ts';
import type { UserFactName } from '../../report/validation/input.ts';
import { count, usersOption, waiverOption, type CheckDependencies } from './check.ts';

export interface ReportOptions {
  readonly check?: string;
  readonly target?: string;
  readonly url?: string;
  readonly scope: 'connection' | 'full';
  readonly users?: number;
  readonly repeat: number;
  readonly allowProduction?: boolean;
  readonly log?: string;
  readonly compare?: string;
  readonly fact: Readonly<Partial<Record<UserFactName, string>>>;
  readonly waiver: readonly Waiver[];
  readonly issue?: string;
  readonly phase?: string;
  readonly output?: string;
  readonly config?: string;
  readonly scan: boolean;
  readonly history: boolean;
  /** Options that count for a live run alone and were given, as they are written. */
  readonly ofLiveRun: readonly string[];
}

/** Adds `report`: scan, live check and deployment log in one validation report, Markdown with the data beside it. */
export function register(program: Command, dependencies: CheckDependencies): void {
  program
    .command('report')
    .description(
      'write a validation report of what was observed, scanned and logged: Markdown, and its data as JSON',
    )
    .argument('[path]', 'the folder that is scanned; the current one without it')
    .option('--check <file>', 'a live check, as `ssot check --format json` wrote it')
    .addOption(
      new Option('--target <name>', 'run the live check on this target of the configuration').conflicts([
        'check',
        'url',
      ]),
    )
    .addOption(new Option('--url <url>', 'run the live check on this backend').conflicts('check'))
    .addOption(
      new Option('--scope <scope>', 'which probes to run')
        .choices(['connection', 'full'])
        .default(defaultScope),
    )
    .addOption(usersOption())
    .addOption(
      new Option('--repeat <n>', 'run the live check so many times').argParser(count(1000)).default(1),
    )
    .option('--allow-production', 'probe a host that looks like production')
    .option('--log <file>', 'a deployment log, as for `ssot logs`')
    .option('--compare <file>', 'the data of an earlier report')
    .addOption(
      new Option(
        '--fact <name=value>',
        'what you know of the deployment, such as revision=NAME; it is marked as yours',
      )
        .argParser(addFact)
        .default({}, 'none'),
    )
    .addOption(waiverOption())
    .option('--issue <text>', 'the issue that the report is for')
    .option('--phase <text>', 'the phase that it is for')
    .option(
      '--output <file>',
      'the Markdown (.md); the data (.json) and the burn-down are written beside it under the same name',
    )
    .option('--config <file>', 'use this configuration, relative to the folder')
    .option('--no-scan', 'without the state of the code')
    .option('--no-history', 'without the burn-down')
    .addHelpText(
      'after',
      '\nWhere nothing was observed the report says so. Exit code 0 means PASSED, with warnings or without.',
    )
    .action(async (path: string | undefined, options: ReportOptions, command: Command) => {
      const ofLiveRun = command.options
        .filter((option) => onlyForLiveRun.has(option.attributeName()))
        .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
        .map(({ long }) => long!);
      // What talks to sockets is loaded only here: every other command starts without it.
      const { runReport } = await import('../runReport.ts');
      process.exitCode = await runReport(path, { ...options, ofLiveRun }, dependencies);
    });
}

const onlyForLiveRun: ReadonlySet<string> = new Set(['scope', 'users', 'repeat', 'allowProduction']);

type Facts = ReportOptions['fact'];

function addFact(text: string, facts: Facts): Facts {
  const read = readFact(text);
  if (!read.ok) throw new InvalidArgumentError(read.message);
  return { ...facts, [read.value.name]: read.value.value };
}
