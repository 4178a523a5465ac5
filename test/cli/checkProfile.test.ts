import { describe, expect, it } from 'vitest';
import { rowOf, type CheckJson } from '../unit/livecheck/checkJson.ts';
import { profileTable } from '../unit/livecheck/profileTable.ts';
import { runCli } from './runCli.ts';

describe('ssot check --profile', () => {
  it.each(['strict-intended', 'not-ready-403', 'leaky'])('finds of %s what the table has', async (id) => {
    const run = await runCli('.', 'check', '--profile', id, '--format', 'json');
    const { status, cells } = profileTable[id]!;
    expect(rowOf(JSON.parse(run.stdout) as CheckJson)).toEqual({ status, cells });
    expect([run.code, run.stderr]).toEqual([status === 'passed' ? 0 : 1, '']);
  });

  it('is a usage error beside another backend, and where there is no such profile', async () => {
    for (const args of [
      ['--profile', 'leaky', '--url', 'http://127.0.0.1:1'],
      ['--profile', 'leaky', '--target', 'local'],
      ['--profile', 'nope'],
    ]) {
      const run = await runCli('.', 'check', ...args);
      expect([run.code, run.stdout], args.join(' ')).toEqual([2, '']);
    }
  });
});
