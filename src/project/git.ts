import { spawnSync, type SpawnSyncOptions } from 'node:child_process';

export interface GitAnswer {
  readonly ok: boolean;
  /** There is no git. */
  readonly isMissing: boolean;
  readonly output: string;
  /** The first line of what it complains about. */
  readonly complaint: string;
}

/**
 * The arguments with which git looks at the repository around a folder and changes nothing: settings may name a program that
 * watches the files, or one that checks signatures, whose words would stand among the answers, and neither is run.
 */
export function readingIn(folder: string, args: readonly string[]): string[] {
  const settings = ['core.fsmonitor=false', 'log.showSignature=false'].flatMap((each) => ['-c', each]);
  return ['-C', folder, ...settings, '--no-optional-locks', ...args];
}

/** The environment for git: a hook of another repository would be told where that is. */
export function gitEnvironment(): NonNullable<SpawnSyncOptions['env']> {
  const {
    GIT_DIR: _dir,
    GIT_WORK_TREE: _tree,
    GIT_INDEX_FILE: _index,
    GIT_PREFIX: _prefix,
    ...env
  } = process.env;
  return env;
}

/** Asks the git of the repository around a folder, without a shell. */
export function git(folder: string, ...args: readonly string[]): GitAnswer {
  const run = spawnSync('git', readingIn(folder, args), {
    encoding: 'utf8',
    env: gitEnvironment(),
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
