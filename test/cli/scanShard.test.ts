import { describe, expect, it } from 'vitest';
import { chat, makeFolder, runCli } from './runCli.ts';

describe('ssot scan --shard', () => {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, at) => [`chat/many/m${at}.py`, chat['chat/safe.py']!]),
  );

  it('looks at each file in exactly one part, the same one every time', async () => {
    const folder = makeFolder({ ...chat, ...many });
    const filesOf = async (...args: readonly string[]) => {
      const run = await runCli(folder, 'scan', '--format', 'json', ...args);
      const { violations, summary } = JSON.parse(run.stdout) as {
        violations: { file: string; fingerprint: string }[];
        summary: { filesSeen: number };
      };
      return {
        seen: summary.filesSeen,
        violations: violations.map((each) => `${each.file} ${each.fingerprint}`),
      };
    };
    const whole = await filesOf();
    const parts = await Promise.all(['1/3', '2/3', '3/3'].map((part) => filesOf('--shard', part)));
    expect(parts.flatMap(({ violations }) => violations).sort()).toEqual([...whole.violations].sort());
    expect(parts.reduce((sum, { seen }) => sum + seen, 0)).toBe(whole.seen);
    for (const { violations } of parts)
      expect(violations.length).toBeGreaterThan(whole.violations.length / 6);
    expect(await filesOf('--shard', '2/3')).toEqual(parts[1]);
    expect(await filesOf('--shard', '1/1')).toEqual(whole);
  });

  it('takes nothing but I/N', async () => {
    const folder = makeFolder(chat);
    for (const bad of ['0/3', '4/3', '1/0', '1', '1/3/5', 'a/b', '-1/3', '1.5/3', '1/1001']) {
      const run = await runCli(folder, 'scan', `--shard=${bad}`);
      expect([bad, run.code, run.stdout]).toEqual([bad, 2, '']);
      expect(run.stderr).toContain('It must be I/N, such as 1/4');
    }
  });
});
