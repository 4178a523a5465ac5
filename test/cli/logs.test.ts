import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { cli, makeFolder, runCli } from './runCli.ts';

const log = [
  '2025-09-15 00:18:33 - WebSocket Manager SSOT validation: WARNING',
  '2025-09-15 00:18:33 - Factory methods added to UnifiedWebSocketEmitter - Issue #582 remediation complete',
  '2025-09-15 00:18:34 ERROR closed with code 1011, Authorization: Bearer abcdefghijklmnop1234',
].join('\n');

describe('ssot logs', () => {
  it('says in text what a log shows, and ends with 0', async () => {
    const run = await runCli(makeFolder({ 'a.log': log }), 'logs', 'a.log');
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toContain('a.log: 3 entries, 2025-09-15 00:18:33 to 2025-09-15 00:18:34\n');
    expect(run.stdout).toContain('  validation WARNING  (once, 2025-09-15 00:18:33, line 1)\n');
    expect(run.stdout).toContain('  issue #582  (once, 2025-09-15 00:18:33, line 2)\n');
    expect(run.stdout).toMatch(
      / {2}closed with code 1011, Authorization: \[redacted [0-9a-f]{8}\].* line 3\)\n/,
    );
    expect(run.stdout).not.toContain('abcdefghijklmnop');
  });

  it('reads stdin, and prints one JSON document', () => {
    const { status, stdout } = spawnSync(process.execPath, [cli, 'logs', '-', '--format', 'json'], {
      input: log,
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: 1,
      file: 'stdin',
      entries: 3,
      issues: [{ number: 582 }],
      closed1011: { count: 1, line: 3 },
    });
  });

  it('counts a close with 1011 whose reason speaks of something that was to be resolved', async () => {
    const line = 'WebSocket closed with code 1011: could not resolve agent supervisor';
    const folder = makeFolder({
      'a.log': `2025-09-15 07:18:33,123 - netra_backend.app.ws - ERROR - ${line}\n`,
    });
    const { stdout } = await runCli(folder, 'logs', 'a.log', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      closed1011: { count: 1, line: 1, sample: line, modules: ['netra_backend.app.ws'] },
    });
  });

  it('prints Markdown in which nothing of the log is markup', async () => {
    const folder = makeFolder({ 'a.log': '2025-09-15 00:18:33 SSOT <script> *x* @somebody' });
    const { stdout } = await runCli(folder, 'logs', 'a.log', '--format', 'markdown');
    expect(stdout).toContain('- SSOT &#60;script&#62; \\*x\\* &#64;somebody');
  });

  it('says what is wrong with a file, and ends with 2', async () => {
    const folder = makeFolder({ 'a.log': '[{"message":"x"},', 'b.log': new Uint8Array([0x1f, 0x8b, 8, 0]) });
    const runs = await Promise.all(
      ['a.log', 'b.log', 'c.log', '.'].map((file) => runCli(folder, 'logs', file)),
    );
    expect(runs.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
    expect(runs[0]!.stderr).toBe('ssot: a.log: its JSON is cut off after 1 entries, in line 1\n');
    expect(runs[1]!.stderr).toBe('ssot: b.log: it is compressed; unpack it first\n');
    expect(runs[2]!.stderr).toMatch(/^ssot: ENOENT: .*c\.log'\n$/);
    expect(runs[3]!.stderr).toMatch(/^ssot: EISDIR/);
  });
});
