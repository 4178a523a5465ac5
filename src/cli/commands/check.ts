import { InvalidArgumentError, Option, type Command } from 'commander';
import {
  defaultScope,
  mostUsers,
  type Scope,
  type TargetSettings,
  type Waiver,
} from '../../livecheck/protocol.ts';
import { readWaiver } from '../../report/validation/facts.ts';
import { ExitCode } from '../exitCode.ts';

/** The named targets of the configuration; a message where it cannot be read. */
export type ReadTargets = (
  configFile: string | undefined,
) => Promise<
  | { readonly ok: true; readonly targets: Readonly<Record<string, TargetSettings>> }
  | { readonly ok: false; readonly message: string }
>;

export interface CheckDependencies {
  readonly readTargets: ReadTargets;
  /** Stretches the waits of a profile's backend; default 1, as on the real service. */
  readonly pace?: number;
}

export type CheckFormat = 'text' | 'json' | 'junit' | 'markdown';

export interface CheckOptions {
  readonly target?: string;
  readonly url?: string;
  /** A profile of the embedded backend, which is started for this check alone. */
  readonly profile?: string;
  readonly format: CheckFormat;
  readonly scope: Scope;
  readonly repeat: number;
  /** Absent: as many as there are test users. 1 leaves isolation out. */
  readonly users?: number;
  /** Seconds. */
  readonly timeout?: number;
  readonly waiver: readonly Waiver[];
  readonly allowProduction?: boolean;
  readonly output?: string;
  readonly config?: string;
  readonly color: boolean;
}

/** Adds `check`: the live WebSocket check. It sets `process.exitCode` and never exits by itself. */
export function register(program: Command, dependencies: CheckDependencies): void {
  program
    .command('check')
    .description('prove on a live backend that WebSockets work, and for whom')
    .addOption(
      new Option('--target <name>', 'a target of the configuration (staging.targets)').conflicts('url'),
    )
    .option('--url <url>', 'the backend, such as https://host.example or http://127.0.0.1:18080')
    .addOption(
      new Option(
        '--profile <name>',
        'a profile of the embedded backend, started for this check: what does the check say of it?',
      ).conflicts(['url', 'target']),
    )
    .option('--list-profiles', 'list the profiles, as ssot emulate --list does')
    .addOption(
      new Option('--format <format>', 'how to print the result')
        .choices(['text', 'json', 'junit', 'markdown'])
        .default('text'),
    )
    .addOption(
      new Option('--scope <scope>', 'which probes to run')
        .choices(['connection', 'full'])
        .default(defaultScope),
    )
    .addOption(
      new Option('--repeat <n>', 'run so many times, and add up what was seen')
        .argParser(count(1000))
        .default(1),
    )
    .addOption(usersOption())
    .addOption(
      new Option(
        '--timeout <seconds>',
        'the longest wait for any one answer, and for the next agent event',
      ).argParser(durationSeconds),
    )
    .addOption(waiverOption())
    .option('--allow-production', 'probe a host that looks like production')
    .option('--output <file>', 'write the result there and not to stdout')
    .option('--config <file>', 'the configuration to read targets from')
    .option('--no-color', 'no colors')
    .addHelpText(
      'after',
      '\nThe signing secret comes from SSOT_JWT_SECRET, a finished token from SSOT_STAGING_TOKEN, or from a prompt on a terminal;' +
        '\nwith SSOT_E2E_BYPASS_KEY, the end-to-end simulation of the auth service in SSOT_AUTH_ORIGIN issues one;' +
        '\nfor a target of the configuration, SSOT_JWT_ORIGIN names the backend that they are for;' +
        "\nfor a backend on this machine the embedded backend's development secret is used. Exit code 0 means PASSED, with warnings or without.",
    )
    .action(async (options: CheckOptions & { readonly listProfiles?: boolean }) => {
      if (options.listProfiles === true) {
        const { profileList } = await import('../profileList.ts');
        process.stdout.write(profileList());
        process.exitCode = ExitCode.clean;
        return;
      }
      // What talks to sockets is loaded only here: every other command starts without it.
      const { runCheck } = await import('../runCheck.ts');
      process.exitCode = await runCheck(options, dependencies, program.version() ?? '0.0.0');
    });
}

/** `--users`; without it there are as many as there are test users. */
export const usersOption = (): Option =>
  new Option(
    '--users <n>',
    'connect so many users at once to see whether they are kept apart; 1 leaves that out (default: 3)',
  ).argParser(count(mostUsers));

/** `--waiver`, as often as needed. Who accepts what shows wherever the verdict does. */
export const waiverOption = (): Option =>
  new Option(
    '--waiver <probe=who: why>',
    'accept that an authentication probe fails; it shows in the verdict, which is no pass',
  )
    .argParser(addWaiver)
    .default([], 'none');

function addWaiver(text: string, waivers: readonly Waiver[]): readonly Waiver[] {
  const read = readWaiver(text);
  if (!read.ok) throw new InvalidArgumentError(read.message);
  return [...waivers, read.value];
}

/** Reads a whole number from 1 on. */
export function count(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1 || value > most)
      throw new InvalidArgumentError(`It must be a whole number from 1 to ${most}.`);
    return value;
  };
}

function durationSeconds(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 600))
    throw new InvalidArgumentError('It must be a number of seconds, above 0 and at most 600.');
  return value;
}
