import { InvalidArgumentError, Option, type Command } from 'commander';
import { defaultScope, type Scope, type TargetSettings } from '../../livecheck/protocol.ts';

/** The named targets of the configuration; a message where it cannot be read. */
export type ReadTargets = (
  configFile: string | undefined,
) => Promise<
  | { readonly ok: true; readonly targets: Readonly<Record<string, TargetSettings>> }
  | { readonly ok: false; readonly message: string }
>;

export interface CheckDependencies {
  readonly readTargets: ReadTargets;
}

export interface CheckOptions {
  readonly target?: string;
  readonly url?: string;
  readonly format: 'text' | 'json';
  readonly scope: Scope;
  readonly repeat: number;
  readonly users: number;
  readonly timeout?: number;
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
      new Option('--format <format>', 'how to print the result').choices(['text', 'json']).default('text'),
    )
    .addOption(
      new Option('--scope <scope>', 'which probes to run')
        .choices(['connection', 'full'])
        .default(defaultScope),
    )
    .addOption(new Option('--repeat <n>', 'run so many times').argParser(count(1000)).default(1))
    .addOption(new Option('--users <n>', 'users for the isolation probe').argParser(count(50)).default(1))
    .addOption(
      new Option('--timeout <seconds>', 'the longest wait for any one answer').argParser(durationSeconds),
    )
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
    .action(async (options: CheckOptions) => {
      // What talks to sockets is loaded only here: every other command starts without it.
      const { runCheck } = await import('../runCheck.ts');
      process.exitCode = await runCheck(options, dependencies, program.version() ?? '0.0.0');
    });
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
