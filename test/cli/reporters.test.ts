import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { chat, makeFolder, runCli } from './runCli.ts';
import { resultsOf, sarifOf, uriOf } from './sarif.ts';

/** Microsoft's SARIF Multitool: a program of others that reads SARIF, and knows what GitHub wants of it. */
const multitool = join(
  import.meta.dirname,
  `../../node_modules/@microsoft/sarif-multitool-${process.platform}`,
  process.platform === 'win32' ? 'Sarif.Multitool.exe' : 'Sarif.Multitool',
);
const canRunMultitool = spawnSync(multitool, ['--version']).status === 0;

const suppressed = {
  ...chat,
  'chat/told.py':
    '# ssot-disable-next-line legacy-import -- kept for the plugin\nfrom chat.sockets import SocketHub\n',
  'chat/expected.py':
    'import pytest\n\nwith pytest.warns(DeprecationWarning):\n    from chat.sockets import SocketHub\n',
  'chat/broken.py': 'from chat.sockets import SocketHub\nx = = 1\n',
  'chat/a b, 100%.py': 'from chat.sockets import SocketHub\n',
};

describe('ssot scan --format', () => {
  it.skipIf(!canRunMultitool)('sarif is taken by another tool, with what GitHub asks for', async () => {
    const folder = makeFolder(suppressed);
    const run = await runCli(folder, 'scan', '--format', 'sarif', '--output', 'ssot.sarif');
    expect([run.code, run.stdout, run.stderr]).toEqual([1, '', '']);
    const args = ['validate', 'ssot.sarif', '--rule-kind', 'Sarif;Gh', '--output', 'found.sarif'];
    execFileSync(multitool, args, { cwd: folder, stdio: 'pipe' });
    const found = JSON.parse(readFileSync(join(folder, 'found.sarif'), 'utf8')) as Log;
    // There is no page on the web to point to.
    expect(resultsOf(found).map(({ ruleId, level }) => [ruleId, level])).toEqual([['SARIF2005', undefined]]);
    const text = readFileSync(join(folder, 'ssot.sarif'), 'utf8');
    writeFileSync(join(folder, 'worse.sarif'), text.replaceAll('"startLine": 1', '"startLine": 0'));
    const worse = spawnSync(multitool, ['validate', 'worse.sarif'], { cwd: folder, encoding: 'utf8' });
    expect(worse.stdout).toContain('error');
  });

  it('sarif has every violation, with what is suppressed and deliberate marked', async () => {
    const log = await sarifOf(makeFolder(suppressed));
    const told = resultsOf(log).map((result) => [
      uriOf(result),
      result.kind,
      result.level,
      result.suppressions?.[0]?.justification,
    ]);
    expect(told.sort()).toEqual([
      ['chat/a%20b%2C%20100%25.py', 'fail', 'error', undefined],
      ['chat/broken.py', 'fail', 'error', undefined],
      ['chat/expected.py', 'informational', 'none', undefined],
      ['chat/repair.py', 'fail', 'error', undefined],
      ['chat/safe.py', 'fail', 'error', undefined],
      ['chat/told.py', 'fail', 'error', 'kept for the plugin'],
    ]);
    expect(log.runs[0]!.invocations![0]!.toolExecutionNotifications).toMatchObject([
      { locations: [{ physicalLocation: { region: { startLine: 2 } } }] },
    ]);
  });

  it('junit is XML, with a suite for each file', async () => {
    const run = await runCli(makeFolder(suppressed), 'scan', '--format', 'junit');
    const names: string[] = [];
    const parser = new SaxesParser();
    parser.on('opentag', ({ name, attributes }) => {
      if (name === 'testsuite') names.push(attributes['name']!);
    });
    parser.write(run.stdout).close();
    expect(run.code).toBe(1);
    expect(names.sort()).toEqual(
      ['a b, 100%', 'broken', 'expected', 'repair', 'safe', 'told'].map((name) => `chat/${name}.py`),
    );
  });

  it.each([
    ['above the configuration', '.', ['code'], 'code/chat/safe.py'],
    ['below it', 'code/chat', [], '../chat/safe.py'],
  ])('agent names files so that what it says to run works, %s', async (_, from, paths, file) => {
    const folder = makeFolder(
      Object.fromEntries(Object.entries(chat).map(([name, text]) => [`code/${name}`, text])),
    );
    const here = join(folder, from);
    const { stdout } = await runCli(here, 'scan', ...paths, '--format', 'agent');
    const lines = stdout.split('\n');
    expect(lines).toContain('why: ssot explain FILE:LINE');
    const line = /^\d+/u.exec(lines[lines.indexOf(file) + 1]!)![0];
    const why = await runCli(here, 'explain', `${file}:${line}`);
    expect([why.code, why.stderr]).toEqual([0, '']);
    expect(why.stdout).not.toContain('no violation on this line');
  });

  it('agent says how to explain with a configuration that is named, and not where that means another root', async () => {
    const { 'ssot.config.json': config, ...code } = chat;
    const folder = makeFolder({ ...code, 'my.json': config! });
    const scan = (cwd: string, ...args: readonly string[]): Promise<{ stdout: string }> =>
      runCli(cwd, 'scan', '--format', 'agent', ...args);
    expect((await scan(folder, '--config', 'my.json')).stdout).toContain(
      'why: ssot explain --config my.json FILE:LINE\n',
    );
    const above = await scan(join(folder, '..'), '--config', join(folder, 'my.json'), folder);
    expect(above.stdout).toContain('legacy-import');
    expect(above.stdout).not.toContain('ssot explain');
  });

  it('agent says which command fixes what was scanned', async () => {
    const folder = makeFolder(chat);
    const run = await runCli(folder, 'scan', '--format', 'agent', '--phase', '1', 'chat');
    expect(run.code).toBe(1);
    const command = /^fix safe and repair: ssot (.+)$/m.exec(run.stdout)![1]!.split(' ');
    expect(command).toEqual(['fix', '--write', '--phase', '1', 'chat', '--repair']);
    expect((await runCli(folder, ...command)).stderr).toMatch(/^2 violations fixed in 2 files/);
    const after = await runCli(folder, 'scan', '--format', 'agent');
    expect([after.code, after.stdout]).toEqual([0, 'no violations\n']);
  });

  it('exits with 0 and says so in every format where there is nothing to report', async () => {
    const folder = makeFolder(chat);
    for (const format of ['sarif', 'junit', 'github', 'markdown', 'agent']) {
      const run = await runCli(folder, 'scan', '--format', format, 'chat/clean.py');
      expect([format, run.code, run.stderr]).toEqual([format, 0, '']);
      expect(run.stdout).not.toBe('');
    }
  });
});

describe('the summary of a job on GitHub', () => {
  const scan = async (folder: string, summary: string): Promise<string> => {
    process.env['GITHUB_STEP_SUMMARY'] = summary;
    try {
      const run = await runCli(folder, 'scan', '--format', 'github');
      expect(run.code).toBe(1);
      expect(run.stdout.match(/^::error /gm)).toHaveLength(2);
      return run.stderr;
    } finally {
      delete process.env['GITHUB_STEP_SUMMARY'];
    }
  };

  it('is added to what is there', async () => {
    const folder = makeFolder(chat);
    const summary = join(folder, 'summary.md');
    writeFileSync(summary, 'Before\n');
    expect(await scan(folder, summary)).toBe('');
    expect(readFileSync(summary, 'utf8')).toMatch(/^Before\n## SSOT: 2 violations\n/);
  });

  it('never grows beyond what GitHub takes', async () => {
    const folder = makeFolder(chat);
    const summary = join(folder, 'summary.md');
    const most = 1024 * 1024;
    writeFileSync(summary, 'x'.repeat(most - 900));
    expect(await scan(folder, summary)).toBe('');
    expect(readFileSync(summary).byteLength).toBeLessThanOrEqual(most);
    expect(readFileSync(summary, 'utf8')).toContain('## SSOT: 2 violations');
    writeFileSync(summary, 'x'.repeat(most - 10));
    expect(await scan(folder, summary)).toBe(
      'ssot: the job summary was left as it is: there is no room in it\n',
    );
    expect(readFileSync(summary).byteLength).toBe(most - 10);
  });

  it('that cannot be written is no failure of the scan, and its place is not told', async () => {
    const folder = makeFolder(chat);
    expect(await scan(folder, folder)).toBe('ssot: the job summary could not be written (EISDIR)\n');
  });
});
