import { spawnSync } from 'node:child_process';

export interface GitAnswer {
  readonly ok: boolean;
  /** There is no git. */
  readonly isMissing: boolean;
  readonly output: string;
  /** The first line of what it complains about. */
  readonly complaint: string;
}

/**
 * Settings under which git only reads: a repository may name programs to run for a look at its files, and objects that are
 * missing in a partial clone would be fetched.
 */
export const onlyReading: readonly string[] = ['-c', 'core.fsmonitor=false', '--no-optional-locks'];

/** Asks git in `folder`, without a shell. */
export function git(folder: string, ...args: readonly string[]): GitAnswer {
  const run = spawnSync('git', ['-C', folder, ...onlyReading, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  // It did not run, or wrote more than fits; then there may be no output at all.
  if (run.error) {
    const isMissing = 'code' in run.error && run.error.code === 'ENOENT';
    return { ok: false, isMissing, output: '', complaint: run.error.message };
  }
  const [complaint = ''] = run.stderr.split('\n');
  return { ok: run.status === 0, isMissing: false, output: run.stdout, complaint };
}
