import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from './runCli.ts';

/** A git repository that no settings of this machine have a say in. */
export interface GitFolder {
  readonly path: string;
  git(...args: readonly string[]): string;
  write(file: string, text: string): void;
  /** Commits everything that there is. */
  commit(message: string): void;
}

export function makeGitFolder(files: Readonly<Record<string, string>>): GitFolder {
  const path = makeFolder(files);
  const run = gitIn(path);
  const git = (...args: readonly string[]): string => run(args);
  const folder: GitFolder = {
    path,
    git,
    write: (file, text) => {
      writeFileSync(join(path, file), text);
    },
    commit: (message) => {
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', '--message', message);
    },
  };
  git('init', '--quiet', '--initial-branch', 'main');
  folder.commit('Begin');
  return folder;
}

/** Runs git in a folder. @param date of what is committed, as git reads it */
export function gitIn(folder: string): (args: readonly string[], date?: string) => string {
  return (args, date) => {
    const dates = date === undefined ? {} : { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    const env = { ...gitEnvironment(), ...dates };
    // A merge lists what it changed: more than the usual buffer holds.
    return execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      env,
      stdio: 'pipe',
      maxBuffer: 1 << 28,
    });
  };
}

export function gitEnvironment(): NodeJS.ProcessEnv {
  const who = { NAME: 'Somebody', EMAIL: 'somebody@example.com' };
  return {
    ...process.env,
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_SYSTEM: devNull,
    GIT_AUTHOR_NAME: who.NAME,
    GIT_AUTHOR_EMAIL: who.EMAIL,
    GIT_COMMITTER_NAME: who.NAME,
    GIT_COMMITTER_EMAIL: who.EMAIL,
  };
}
