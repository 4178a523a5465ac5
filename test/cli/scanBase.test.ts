import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chat, makeFolder, runCli, type CliRun } from './runCli.ts';
import { resultsOf, sarifOf, uriOf } from './sarif.ts';

describe('ssot scan --base', () => {
  const legacy = chat['chat/safe.py']!;
  const made = 'from chat.sockets import SocketHub\n\n\ndef make(session):\n    return SocketHub(session)\n';

  it('tells what is new and what is fixed, by identity', async () => {
    const folder = makeFolder({ ...chat, 'chat/move.py': legacy });
    await runCli(folder, 'scan', '--format', 'json', '--output', 'base.json');
    renameSync(join(folder, 'chat/move.py'), join(folder, 'chat/moved.py'));
    writeFileSync(join(folder, 'chat/safe.py'), `${'\n'.repeat(100)}${legacy}`);
    writeFileSync(join(folder, 'chat/new.py'), legacy);
    writeFileSync(join(folder, 'chat/repair.py'), '');
    const run = await runCli(folder, 'scan', '--format', 'markdown', '--base', 'base.json');
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/^## SSOT: 1 new violation, 1 fixed\n/);
    expect(run.stdout).toContain('- `chat/new.py:1:1` error `legacy-import`');
    expect(run.stdout).toContain('- `chat/repair.py:1` `legacy-import`');
    const states = resultsOf(await sarifOf(folder, '--base', 'base.json')).map((result) => [
      uriOf(result),
      result.baselineState,
    ]);
    expect(states.sort()).toEqual([
      ['chat/moved.py', 'unchanged'],
      ['chat/new.py', 'new'],
      ['chat/safe.py', 'unchanged'],
    ]);
  });

  it('takes what is made of a class for the same once its import is fixed', async () => {
    const folder = makeFolder({ ...chat, 'chat/made.py': made });
    await runCli(folder, 'scan', '--format', 'json', '--output', 'base.json');
    await runCli(folder, 'fix', '--write', '--phase', '1', 'chat/made.py');
    const run = await runCli(folder, 'scan', '--format', 'markdown', '--base', 'base.json');
    expect(run.stdout).toMatch(/^## SSOT: 0 new violations, 1 fixed\n/);
    expect(run.stdout).toContain('- `chat/made.py:1` `legacy-import`');
    expect(run.stdout).not.toContain('`direct-construction`:');
    const states = resultsOf(await sarifOf(folder, '--base', 'base.json')).map(
      ({ baselineState }) => baselineState,
    );
    expect(states).toEqual(['unchanged', 'unchanged', 'unchanged']);
  });

  it('counts as fixed what the baseline knew, and as new what it does not know', async () => {
    const folder = makeFolder({ ...chat, 'chat/made.py': made });
    await runCli(folder, 'baseline', 'write');
    await runCli(folder, 'scan', '--format', 'json', '--output', 'base.json');
    await runCli(folder, 'fix', '--write', '--phase', '1', 'chat/made.py', 'chat/safe.py');
    const compare = (): Promise<CliRun> =>
      runCli(folder, 'scan', '--format', 'markdown', '--base', 'base.json');
    const fixed = await compare();
    expect(fixed.code).toBe(0);
    expect(fixed.stdout).toMatch(/^## SSOT: 0 new violations, 2 fixed\n/);
    expect(fixed.stdout).toContain('| `legacy-import` | 0 | 0 | 2 |');
    expect(fixed.stdout).toContain('- `chat/safe.py:1` `legacy-import`');
    writeFileSync(join(folder, 'chat/new.py'), legacy);
    expect((await compare()).stdout).toMatch(/^## SSOT: 1 new violation, 2 fixed\n/);
  });

  it('leaves out of the base what the scan does not look at', async () => {
    const folder = makeFolder(chat);
    await runCli(folder, 'scan', '--format', 'json', '--output', 'base.json');
    for (const part of [['chat/clean.py'], ['--phase', '2'], ['--rule', 'broken-import']]) {
      const run = await runCli(folder, 'scan', '--format', 'markdown', '--base', 'base.json', ...part);
      expect(run.stdout).toMatch(/^## SSOT: 0 new violations, 0 fixed\n/);
    }
  });

  it('refuses what is no report of a scan, before it scans', async () => {
    const folder = makeFolder({
      ...chat,
      'bad.json': '{',
      'newer.json': '{"schemaVersion":99,"tool":{"name":"ssot-migrator"},"violations":[]}',
    });
    mkdirSync(join(folder, 'folder.json'));
    const messages = {
      'bad.json': 'it is not JSON',
      'newer.json':
        'it is of schemaVersion 99, and this version of ssot reads up to 1: use the newer one for both scans',
      'nowhere.json': 'there is no such file',
      'folder.json': 'it cannot be read',
      'ssot.config.json': 'it is no report of `ssot scan --format json`',
    };
    for (const [file, message] of Object.entries(messages)) {
      const run = await runCli(folder, 'scan', '--format', 'markdown', '--base', file);
      expect([run.code, run.stdout, run.stderr]).toEqual([2, '', `ssot: --base ${file}: ${message}\n`]);
    }
  });

  it('and --links go with some formats only', async () => {
    const folder = makeFolder(chat);
    const messageOf = async (...args: readonly string[]): Promise<string> => {
      const run = await runCli(folder, 'scan', ...args);
      expect([run.code, run.stdout]).toEqual([2, '']);
      return run.stderr;
    };
    expect(await messageOf('--base', 'base.json')).toBe(
      'ssot: --base goes with --format markdown or sarif, not with text\n',
    );
    expect(await messageOf('--format', 'markdown', '--base', 'base.json', '--shard', '1/2')).toBe(
      'ssot: --base compares whole scans: it does not go with --shard\n',
    );
    expect(await messageOf('--links', 'https://x.example', '--format', 'json')).toBe(
      'ssot: --links goes with --format markdown or github, not with json\n',
    );
    for (const bad of ['x', 'javascript:alert(1)', 'https://me:secret@x.example'])
      expect(await messageOf('--format', 'markdown', '--links', bad)).toContain(
        'It must be a web address without a user or a password.',
      );
  });
});
