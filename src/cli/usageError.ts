import { ExitCode } from './exitCode.ts';

/** Says on stderr, in one line each, what is wrong with the call, and sets the exit code for it. */
export function failUsage(...messages: readonly string[]): void {
  for (const message of messages) process.stderr.write(`ssot: ${message}\n`);
  process.exitCode = ExitCode.usage;
}

/** What is wrong with the call, thrown where there is nothing to go on with: one line each. */
export class UsageFault extends Error {
  readonly messages: readonly string[];

  constructor(messages: readonly string[]) {
    super(messages.join('\n'));
    this.messages = messages;
  }
}
