import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chat, makeFolder, runCli } from './runCli.ts';

const legacy = 'from chat.sockets import SocketHub\n\nprint(SocketHub)\n';
/** `count` modules with one legacy import each, beside the two of the chat backend. */
const many = (count: number): Record<string, string> => ({
  ...chat,
  ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`chat/m${index}.py`, legacy])),
});

/** A module that makes a hub, and has the class from this module of the chat. */
const made = (module: string): string =>
  `from chat.${module} import SocketHub\n\n\ndef make(session):\n    return SocketHub(session)\n`;

function git(folder: string, ...args: readonly string[]): string {
  const settings = ['user.name=Somebody', 'user.email=somebody@example.org', 'commit.gpgsign=false'];
  return execFileSync('git', [...settings.flatMap((each) => ['-c', each]), ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

const entryLines = (folder: string): string[] =>
  readFileSync(join(folder, 'ssot.baseline'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

describe('ssot baseline', () => {
  it('lets a scan pass with what was there, and fail with what is new', async () => {
    const folder = makeFolder(chat);
    const written = await runCli(folder, 'baseline', 'write');
    expect(written).toEqual({ code: 0, stdout: '', stderr: 'ssot.baseline: 2 entries\n' });
    const scan = await runCli(folder, 'scan');
    expect(scan.code).toBe(0);
    expect(scan.stdout).toContain('No violations. (2 in the baseline)');
    expect((await runCli(folder, 'baseline', 'check')).code).toBe(0);
    expect((await runCli(folder, 'scan', '--no-baseline')).code).toBe(1);

    writeFileSync(join(folder, 'chat/more.py'), legacy);
    const check = await runCli(folder, 'baseline', 'check', '--format', 'json');
    expect(check.code).toBe(1);
    const document = JSON.parse(check.stdout) as {
      summary: { violations: number; baselined: number };
      violations: { file: string; baselined: boolean }[];
      baseline: { file: string; absent: unknown[] };
    };
    expect(document.summary).toMatchObject({ violations: 1, baselined: 2 });
    expect(document.violations.filter(({ baselined }) => !baselined).map(({ file }) => file)).toEqual([
      'chat/more.py',
    ]);
    expect(document.baseline).toEqual({ file: 'ssot.baseline', absent: [] });
    expect((await runCli(folder, 'scan')).code).toBe(1);
  });

  it('knows what was moved down, moved into a function, and renamed', async () => {
    const folder = makeFolder(many(1));
    await runCli(folder, 'baseline', 'write');
    writeFileSync(join(folder, 'chat/m0.py'), `${'# above\n'.repeat(100)}${legacy}`);
    renameSync(join(folder, 'chat/safe.py'), join(folder, 'chat/renamed.py'));
    writeFileSync(
      join(folder, 'chat/repair.py'),
      'def late():\n    from chat.gone import SocketHub\n\n    return SocketHub\n',
    );
    expect((await runCli(folder, 'baseline', 'check')).code).toBe(0);
    expect((await runCli(folder, 'baseline', 'prune')).code).toBe(0);
    expect(entryLines(folder).map((line) => line.split('\t')[0])).toEqual([
      'chat/m0.py',
      'chat/renamed.py',
      'chat/repair.py',
    ]);
    expect((await runCli(folder, 'baseline', 'check')).code).toBe(0);
  });

  it('fails on an entry that is gone until it is taken out, and takes nothing in', async () => {
    const folder = makeFolder(many(2));
    await runCli(folder, 'baseline', 'write');
    rmSync(join(folder, 'chat/m0.py'));
    const check = await runCli(folder, 'baseline', 'check');
    expect(check.code).toBe(1);
    expect(check.stdout).toContain(
      'ssot.baseline: 1 entry is gone: ssot baseline prune takes them out\n  chat/m0.py',
    );
    writeFileSync(join(folder, 'chat/more.py'), legacy.replace('sockets', 'gone'));
    const write = await runCli(folder, 'baseline', 'write');
    expect(write.code).toBe(1);
    expect(write.stderr).toContain('1 violation is not in ssot.baseline');
    expect(entryLines(folder)).toHaveLength(4);
    await runCli(folder, 'baseline', 'prune');
    expect(entryLines(folder)).toHaveLength(3);
    await runCli(folder, 'baseline', 'write', '--allow-new');
    expect(entryLines(folder)).toHaveLength(4);
  });

  it('is shortened by a fix', async () => {
    const folder = makeFolder(many(3));
    await runCli(folder, 'baseline', 'write');
    const fix = await runCli(folder, 'fix', '--write');
    expect(fix.stderr).toContain('ssot.baseline: 4 of 5 entries taken out');
    expect(entryLines(folder).map((line) => line.split('\t')[0])).toEqual(['chat/repair.py']);
    expect((await runCli(folder, 'baseline', 'check')).code).toBe(0);
  });

  it('is shortened by a fix where an earlier one did not come to that', async () => {
    const folder = makeFolder(many(3));
    await runCli(folder, 'baseline', 'write');
    await runCli(folder, 'fix', '--write', '--no-baseline');
    expect(entryLines(folder)).toHaveLength(5);
    const nothing = await runCli(folder, 'fix', '--write', 'chat/m0.py');
    expect(nothing.stderr).toContain('ssot.baseline: 1 of 5 entries taken out');
    await runCli(folder, 'fix', '--write');
    expect(entryLines(folder).map((line) => line.split('\t')[0])).toEqual(['chat/repair.py']);
  });

  it('knows what is made of a class whose import is fixed', async () => {
    const folder = makeFolder({
      ...many(2),
      'chat/made.py': 'from chat.gone import SocketHub\n\nhub = SocketHub()\n',
    });
    await runCli(folder, 'baseline', 'write');
    const lines = (): string[] => readFileSync(join(folder, 'ssot.baseline'), 'utf8').split('\n');
    const before = lines();
    const fix = await runCli(folder, 'fix', '--write', '--repair', '--phase', '1', 'chat/made.py');
    expect(fix.stderr).not.toContain('not in it');
    expect((await runCli(folder, 'baseline', 'check')).code).toBe(0);
    // The import is gone; what is made stays, and keeps its line, though its name comes from another module now.
    expect(lines()).toEqual(before.filter((line) => !line.startsWith('chat/made.py\tlegacy-import\t')));
  });

  it('knows what is left after one step and another, and changes no line of it', async () => {
    const folder = makeFolder({ ...chat, 'chat/made.py': made('sockets') });
    await runCli(folder, 'baseline', 'write');
    const [construction] = entryLines(folder).filter((line) => line.includes('\tdirect-construction\t'));
    const step = async (file: string, change: (text: string) => string): Promise<void> => {
      writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
      expect((await runCli(folder, 'baseline', 'check')).code).toBe(0);
      expect((await runCli(folder, 'baseline', 'prune')).code).toBe(0);
      expect((await runCli(folder, 'baseline', 'check')).code).toBe(0);
    };
    const ofMade = (): string[] => entryLines(folder).filter((line) => line.startsWith('chat/made.py\t'));

    await runCli(folder, 'fix', '--write', '--phase', '1', 'chat/made.py');
    expect(ofMade()).toEqual([construction]);
    await step('chat/made.py', (text) => `${'# above\n'.repeat(50)}${text}`);
    await step('chat/made.py', (text) => text.replace('def make', 'def made_elsewhere'));
    expect(ofMade()).toEqual([construction]);

    // Its file gets another name while neither its fingerprint nor its module is what the entry says.
    renameSync(join(folder, 'chat/made.py'), join(folder, 'chat/built.py'));
    await step('chat/built.py', (text) => text.replace('made_elsewhere', 'build'));
    const [built, ...more] = entryLines(folder).filter((line) => line.includes('\tdirect-construction\t'));
    expect(built).toMatch(/^chat\/built\.py\t.*\tchat\.hub\tSocketHub$/);
    expect(more).toEqual([]);
    await step('chat/built.py', (text) => `${text}\n# below\n`);
    expect(entryLines(folder)).toContain(built);

    writeFileSync(join(folder, 'chat/another.py'), made('hub'));
    expect((await runCli(folder, 'baseline', 'check')).code).toBe(1);
  });

  it('leaves of a statement that is half fixed what is left', async () => {
    const both = { classes: ['SocketHub', 'OtherHub'] };
    const { sources, ...rest } = JSON.parse(chat['ssot.config.json']!) as { sources: object[] };
    const folder = makeFolder({
      ...chat,
      'ssot.config.json': JSON.stringify({ ...rest, sources: [{ ...sources[0], ...both }] }),
      'chat/hub.py': `${chat['chat/hub.py']!}\n\nclass OtherHub:\n    pass\n`,
      'chat/sockets.py': 'from chat.hub import SocketHub, OtherHub, open_hub\n',
      'chat/both.py': 'from chat.sockets import SocketHub, OtherHub\n\nprint(SocketHub, OtherHub)\n',
    });
    await runCli(folder, 'baseline', 'write');
    writeFileSync(
      join(folder, 'chat/both.py'),
      'from chat.hub import OtherHub\nfrom chat.sockets import SocketHub\n\nprint(SocketHub, OtherHub)\n',
    );
    expect((await runCli(folder, 'baseline', 'check')).code).toBe(1);
    const fix = await runCli(folder, 'fix', '--write', '--phase', '2');
    expect(fix.stderr).toContain('ssot.baseline: names taken out\n');
    expect((await runCli(folder, 'baseline', 'check')).code).toBe(0);
    expect(entryLines(folder)[0]).toMatch(/^chat\/both\.py\t.*\tSocketHub$/);
  });

  it('takes in what is new without touching its other lines', async () => {
    const folder = makeFolder(many(2));
    await runCli(folder, 'baseline', 'write');
    const lines = (): string[] => readFileSync(join(folder, 'ssot.baseline'), 'utf8').split('\n');
    rmSync(join(folder, 'chat/m0.py'));
    await runCli(folder, 'baseline', 'prune');
    const before = lines();
    writeFileSync(join(folder, 'chat/more.py'), `${legacy}\nhub = SocketHub()\n`);
    const fix = await runCli(folder, 'fix', '--write', '--phase', '1');
    expect(fix.stderr).toContain(
      'ssot.baseline: 1 violation in the changed files not in it: ssot baseline check lists what has come to light, ssot baseline write --allow-new takes it in\n',
    );
    await runCli(folder, 'baseline', 'write', '--allow-new');
    expect((await runCli(folder, 'baseline', 'check')).code).toBe(0);
    expect(lines().filter((line) => !before.includes(line))).toEqual([
      expect.stringMatching(/^chat\/more\.py\tdirect-construction\t/),
      expect.stringMatching(/^# [0-9a-f]{6}$/),
    ]);
    expect(before.filter((line) => line.startsWith('# ') && !lines().includes(line))).toEqual([]);
  });

  it('keeps the entries of a file that cannot be read in full', async () => {
    const folder = makeFolder(many(1));
    await runCli(folder, 'baseline', 'write');
    writeFileSync(join(folder, 'chat/m0.py'), `unfinished = """\n${legacy}`);
    expect((await runCli(folder, 'baseline', 'check')).code).toBe(0);
    await runCli(folder, 'baseline', 'prune');
    expect(entryLines(folder)).toHaveLength(3);
  });

  it('merges without a conflict where two branches take out neighbours', async () => {
    const folder = makeFolder(many(12));
    await runCli(folder, 'baseline', 'write');
    git(folder, 'init', '-q', '-b', 'main');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'Start');
    const takeOut = async (branch: string, modules: readonly number[]): Promise<void> => {
      git(folder, 'checkout', '-q', '-b', branch, 'main');
      for (const index of modules) rmSync(join(folder, `chat/m${index}.py`));
      await runCli(folder, 'baseline', 'prune');
      git(folder, 'commit', '-qam', branch);
    };
    await takeOut('odd', [1, 3, 5, 7]);
    await takeOut('even', [0, 2, 4, 6]);
    git(folder, 'merge', '-q', '--no-edit', 'odd');
    expect((await runCli(folder, 'baseline', 'check')).code).toBe(0);
    expect(entryLines(folder)).toHaveLength(6);
  });

  it('merges without a conflict where two branches fix neighbours in part, and take in what comes to light', async () => {
    const folder = makeFolder({
      ...chat,
      ...Object.fromEntries(
        Array.from({ length: 12 }, (_, index) => [`chat/m${index}.py`, made(index < 6 ? 'sockets' : 'gone')]),
      ),
    });
    await runCli(folder, 'baseline', 'write');
    git(folder, 'init', '-q', '-b', 'main');
    git(folder, 'add', '-A');
    git(folder, 'commit', '-qm', 'Start');
    const fix = async (branch: string, isMeant: (index: number) => boolean): Promise<void> => {
      git(folder, 'checkout', '-q', '-b', branch, 'main');
      const modules = Array.from({ length: 12 }, (_, index) => index).filter(isMeant);
      const files = modules.map((index) => `chat/m${index}.py`);
      await runCli(folder, 'fix', '--write', '--repair', '--phase', '1', ...files);
      for (const file of files)
        writeFileSync(
          join(folder, file),
          `${readFileSync(join(folder, file), 'utf8')}\n\nhub = SocketHub()\n`,
        );
      expect((await runCli(folder, 'baseline', 'write', '--allow-new')).code).toBe(0);
      git(folder, 'commit', '-qam', branch);
    };
    await fix('odd', (index) => index % 2 === 1);
    await fix('even', (index) => index % 2 === 0);
    git(folder, 'merge', '-q', '--no-edit', 'odd');
    expect((await runCli(folder, 'baseline', 'check')).code).toBe(0);
    expect(entryLines(folder).filter((line) => line.includes('direct-construction'))).toHaveLength(24);
  });

  it('says where a baseline cannot be read, and makes none by itself', async () => {
    const folder = makeFolder(chat);
    const missing = await runCli(folder, 'baseline', 'check');
    expect(missing).toMatchObject({
      code: 2,
      stderr: 'ssot: ssot.baseline: there is no such file; ssot baseline write makes one\n',
    });
    await runCli(folder, 'baseline', 'write');
    appendFileSync(join(folder, 'ssot.baseline'), '<<<<<<< HEAD\n');
    for (const command of [
      ['scan'],
      ['fix'],
      ['baseline', 'check'],
      ['baseline', 'prune'],
      ['baseline', 'write'],
    ]) {
      const run = await runCli(folder, ...command);
      expect(run.code).toBe(2);
      expect(run.stderr).toMatch(/^ssot: ssot\.baseline:7: a merge left its marks here/);
    }
    mkdirSync(join(folder, 'folder'));
    expect(await runCli(folder, 'baseline', 'write', '--file', 'folder')).toMatchObject({ code: 2 });
  });
});
