import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAnalysis, type FileSnapshot } from '../../../src/engine/analysis.ts';
import { parseArchive } from './archive.ts';
import { openMemory, parse } from './memoryWorkspace.ts';

/**
 * An analysis that is told of edits says the same as one that is made anew. Every file of every fixture is edited in turn,
 * owners included: lines come and go, so that what stands behind them moves.
 */
const root = join(import.meta.dirname, '../../fixtures/engine');

/** Edits of a text: a line more at its beginning, its last definition gone, nothing left, and back again. */
function editsOf(text: string): string[] {
  const lines = text.split('\n');
  const half = lines.slice(0, Math.ceil(lines.length / 2)).join('\n');
  return [`\n${text}`, half, '', text];
}

for (const language of ['python', 'typescript']) {
  const base = parseArchive(readFileSync(join(root, language, 'base.txtar'), 'utf8'));
  describe(`an edited analysis of ${language}`, () => {
    for (const name of readdirSync(join(root, language)).filter((each) => each !== 'base.txtar')) {
      it(name.replace(/\.txtar$/, ''), () => {
        const archive = parseArchive(readFileSync(join(root, language, name), 'utf8'));
        const own = [...archive.files].filter(([file]) => !file.startsWith('expect: '));
        const files = new Map([...base.files, ...own]);
        const code = [...files.keys()].filter((file) => file !== 'ssot.config.json');

        const { config, modules } = openMemory(files).analysis;
        const snapshots = new Map<string, FileSnapshot>();
        const read = (file: string): FileSnapshot | undefined => {
          const text = files.get(file);
          if (text === undefined) return undefined;
          if (!snapshots.has(file)) snapshots.set(file, { text, facts: parse(file, text) });
          return snapshots.get(file);
        };
        let edited = createAnalysis(config, { read, modules });
        let kept = 0;
        let turn = 0;
        for (const file of code) {
          for (const text of editsOf(files.get(file)!)) {
            files.set(file, text);
            snapshots.delete(file);
            if (edited.changed(file)) kept++;
            else edited = createAnalysis(config, { read, modules });
            const fresh = createAnalysis(config, { read, modules });
            // The file itself, as an editor asks, and now this, now that other one, which may look at it.
            for (const each of [file, code[turn++ % code.length]!])
              expect(edited.check(each)).toEqual(fresh.check(each));
          }
        }
        // Somebody looks at most files here, but never at all of them.
        expect(kept).toBeGreaterThan(0);
      });
    }
  });
}

describe('an edit that moves nothing', () => {
  it('gives an alias another meaning', () => {
    const base = parseArchive(readFileSync(join(root, 'python', 'base.txtar'), 'utf8'));
    const { config, modules } = openMemory(base.files).analysis;
    const texts = ['HubEngine', 'Frame    '].map(
      (target) =>
        `from chat.realtime.hub import HubEngine, Frame\nHub = ${target}\n\n\ndef f():\n    return Hub()\n`,
    );
    let text = texts[0]!;
    const read = (file: string): FileSnapshot | undefined => {
      const found = file === 'chat/api.py' ? text : base.files.get(file);
      return found === undefined ? undefined : { text: found, facts: parse(file, found) };
    };
    const analysis = createAnalysis(config, { read, modules });
    expect(analysis.check('chat/api.py').map(({ ruleId }) => ruleId)).toEqual(['direct-construction']);
    text = texts[1]!;
    expect(analysis.changed('chat/api.py')).toBe(true);
    expect(analysis.check('chat/api.py')).toEqual([]);
  });
});
