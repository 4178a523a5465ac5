import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { chat, makeFolder, runCli } from './runCli.ts';

interface Document {
  phases: { id: string; title: string; target?: string }[];
  points: {
    date: string;
    violations: number | null;
    byPhase: Record<string, number>;
    problem: string | null;
  }[];
}

/** A repository that commits on a day of its own each time. */
function repository(files: Readonly<Record<string, string | Uint8Array>>, below = '') {
  const top = makeFolder({});
  const folder = join(top, below);
  const put = (more: Readonly<Record<string, string | Uint8Array>>): void => {
    for (const [path, content] of Object.entries(more)) {
      mkdirSync(join(folder, path, '..'), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
  };
  const git = (day: string, ...args: readonly string[]): void => {
    const settings = ['user.name=Somebody', 'user.email=somebody@example.org', 'commit.gpgsign=false'];
    const date = `${day}T12:00:00Z`;
    execFileSync('git', [...settings.flatMap((each) => ['-c', each]), ...args], {
      cwd: top,
      stdio: 'ignore',
      env: { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date },
    });
  };
  const commit = (day: string): void => {
    git(day, 'add', '-A');
    git(day, 'commit', '-q', '--allow-empty', '-m', day);
  };
  mkdirSync(folder, { recursive: true });
  git('2027-01-01', 'init', '-q', '-b', 'main');
  put(files);
  return { top, folder, put, commit };
}

async function historyOf(folder: string, ...args: readonly string[]): Promise<Document> {
  const run = await runCli(folder, 'history', '--format', 'json', ...args);
  expect(run.stderr).toBe('');
  expect(run.code).toBe(0);
  return JSON.parse(run.stdout) as Document;
}

const legacy = chat['chat/safe.py']!;
const fixed = 'from chat.hub import SocketHub\n\nprint(SocketHub)\n';

describe('ssot history', () => {
  it('counts what was left at each commit, with the configuration of today', async () => {
    const { folder, put, commit } = repository({ ...chat, 'ssot.config.json': '{}' }, 'backend');
    commit('2027-01-01');
    put({ 'chat/more.py': legacy, 'chat/built.py': 'from chat.hub import SocketHub\n\nhub = SocketHub()\n' });
    commit('2027-01-11');
    put({ 'chat/safe.py': fixed, 'chat/more.py': fixed });
    renameSync(join(folder, 'chat/repair.py'), join(folder, 'chat/renamed.py'));
    commit('2027-01-21');
    put({ 'ssot.config.json': chat['ssot.config.json']! });
    const { points, phases } = await historyOf(folder);
    expect(phases.map(({ id }) => id)).toEqual(['1', '2']);
    expect(points).toMatchObject([
      { date: '2027-01-01T12:00:00.000Z', violations: 2, byPhase: { 1: 2 } },
      { date: '2027-01-11T12:00:00.000Z', violations: 4, byPhase: { 1: 3, 2: 1 } },
      { date: '2027-01-21T12:00:00.000Z', violations: 2, byPhase: { 1: 1, 2: 1 } },
    ]);
  });

  it('finds in the last commit what a scan of it finds, after all kinds of changes', async () => {
    const { folder, put, commit } = repository({ ...chat, 'chat/door': 'no code\n' });
    commit('2027-01-01');
    // A barrel that begins to pass on, a plain module that becomes a package, a file that becomes a folder.
    put({
      'chat/barrel.py': 'import os\n',
      'chat/user.py': 'from chat.barrel import SocketHub\n\nprint(SocketHub)\n',
    });
    commit('2027-01-02');
    rmSync(join(folder, 'chat/sockets.py'));
    rmSync(join(folder, 'chat/door'));
    put({
      'chat/barrel.py': 'from chat.sockets import SocketHub\n',
      'chat/sockets/__init__.py': 'from chat.hub import SocketHub, open_hub\n',
      'chat/door/inner.py': legacy,
      'chat/ignored.py': legacy,
      '.gitignore': '/chat/ignored.py\n',
    });
    commit('2027-01-03');
    const { points } = await historyOf(folder);
    const scan = JSON.parse((await runCli(folder, 'scan', '--format', 'json')).stdout) as {
      summary: { violations: number; byPhase: Record<string, number> };
    };
    expect(points.at(-1)).toMatchObject({
      violations: scan.summary.violations,
      byPhase: scan.summary.byPhase,
    });
    expect(points.map(({ violations }) => violations)).toEqual([2, 2, scan.summary.violations]);
  });

  it('says why nothing can be counted before the canonical module was there', async () => {
    const { folder, put, commit } = repository({ ...chat, 'chat/hub.py': '' });
    rmSync(join(folder, 'chat/hub.py'));
    commit('2027-01-01');
    put({ 'chat/hub.py': chat['chat/hub.py']! });
    commit('2027-02-01');
    const { points } = await historyOf(folder);
    expect(points.map(({ violations }) => violations)).toEqual([null, 2]);
    expect(points[0]!.problem).toContain('the canonical module “chat.hub”');
    const text = await runCli(folder, 'history', '--no-color');
    expect(text.stdout).toMatch(/2027-01-01 {2}\w{10} +- +- +- {2}\[1\]\n/);
    expect(text.stdout).toMatch(/\n\[1\] .*“chat\.hub”/);
  });

  it('draws, writes to a file, narrows to a day, and leaves nothing behind', async () => {
    const { folder, top, commit } = repository(chat);
    commit('2027-01-01');
    commit('2027-02-01');
    const temporary = makeFolder({});
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const run = await runCli(
      folder,
      'history',
      '--format',
      'svg',
      '--output',
      'burn-down.svg',
      '--since',
      '2027-01-15',
    );
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(join(folder, 'burn-down.svg'), 'utf8')).toMatch(
      /^<svg .*\n<title[^>]*>Violations left: 2 on 2027-02-01/,
    );
    expect(readdirSync(temporary)).toEqual([]);
    expect(execFileSync('git', ['status', '--porcelain'], { cwd: top, encoding: 'utf8' })).toBe(
      '?? burn-down.svg\n',
    );
  });

  it('reads commits that git would show with their signatures', async () => {
    const { folder, top, commit } = repository(chat);
    commit('2027-01-01');
    const signer = join(makeFolder({}), 'signer.sh');
    const signature = '-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----';
    writeFileSync(
      signer,
      `#!/bin/sh\ncat > /dev/null\necho "[GNUPG:] SIG_CREATED D" >&2\nprintf '%s\\n' '${signature}'\n`,
      { mode: 0o755 },
    );
    for (const [name, value] of [
      ['gpg.program', signer],
      ['commit.gpgsign', 'true'],
      ['log.showSignature', 'true'],
      ['user.name', 'Somebody'],
      ['user.email', 'somebody@example.org'],
    ] as const)
      execFileSync('git', ['config', name, value], { cwd: top });
    execFileSync('git', ['commit', '-q', '--allow-empty', '-S', '-m', 'signed'], { cwd: top });
    expect((await historyOf(folder)).points).toHaveLength(2);
  });

  it('says where earlier commits were not fetched', async () => {
    const { top, commit } = repository(chat);
    commit('2027-01-01');
    commit('2027-02-01');
    const clone = join(makeFolder({}), 'clone');
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${top}`, clone]);
    const run = await runCli(clone, 'history', '--format', 'json');
    expect((JSON.parse(run.stdout) as Document).points).toHaveLength(1);
    expect(run.stderr).toBe('ssot: this clone is shallow: what was before its oldest commit is not told\n');
  });

  it('says of a file that cannot be written that, before it looks at any commit', async () => {
    const run = await runCli(makeFolder(chat), 'history', '--output', 'no/burn-down.svg');
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^ssot: cannot write no\/burn-down\.svg: ENOENT/);
  });

  it('says what it cannot do', async () => {
    const bare = makeFolder(chat);
    expect(await runCli(bare, 'history')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^ssot: there is no git repository/) as string,
    });
    const { folder } = repository(chat);
    expect((await runCli(folder, 'history')).code).toBe(2);
    for (const wrong of [
      ['--points', '1'],
      ['--since', 'yesterday'],
    ])
      expect((await runCli(folder, 'history', ...wrong)).code).toBe(2);
  });
});
