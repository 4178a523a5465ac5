// `npm test`: every check there is. A part that fails shows its output, and the others run all the same.
// The last line is `N passed, N failed`: tests are counted one by one, every other part counts as one.
import { mkdir } from 'node:fs/promises';
import { resultsFolder } from '../test/headless/folders.mjs';
import { runNode } from './nodeCommand.mjs';
import { stages } from './testing/parts.mjs';

await mkdir(resultsFolder, { recursive: true });
const prefetch = runNode(['scripts/testing/prefetch.mjs']);
const total = { passed: 0, failed: 0 };
for (const lanes of stages) await Promise.all(lanes.map(runLane));
await prefetch;
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed ? 1 : 0;

/** @param {import('./testing/parts.mjs').Part[]} parts */
async function runLane(parts) {
  for (const part of parts) await runPart(part);
}

/** Runs one part, says how it went and counts it. @param {import('./testing/parts.mjs').Part} part */
async function runPart({ name, run }) {
  const started = performance.now();
  const { passed, failed, skipped, output } = await run();
  total.passed += passed;
  total.failed += failed;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const skip = skipped ? `, ${skipped} skipped` : '';
  console.log(
    `${failed ? 'FAIL' : 'ok  '} ${name}: ${passed} passed, ${failed} failed${skip} (${seconds} s)`,
  );
  if (failed) console.log(`\n${output.trim()}\n`);
}
