import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emulated } from '../unit/emulator/support.ts';
import { recordOf, told, good } from '../unit/report/validation/recording.ts';
import { chat, makeFolder, runCli } from './runCli.ts';

const checkOf = (record: ReturnType<typeof recordOf>): string => {
  const { started, results, evidence, durationMs, cancelled } = record;
  const { target, scope, startedAt, user, notTested } = started!;
  return JSON.stringify({
    schemaVersion: 1,
    target,
    scope,
    startedAt,
    user,
    probes: results,
    evidence,
    notTested,
    durationMs,
    cancelled,
  });
};
const log = [
  '2025-09-15 00:18:33 - WebSocket Manager SSOT validation: WARNING',
  "2025-09-15 00:18:33 - SSOT WARNING: Found other hub classes: ['chat.hub.SocketHub', 'chat.sockets.SocketHub', 'chat.x.Y']",
  'Traceback (most recent call last):',
  '  File "/app/chat/safe.py", line 3, in <module>',
  "TypeError: 'NoneType' object is not callable",
].join('\n');
const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

describe('ssot report', () => {
  it('writes Markdown, and beside it the data that it names with their hash', async () => {
    const folder = makeFolder({ ...chat, 'check.json': checkOf(recordOf(good)), 'a.log': log });
    const run = await runCli(
      folder,
      ...[
        'report',
        '--check',
        'check.json',
        '--log',
        'a.log',
        '--issue',
        '#7',
        '--fact',
        'revision=r-1',
        '--output',
        'out.md',
      ],
    );
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toBe('out.md\nPASSED (scope full): All 19 probes of scope full passed.\n');
    const [markdown, json] = [read(folder, 'out.md'), read(folder, 'out.json')];
    expect(markdown).toContain(
      `data \`out.json\`, SHA-256 \`${createHash('sha256').update(json).digest('hex')}\``,
    );
    expect(JSON.parse(json)).toMatchObject({
      schema_version: 1,
      meta: { issue: { value: '#7', source: 'user' } },
      deployment: { revision: { value: 'r-1', source: 'user' } },
      code: {
        violations: 2,
        phases: [{ id: '1', left: 2 }, { id: '2' }],
        runtime_names: { names: 3, known: 2, definitions: 1 },
      },
      links: [{ file: 'chat/safe.py', failure_ref: 'F39', violations: 1, rules: ['legacy-import'] }],
      logs: [{ source: 'a.log' }],
    });
    expect(markdown).toContain('chat/safe.py, which still has 1 violation \\(legacy\\-import\\)');
    expect(markdown).toMatch(/Burn\\-down – .*git/u);
  });

  it('draws the burn-down of a folder with a history', async () => {
    const folder = makeFolder(chat);
    for (const args of [
      ['init', '-q'],
      ['add', '-A'],
      ['-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-qm', 'x'],
    ])
      spawnSync('git', args, { cwd: folder });
    const run = await runCli(folder, 'report', '--output', 'out.md');
    expect(run.code).toBe(1);
    expect(read(folder, 'out.md')).toMatch(
      /!\[What was left over time\]\(<out\.burn-down\.svg>\) \[E-\d+\]/u,
    );
    expect(read(folder, 'out.burn-down.svg')).toMatch(/^<svg /u);
  });

  it('runs the live check where a backend is named', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const folder = makeFolder({});
      const run = await runCli(
        folder,
        'report',
        '--url',
        url,
        '--scope',
        'connection',
        '--repeat',
        '2',
        '--output',
        'out.md',
      );
      expect([run.code, run.stderr]).toEqual([0, '']);
      expect(run.stdout).toContain('PASSED (scope connection)');
      const report = JSON.parse(read(folder, 'out.json')) as {
        perf: { samples: number[] }[];
        not_tested: { item: string }[];
      };
      expect(report.perf[0]!.samples).toHaveLength(2);
      expect(report.not_tested.map(({ item }) => item)).toContain('User isolation');
    });
  });

  it.each([
    ['a file that cannot be written', ['--output', 'no/such.md'], 'cannot write no/such.md'],
    ['a folder in the place of the data', ['--output', 'out.md'], 'cannot write out.json: it is a folder'],
    ['a configuration with a fault', [], 'ssot.config.json'],
  ])('asks nothing of the backend where there is %s', async (_, args, message) => {
    let asked = 0;
    const backend = createServer((socket) => {
      asked++;
      socket.destroy();
    });
    backend.listen(0, '127.0.0.1');
    await once(backend, 'listening');
    const { port } = backend.address() as AddressInfo;
    const folder = makeFolder({ 'out.json/a': '', 'ssot.config.json': '{ "sources": 3 }' });
    const run = await runCli(folder, 'report', '--url', `http://127.0.0.1:${port}`, ...args);
    backend.close();
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(message);
    expect(asked).toBe(0);
  });

  it('without anything says that nothing was executed, and ends with 1', async () => {
    const folder = makeFolder({});
    const run = await runCli(folder, 'report');
    expect([run.code, run.stderr]).toEqual([1, '']);
    const [markdown] = readdirSync(folder).filter((name) => name.endsWith('.md'));
    expect(run.stdout.split('\n')[0]).toBe(markdown);
    expect(markdown).toMatch(/^validation-report-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.md$/u);
    expect(read(folder, markdown!)).toContain('**INCONCLUSIVE** (scope full)');
  });

  it.each([
    ['out.json', 'out.md'],
    ['out.MD', 'out.md'],
    ['out', 'out.md'],
    ['out.txt', 'out.txt.md'],
  ])('of --output %s writes %s and its data, and says so', async (output, markdown) => {
    const folder = makeFolder({ 'check.json': checkOf(recordOf(good)) });
    const run = await runCli(folder, 'report', '--check', 'check.json', '--output', output);
    expect(run.stdout.split('\n')[0]).toBe(markdown);
    expect(readdirSync(folder).toSorted()).toEqual(
      ['check.json', markdown, markdown.replace(/md$/u, 'json')].toSorted(),
    );
  });

  it('compares with an earlier report', async () => {
    const bad = recordOf(told({ probe: 'health', verdict: 'fail' }));
    const folder = makeFolder({ 'a.json': checkOf(recordOf(good)), 'b.json': checkOf(bad) });
    await runCli(folder, 'report', '--check', 'a.json', '--output', 'before.md');
    const run = await runCli(
      folder,
      'report',
      '--check',
      'b.json',
      '--compare',
      'before.json',
      '--output',
      'now.md',
    );
    expect(run.code).toBe(1);
    expect(read(folder, 'now.md')).toMatch(/^\| Verdict \| PASSED \| FAILED \| \[E-\d+\] \|$/mu);
  });

  it.each([
    [['--fact', 'status=PASSED'], /is no fact: write NAME=VALUE, with revision/u],
    [['--waiver', 'health=me: trust me'], /is no waiver: write PROBE=WHO: WHY, with auth-none/u],
    [['--check', 'no.json'], /^ssot report: ENOENT/u],
    [['--check', 'a.txt'], /^ssot report: a\.txt: it is no JSON/u],
    [['--compare', 'check.json'], /^ssot report: check\.json: it is no report's data: /u],
    [['--log', 'a.txt'], /^ssot report: a\.txt: no entry of a log was found/u],
    [['--check', 'check.json', '--output', 'check.md'], /^ssot report: check\.json would be overwritten/u],
    [['--output', 'package.json'], /^ssot report: package\.json is there, and is not the data of a report/u],
    [['--output', 'package.md'], /^ssot report: package\.json is there, and is not the data of a report/u],
    [['--output', 'no/such/folder.md'], /^ssot report: cannot write no\/such\/folder\.md: ENOENT/u],
    [
      ['--check', 'check.json', '--users', '5', '--scope', 'connection', '--repeat', '4'],
      /^ssot report: --scope, --users, --repeat: only for a live run, and --check check\.json is one that has been; name a backend/u,
    ],
    [['--allow-production'], /^ssot report: --allow-production: only for a live run, and none is asked for/u],
    [['--check', 'check.json', '--url', 'http://127.0.0.1:1'], /cannot be used with/u],
  ])('says what is wrong with %j, and ends with 2', async (args, message) => {
    const folder = makeFolder({
      'check.json': checkOf(recordOf(good)),
      'a.txt': 'a letter',
      'package.json': '{}',
    });
    const run = await runCli(folder, 'report', ...args);
    expect(run.stderr.replace(/^error: /u, '')).toMatch(message);
    expect(run.code).toBe(2);
    expect(existsSync(join(folder, 'check.md'))).toBe(false);
    expect(read(folder, 'check.json')).toBe(checkOf(recordOf(good)));
  });
});
