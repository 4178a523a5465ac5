// What the test runners' result files say, in numbers.
import { readFile } from 'node:fs/promises';

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * @param {string} file  of vitest's JSON reporter
 * @param {number} code  vitest's exit code
 * @returns {Promise<Counts>}
 */
export async function vitestCounts(file, code) {
  const report = await readJson(file);
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  // A file that cannot be loaded has no tests that could fail.
  const unloaded = report.testResults.filter(
    (
      /** @type {{ status: string, assertionResults: { status: string }[] }} */ { status, assertionResults },
    ) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + unloaded;
  return atLeastOneFailure(
    {
      passed: report.numPassedTests,
      failed,
      skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    },
    code,
  );
}

/**
 * @param {string} file  that test/integration/run.mjs writes
 * @param {number} code  its exit code
 * @returns {Promise<Counts>}
 */
export async function integrationCounts(file, code) {
  const report = await readJson(file);
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const { passed, failed, skipped } = report;
  return atLeastOneFailure({ passed, failed, skipped }, code);
}

/** A runner may fail although every test passed: an error outside of any test. @param {Counts} counts @param {number} code */
const atLeastOneFailure = (counts, code) =>
  code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;

/** @param {string} file @returns {Promise<any>} undefined when it is absent or broken */
const readJson = (file) =>
  readFile(file, 'utf8')
    .then(JSON.parse)
    .catch(() => undefined);
