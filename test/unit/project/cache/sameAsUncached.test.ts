import fc from 'fast-check';
import { mkdirSync, symlinkSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createRecordFile } from '../../../../src/project/cache/recordFile.ts';
import { loadConfig, type LoadedConfig } from '../../../../src/project/configuration.ts';
import { scanFiles, type ScanFilesOptions } from '../../../../src/project/scanFiles.ts';
import { makeFolder } from '../chat.ts';
import { change, configs, make, start } from './randomProject.ts';

/** A scan with all files long settled. @returns what it found, and how many files it read in full */
function scan(options: ScanFilesOptions): { outcome: unknown; analyzed: number } {
  const scanning = scanFiles({ ...options, startedAt: Date.now() + 60_000 });
  let analyzed = 0;
  for (;;) {
    const step = scanning.next();
    // What comes out of a cache has been JSON: what is undefined is not there.
    if (step.done) return { outcome: JSON.parse(JSON.stringify(step.value)), analyzed };
    if (step.value.what === 'analyzing') analyzed++;
  }
}

function load(path: string): LoadedConfig {
  const result = loadConfig(path);
  if (!result.ok) throw new Error(result.faults.map(({ message }) => message).join('\n'));
  return result.loaded;
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.array(change, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.nat(configs.length - 1) },
);

describe('a scan that uses what an earlier one has found', () => {
  it('finds what a scan of everything finds, whatever has changed', { timeout: 240_000 }, () => {
    let spared = 0;
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 8 }),
        fc.array(fc.tuple(step, fc.boolean()), { minLength: 1, maxLength: 6 }),
        (before, steps) => {
          const folder = makeFolder({ ...start, 'ssot.config.json': configs[0]! });
          mkdirSync(folder.at('node_modules/@acme'), { recursive: true });
          symlinkSync('../../packages/core', folder.at('node_modules/@acme/core'));
          for (const each of before) make(folder.path, each);
          const cache = makeFolder({});
          const both = (narrowed: boolean): void => {
            const loaded = load(folder.at('ssot.config.json'));
            const record = createRecordFile(cache.path, folder.path, JSON.stringify(loaded.config));
            const isAsked = narrowed ? (file: string) => file.startsWith('chat/') : undefined;
            const all = scan({ loaded, isAsked });
            const cached = scan({ loaded, isAsked, record });
            expect(cached.outcome).toEqual(all.outcome);
            spared += all.analyzed - cached.analyzed;
            if (narrowed || !(all.outcome as { ok: boolean }).ok) return;
            expect(scan({ loaded, record })).toEqual({ outcome: all.outcome, analyzed: 0 });
          };
          both(false);
          for (const [done, narrowed] of steps) {
            if (typeof done === 'number')
              make(folder.path, { kind: 'write', file: 'ssot.config.json', text: configs[done]! });
            else for (const each of done) make(folder.path, each);
            both(narrowed);
          }
        },
      ),
      { numRuns: 25 },
    );
    // Else all of this would compare scans of everything.
    expect(spared).toBeGreaterThan(50);
  });
});
