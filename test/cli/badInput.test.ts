import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chat, cli, makeFolder, runCli } from './runCli.ts';

/** As whom to run what must not read everything: root does. The number is that of `nobody`. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

/** Bad input: one clear message that says what and where, the right exit code, and everything else goes on. */
describe('a configuration', () => {
  it('that is not there', async () => {
    const folder = makeFolder({ 'a.py': '' });
    const run = await runCli(folder, 'scan');
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(
      /^ssot: no ssot\.config\.json in .+ or above it; ssot init proposes one, or name one with --config FILE\n$/,
    );
  });

  it('that is named and not there', async () => {
    const run = await runCli(makeFolder({ 'a.py': '' }), 'scan', '--config', 'nope.json');
    expect([run.code, run.stderr]).toEqual([2, 'ssot: nope.json:1:1: there is no such file\n']);
  });

  it('that is no JSON', async () => {
    const run = await runCli(makeFolder({ 'ssot.config.json': '{\n  "sources": [' }), 'scan');
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^ssot: ssot\.config\.json:2:\d+: not valid JSON/);
  });

  it('with an unknown key, which is named and placed', async () => {
    const run = await runCli(makeFolder({ 'ssot.config.json': '{\n  "sorces": []\n}' }), 'scan');
    expect([run.code, run.stderr]).toEqual([2, 'ssot: ssot.config.json:2:3: sorces: unknown key “sorces”\n']);
  });

  it('whose canonical module is missing', async () => {
    const run = await runCli(makeFolder({ ...chat, 'chat/hub.py': '' }), 'scan');
    expect(run.code).toBe(1);
    const { 'chat/hub.py': _gone, ...files } = chat;
    const missing = await runCli(makeFolder(files), 'scan');
    expect(missing.code).toBe(2);
    expect(missing.stderr).toBe(
      'ssot: ssot.config.json: sources[0].module: the canonical module “chat.hub” of source “hub” is not there under .; nothing can be compared with it\n',
    );
  });
});

describe('a path', () => {
  it('that is not there', async () => {
    const run = await runCli(makeFolder(chat), 'scan', 'nowhere');
    expect([run.code, run.stderr]).toEqual([2, 'ssot: nowhere: there is no such file or folder\n']);
  });

  it('outside of the configuration’s folder', async () => {
    const folder = makeFolder(chat);
    const other = makeFolder({ 'a.py': '' });
    const run = await runCli(folder, 'scan', '--config', 'ssot.config.json', 'chat', other);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`${other} is outside of .`);
  });
});

describe('a command line', () => {
  it('with an unknown option or format', async () => {
    const folder = makeFolder(chat);
    expect((await runCli(folder, 'scan', '--colour')).code).toBe(2);
    expect((await runCli(folder, 'scan', '--format', 'xml')).code).toBe(2);
    expect((await runCli(folder, 'scam')).code).toBe(2);
  });

  it('that asks for help or the version', async () => {
    const help = await runCli('.', '--help');
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain('scan [options] [paths...]');
    expect((await runCli('.', '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('a file', () => {
  const errorsWith = async (files: Record<string, string | Uint8Array>) => {
    const run = await runCli(makeFolder({ ...chat, ...files }), 'scan', '--format', 'json');
    const { parseErrors, summary } = JSON.parse(run.stdout) as {
      parseErrors: { file: string; line: number; message: string }[];
      summary: { violations: number };
    };
    // The other files are read all the same.
    expect(summary.violations).toBeGreaterThanOrEqual(2);
    return parseErrors;
  };

  it('that is binary', async () => {
    expect(await errorsWith({ 'chat/data.py': new Uint8Array([102, 0, 1, 2]) })).toEqual([
      { file: 'chat/data.py', line: 1, message: 'it is binary: it holds a NUL byte' },
    ]);
  });

  it('of 50 MB', async () => {
    const big = Buffer.alloc(50 * 1024 * 1024, '# x\n');
    expect(await errorsWith({ 'chat/big.py': big })).toEqual([
      { file: 'chat/big.py', line: 1, message: 'it is 50 MB; files over 16 MB are not analyzed' },
    ]);
  });

  it('that cannot be read', (context) => {
    if (spawnSync(process.execPath, ['--version'], unprivileged).status !== 0)
      context.skip('root reads everything, and nobody else can run this Node');
    const folder = makeFolder({ ...chat, 'chat/locked.py': 'x = 1\n' });
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'chat/locked.py'), 0);
    copyFileSync(cli, join(folder, 'cli.cjs'));
    const scan = ['cli.cjs', 'scan', '--format', 'json', '--no-cache'];
    const run = spawnSync(process.execPath, scan, { cwd: folder, encoding: 'utf8', ...unprivileged });
    expect(JSON.parse(run.stdout)).toMatchObject({
      parseErrors: [{ file: 'chat/locked.py', line: 1, message: 'it cannot be read: permission denied' }],
    });
  });

  it('with a syntax error, of which the rest is read', async () => {
    const errors = await errorsWith({
      'chat/broken.py': 'from chat.sockets import SocketHub\nx = = 1\nfrom chat.sockets import open_hub\n',
    });
    expect(errors).toMatchObject([{ file: 'chat/broken.py', line: 2 }]);
  });

  it('whose bytes are not valid in its encoding', async () => {
    const bytes = Buffer.concat([
      Buffer.from('from chat.sockets import SocketHub\ns = "'),
      Buffer.from([0xff]),
      Buffer.from('"\n'),
    ]);
    const errors = await errorsWith({ 'chat/bytes.py': bytes });
    expect(errors).toMatchObject([{ file: 'chat/bytes.py', line: 2 }]);
  });
});
