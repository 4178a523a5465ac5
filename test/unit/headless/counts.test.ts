import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { harness } from './module.ts';

type Count = (file: string, code: number) => Promise<{ passed: number; failed: number; skipped: number }>;
const { vitestCounts, integrationCounts } = await harness<{ vitestCounts: Count; integrationCounts: Count }>(
  'scripts/testing/counts.mjs',
);

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssot-counts-'));
  file = join(folder, 'report.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const vitest = (passed: number, failed: number, testResults: object[] = []): void =>
  writeFileSync(
    file,
    JSON.stringify({ numPassedTests: passed, numFailedTests: failed, numPendingTests: 2, testResults }),
  );

it('takes the numbers of vitest', async () => {
  vitest(5, 1, [{ status: 'failed', assertionResults: [{ status: 'failed' }] }]);
  expect(await vitestCounts(file, 1)).toEqual({ passed: 5, failed: 1, skipped: 2 });
});

it('counts a test file that cannot be loaded as a failure', async () => {
  vitest(5, 0, [{ status: 'failed', assertionResults: [] }]);
  expect(await vitestCounts(file, 1)).toEqual({ passed: 5, failed: 1, skipped: 2 });
});

it('counts an error outside of any test as a failure', async () => {
  vitest(5, 0);
  expect(await vitestCounts(file, 1)).toEqual({ passed: 5, failed: 1, skipped: 2 });
  expect(await vitestCounts(file, 0)).toEqual({ passed: 5, failed: 0, skipped: 2 });
});

it('counts a runner that wrote nothing, or half of it, as one failure', async () => {
  expect(await vitestCounts(file, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  writeFileSync(file, '{ "passed": 1');
  expect(await integrationCounts(file, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it('takes the numbers of the integration runner', async () => {
  writeFileSync(file, JSON.stringify({ passed: 3, failed: 1, skipped: 1, failures: [] }));
  expect(await integrationCounts(file, 1)).toEqual({ passed: 3, failed: 1, skipped: 1 });
});
