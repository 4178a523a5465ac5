// Fifty users against leaking and good backends, with so many seeds: `node scripts/isolation.mjs [SEEDS]`, a hundred without.
import { runNode } from './nodeCommand.mjs';

process.env.SSOT_ISOLATION_SEEDS = process.argv[2] ?? '100';
const test = 'test/unit/livecheck/isolationSeeds.test.ts';
const { code } = await runNode(['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', test], {
  show: true,
});
process.exitCode = code;
