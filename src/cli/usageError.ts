import { ExitCode } from './exitCode.ts';

/** Says on stderr, in one line each, what is wrong with the call, and sets the exit code for it. */
export function failUsage(...messages: readonly string[]): void {
  for (const message of messages) process.stderr.write(`ssot: ${message}\n`);
  process.exitCode = ExitCode.usage;
}
