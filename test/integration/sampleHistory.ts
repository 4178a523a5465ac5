import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { sample } from './suite/editorState.ts';

/** Two files whose violations go, one commit after the other. */
const fixed = ['backend/parley/chat/rooms.py', 'backend/parley/chat/history.py'] as const;

/** Makes the sample a repository with three commits, the later with less to do. @returns what takes it away again */
export async function withHistory(): Promise<() => Promise<void>> {
  const root = sample('').fsPath;
  const git = (day: string, ...args: string[]): void => {
    const date = `${day}T12:00:00Z`;
    execFileSync(
      'git',
      ['-C', root, '-c', 'user.name=Somebody', '-c', 'user.email=some@body.invalid', ...args],
      {
        env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
      },
    );
  };
  const texts = await Promise.all(
    fixed.map(async (path) => [path, await vscode.workspace.fs.readFile(sample(path))] as const),
  );
  git('2027-01-04', 'init', '--quiet');
  git('2027-01-04', 'add', '--all');
  git('2027-01-04', 'commit', '--quiet', '--message', 'Begin');
  for (const [index, path] of fixed.entries()) {
    await vscode.workspace.fs.writeFile(sample(path), new TextEncoder().encode('"""Done."""\n'));
    const day = `2027-01-${String(11 + 7 * index)}`;
    git(day, 'commit', '--quiet', '--all', '--message', `Migrate ${path}`);
  }
  return async () => {
    for (const [path, text] of texts) await vscode.workspace.fs.writeFile(sample(path), text);
    await rm(join(root, '.git'), { recursive: true, force: true });
  };
}
