import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { hasPython, python, trees } from './oracleTrees.ts';
import { runCli } from './runCli.ts';

/**
 * The promise of every fix that is not asked for as unsafe: a name that led to a definition before leads to the same one
 * after, for all imports of the tree, as CPython's own `ast` and an independent resolution of names read them.
 */
const scratch = mkdtempSync(join(tmpdir(), 'ssot-identity-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe.skipIf(!hasPython).each(trees)(
  'imports that resolve on $name',
  ({ name, folder, config, root, atLeast }) => {
    it('mean the same definitions after safe fixes and repairs', { timeout: 900_000 }, async () => {
      const copy = join(scratch, name);
      cpSync(folder, copy, { recursive: true });
      const configFile = join(scratch, `${name}.json`);
      writeFileSync(configFile, JSON.stringify(config));
      const fixed = await runCli(scratch, 'fix', copy, '--config', configFile, '--write', '--repair');
      expect(fixed.stderr).not.toMatch(/^0 violations fixed/);
      const judged = python('sameNames.py', folder, copy, root) as {
        compared: number;
        moved: number;
        changed: unknown[];
      };
      rmSync(copy, { recursive: true, force: true });
      expect(judged.changed).toEqual([]);
      // A comparison that has seen no fix proves nothing about fixes.
      expect(judged.moved).toBeGreaterThan(0);
      expect(judged.compared).toBeGreaterThanOrEqual(atLeast);
    });
  },
);
