import { existsSync, renameSync, unlinkSync, writeFileSync, chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeGitFolder } from './gitFolder.ts';
import { chat, makeFolder, runCli } from './runCli.ts';

const legacy = 'from chat.sockets import SocketHub\n\nprint(SocketHub)\n';

async function filesOf(cwd: string, ...args: readonly string[]): Promise<string[]> {
  const run = await runCli(cwd, 'scan', '--format', 'json', ...args);
  expect(run.stderr).toBe('');
  const { violations } = JSON.parse(run.stdout) as { violations: { file: string }[] };
  return violations.map(({ file }) => file).sort();
}

describe('ssot scan --changed-since', () => {
  it('looks at what is committed, staged, edited, renamed and not tracked yet', async () => {
    const folder = makeGitFolder({ ...chat, 'chat/still.py': legacy, 'chat/old.py': `${legacy}# old\n` });
    expect(await filesOf(folder.path, '--changed-since', 'HEAD')).toEqual([]);
    folder.write('chat/committed.py', legacy);
    folder.commit('Add one');
    folder.write('chat/staged.py', legacy);
    folder.git('add', 'chat/staged.py');
    folder.write('chat/still.py', `\n${legacy}`);
    folder.write('chat/new ünd "odd".py', legacy);
    renameSync(join(folder.path, 'chat/old.py'), join(folder.path, 'chat/renamed.py'));
    unlinkSync(join(folder.path, 'chat/repair.py'));
    expect(await filesOf(folder.path, '--changed-since', 'HEAD~1')).toEqual([
      'chat/committed.py',
      'chat/new ünd "odd".py',
      'chat/renamed.py',
      'chat/staged.py',
      'chat/still.py',
    ]);
    expect(await filesOf(folder.path, '--changed-since', 'HEAD')).not.toContain('chat/committed.py');
  });

  it('asks the repository around the files, also in a hook that git has told of another', async () => {
    const folder = makeGitFolder(chat);
    folder.write('chat/safe.py', `\n${legacy}`);
    const hook = { GIT_DIR: join(makeGitFolder({}).path, '.git'), GIT_INDEX_FILE: 'index' };
    Object.assign(process.env, hook);
    try {
      expect(await filesOf(folder.path, '--changed-since', 'HEAD')).toEqual(['chat/safe.py']);
    } finally {
      for (const name of Object.keys(hook)) Reflect.deleteProperty(process.env, name);
    }
  });

  it('leaves out what the other branch has changed meanwhile', async () => {
    const folder = makeGitFolder(chat);
    folder.git('switch', '--quiet', '--create', 'topic');
    folder.write('chat/mine.py', legacy);
    folder.commit('Add mine');
    folder.git('switch', '--quiet', 'main');
    folder.write('chat/safe.py', 'x = 1\n');
    folder.commit('Fix theirs');
    folder.git('switch', '--quiet', 'topic');
    expect(await filesOf(folder.path, '--changed-since', 'main')).toEqual(['chat/mine.py']);
  });

  it('takes paths from the folder of the configuration, wherever that lies in the repository', async () => {
    const inner = Object.fromEntries(
      Object.entries(chat).map(([file, text]) => [`apps/back end/${file}`, text]),
    );
    const folder = makeGitFolder({ ...inner, 'chat/outside.py': '' });
    folder.write('apps/back end/chat/safe.py', `\n${legacy}`);
    folder.write('chat/outside.py', legacy);
    const root = join(folder.path, 'apps/back end');
    expect(await filesOf(root, '--changed-since', 'HEAD')).toEqual(['chat/safe.py']);
    const run = await runCli(root, 'scan', '--changed-since', 'HEAD', '--format', 'github');
    expect(run.stdout).toContain('::error file=apps/back end/chat/safe.py,line=2,');
  });

  it('looks at who imports from it where it is told to, also through what passes it on', async () => {
    const folder = makeGitFolder({
      ...chat,
      'chat/barrel.py': 'from chat.sockets import SocketHub\n',
      'chat/deep.py': 'from chat.barrel import SocketHub\n',
      'chat/apart.py': legacy,
    });
    folder.write('chat/barrel.py', 'from chat.sockets import SocketHub  # changed\n');
    expect(await filesOf(folder.path, '--changed-since', 'HEAD')).toEqual(['chat/barrel.py']);
    expect(await filesOf(folder.path, '--changed-since', 'HEAD', '--with-importers')).toEqual([
      'chat/barrel.py',
      'chat/deep.py',
    ]);
    unlinkSync(join(folder.path, 'chat/barrel.py'));
    unlinkSync(join(folder.path, 'chat/sockets.py'));
    expect(await filesOf(folder.path, '--changed-since', 'HEAD', '--with-importers')).toEqual([
      'chat/apart.py',
      'chat/safe.py',
    ]);
  });

  it('refuses what is no reference, and never takes it for an option', async () => {
    const folder = makeGitFolder(chat);
    const mark = join(folder.path, 'mark');
    for (const bad of [
      `--output=${mark}`,
      '-p',
      '',
      'a\nb',
      'nowhere',
      'HEAD:chat',
      '--upload-pack=touch mark',
    ]) {
      const run = await runCli(folder.path, 'scan', `--changed-since=${bad}`);
      expect([bad, run.code, run.stdout]).toEqual([bad, 2, '']);
      expect(run.stderr).toMatch(/^ssot: --changed-since: (there is no commit|“.*” is no reference)/s);
    }
    expect(existsSync(mark)).toBe(false);
  });

  it('runs no program that the repository names', async () => {
    const folder = makeGitFolder(chat);
    const mark = join(folder.path, 'mark');
    const program = join(folder.path, '.git', 'program');
    writeFileSync(program, `#!/bin/sh\ntouch '${mark}'\ncat "$1"\n`);
    chmodSync(program, 0o755);
    mkdirSync(join(folder.path, '.git/info'), { recursive: true });
    writeFileSync(join(folder.path, '.git/info/attributes'), '*.py diff=own\n');
    for (const key of ['diff.external', 'diff.own.command', 'diff.own.textconv', 'core.fsmonitor'])
      folder.git('config', key, program);
    folder.write('chat/safe.py', `\n${legacy}`);
    expect(await filesOf(folder.path, '--changed-since', 'HEAD')).toEqual(['chat/safe.py']);
    expect(existsSync(mark)).toBe(false);
  });

  it('says what is wrong where git has no answer', async () => {
    const none = await runCli(makeFolder(chat), 'scan', '--changed-since', 'HEAD');
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/^ssot: --changed-since: this is no git repository that can be read/);
    const folder = makeGitFolder(chat);
    folder.git('switch', '--quiet', '--orphan', 'apart');
    folder.git('checkout', '--quiet', 'main', '--', '.');
    folder.commit('Begin anew');
    const apart = await runCli(folder.path, 'scan', '--changed-since', 'main');
    expect([apart.code, apart.stderr]).toEqual([
      2,
      'ssot: --changed-since: “main” and HEAD have no commit in common; in a shallow clone, fetch more of the history\n',
    ]);
    const alone = await runCli(folder.path, 'scan', '--with-importers');
    expect([alone.code, alone.stderr]).toEqual([2, 'ssot: --with-importers goes with --changed-since\n']);
  });
});
