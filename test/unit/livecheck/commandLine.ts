import { Command } from 'commander';
import { afterEach, beforeEach, vi } from 'vitest';
import { register as registerCheck, type ReadTargets } from '../../../src/cli/commands/check.ts';
import { register as registerEmulate } from '../../../src/cli/commands/emulate.ts';

export interface Ended {
  readonly code: number | string | null | undefined;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line in this process and takes what it writes. */
export async function ssot(args: readonly string[], readTargets: ReadTargets = noTargets): Promise<Ended> {
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((out += String(text))));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((err += String(text))));
  const program = new Command('ssot').version('1.2.3').exitOverride();
  // A backend that is started for a check answers at once.
  registerCheck(program, { readTargets, pace: 0 });
  registerEmulate(program);
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeErr: (text) => (err += text) });
  process.exitCode = undefined;
  try {
    await program.parseAsync(['node', 'ssot', ...args]);
    return { code: process.exitCode, out, err };
  } catch (error) {
    return { code: (error as { code: string }).code, out, err };
  } finally {
    vi.restoreAllMocks();
    process.exitCode = undefined;
  }
}

const noTargets: ReadTargets = () => Promise.resolve({ ok: true, targets: {} });
export const targets =
  (all: Record<string, { apiUrl: string }>): ReadTargets =>
  () =>
    Promise.resolve({ ok: true, targets: all });

/** Takes the developer's own secrets out of the environment, for each test of the file. */
export function withoutSecrets(): void {
  beforeEach(() => {
    for (const name of ['SSOT_JWT_SECRET', 'SSOT_STAGING_TOKEN', 'SSOT_E2E_BYPASS_KEY']) vi.stubEnv(name, '');
  });
  afterEach(() => vi.unstubAllEnvs());
}
