import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixFile } from '../../../src/engine/fix/fixFile.ts';
import type { Violation, ViolationItem } from '../../../src/engine/violation.ts';
import { parseArchive } from './archive.ts';
import { openMemory } from './memoryWorkspace.ts';

/** The order in which sources are declared decides which of them a violation is listed under, and nothing else. */
const root = join(import.meta.dirname, '../../fixtures/engine');
const fixtures = ['python', 'typescript'].flatMap((language) => {
  const { files: base } = parseArchive(readFileSync(join(root, language, 'base.txtar'), 'utf8'));
  return readdirSync(join(root, language)).flatMap((name) => {
    const own = [...parseArchive(readFileSync(join(root, language, name), 'utf8')).files].filter(
      ([file]) => !file.startsWith('expect: '),
    );
    const files = new Map([...base, ...own]);
    const config = JSON.parse(files.get('ssot.config.json')!) as { sources: readonly unknown[] };
    return config.sources.length < 2 ? [] : [{ name: `${language}/${name}`, files, config }];
  });
});

describe('the order of sources', () => {
  it('is turned round in fixtures of both languages', () => {
    expect(new Set(fixtures.map(({ name }) => name.split('/')[0]))).toEqual(
      new Set(['python', 'typescript']),
    );
  });

  it.each(fixtures)('does not matter in $name', ({ files, config }) => {
    const turned = { ...config, sources: config.sources.toReversed() };
    expect(outcome(new Map([...files, ['ssot.config.json', JSON.stringify(turned)]]))).toEqual(
      outcome(files),
    );
  });

  it.each(fixtures)('says which source a violation of several is listed under in $name', ({ files }) => {
    const { analysis } = openMemory(files);
    const declared = analysis.sources.map(({ config }) => config.id);
    const found = codeOf(files).flatMap((file) => analysis.check(file));
    expect(found.length).toBeGreaterThan(0);
    for (const { source, items } of found)
      if (items.length > 0)
        expect(source).toBe(declared.find((id) => items.some((item) => item.source === id)));
  });
});

/** Everything that is said of a workspace, without what the order is there to decide. */
function outcome(files: ReadonlyMap<string, string>): object[] {
  return codeOf(files).map((file) => {
    const { analysis, environment } = openMemory(files);
    const texts = (['safe', 'repair', 'unsafe'] as const).map(
      (limit) => fixFile(analysis, environment, file, limit).text,
    );
    return { file, texts, violations: analysis.check(file).map(withoutOrder) };
  });
}

function withoutOrder({ ruleId, range, form, names, items, fix, reason }: Violation): object {
  const byName = (a: ViolationItem, b: ViolationItem): number =>
    `${a.name} ${a.source}` < `${b.name} ${b.source}` ? -1 : 1;
  // A name that nobody owns is listed under the first source that has the module, too.
  const told = ruleId === 'broken-import' ? items.map((item) => ({ ...item, source: '' })) : items;
  return { ruleId, range, form, names, items: [...told].sort(byName), kind: fix.kind, reason };
}

function codeOf(files: ReadonlyMap<string, string>): string[] {
  return [...files.keys()].filter((file) => /\.(py|ts|js)$/.test(file));
}
