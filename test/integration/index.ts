/** What the extension host runs: `run()` resolves when every test passed, and rejects otherwise. */
import Mocha from 'mocha';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import * as vscode from 'vscode';
import { hasDriver, sayFinished, sayStarted, screenshot } from './driver.ts';
import { type Results, writeResults } from './results.ts';

/**
 * Runs one set of suites: `suite`, `restricted` (workspace trust is on) or `screenshots`, as named by
 * SSOT_TEST_SET; SSOT_TEST_GREP narrows it to matching titles, SSOT_TEST_RESULTS names the results file.
 */
export async function run(): Promise<void> {
  if (hasDriver) await sayStarted();
  const set = env['SSOT_TEST_SET'] ?? 'suite';
  const grep = env['SSOT_TEST_GREP'];
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 60_000,
    slow: 5_000,
    forbidOnly: env['CI'] !== undefined,
    ...(grep ? { grep: new RegExp(grep, 'i') } : {}),
    rootHooks: { afterEach: pictureOfFailure },
  });
  const folder = join(__dirname, set);
  const files = readdirSync(folder).filter((name) => name.endsWith('.js'));
  for (const file of files.sort()) mocha.addFile(join(folder, file));
  const results = await execute(mocha, env['SSOT_TEST_RESULTS']);
  if (hasDriver) await sayFinished();
  if (results.failed > 0) throw new Error(`${results.failed} of the tests failed`);
  if (results.passed + results.skipped === 0 && !grep) throw new Error(`the set "${set}" has no test`);
}

async function pictureOfFailure(this: Mocha.Context): Promise<void> {
  const test = this.currentTest;
  if (!hasDriver || test?.state !== 'failed') return;
  const name = test.fullTitle().replaceAll(/[^A-Za-z0-9]+/g, '-');
  const path = await screenshot(`failed-${name}`.slice(0, 120)).catch(String);
  console.log(`      the workbench then: ${path}`);
}

/** Runs what was added, and keeps the results file true at every moment. */
function execute(mocha: Mocha, file: string | undefined): Promise<Results> {
  const results: Results = {
    version: vscode.version,
    passed: 0,
    failed: 0,
    skipped: 0,
    failures: [],
    running: null,
    complete: false,
  };
  const { EVENT_TEST_BEGIN, EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING } = Mocha.Runner.constants;
  writeResults(file, results);
  return new Promise((resolve) => {
    const runner = mocha.run(() => {
      results.running = null;
      results.complete = true;
      writeResults(file, results);
      resolve(results);
    });
    runner.on(EVENT_TEST_BEGIN, (test) => {
      results.running = test.titlePath().join(' > ');
      writeResults(file, results);
    });
    runner.on(EVENT_TEST_PASS, () => results.passed++);
    runner.on(EVENT_TEST_PENDING, () => results.skipped++);
    runner.on(EVENT_TEST_FAIL, (test, error: unknown) => {
      results.failed++;
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      results.failures.push({ title: test.titlePath().join(' > '), message });
      writeResults(file, results);
    });
  });
}
