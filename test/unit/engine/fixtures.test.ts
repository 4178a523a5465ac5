import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allows } from '../../../src/engine/violation.ts';
import { fixTogether } from '../../../src/engine/fix/fixTogether.ts';
import { fixFile } from '../../../src/engine/fix/fixFile.ts';
import { isNotebook } from '../../../src/engine/notebook/readNotebook.ts';
import type { Violation } from '../../../src/engine/violation.ts';
import { formatArchive, parseArchive } from './archive.ts';
import { editedNotebook } from './percentNotebook.ts';
import { openMemory } from './memoryWorkspace.ts';

/**
 * One fixture, one test. An archive in `test/fixtures/engine/<language>/` holds what differs from the language's
 * `base.txtar`, and what is expected: `expect: violations`, and for each limit whose fix changes a file
 * `expect: <limit> <file>`. `UPDATE_GOLDEN=1` writes what came out; read it before you commit it.
 */
const root = join(import.meta.dirname, '../../fixtures/engine');
const limits = ['safe', 'repair', 'unsafe'] as const;
const update = process.env['UPDATE_GOLDEN'] === '1';

for (const language of ['python', 'typescript']) {
  const base = parseArchive(readFileSync(join(root, language, 'base.txtar'), 'utf8'));
  describe(language, () => {
    for (const name of readdirSync(join(root, language)).filter((each) => each !== 'base.txtar')) {
      it(name.replace(/\.txtar$/, ''), () => {
        const path = join(root, language, name);
        const written = readFileSync(path, 'utf8');
        const archive = parseArchive(written);
        const own = new Map([...archive.files].filter(([file]) => !file.startsWith('expect: ')));
        const actual = formatArchive({
          prose: archive.prose,
          files: new Map([...own, ...outcome(base.files, own)]),
        });
        if (update) writeFileSync(path, actual);
        expect(actual).toBe(written);
      });
    }
  });
}

function outcome(base: ReadonlyMap<string, string>, own: ReadonlyMap<string, string>): Map<string, string> {
  const files = new Map([...base, ...own]);
  const { analysis } = openMemory(files);
  const code = [...own.keys()].filter((file) => file !== 'ssot.config.json');
  const expected = new Map([
    [
      'expect: violations',
      code
        .flatMap((file) => analysis.check(file))
        .map(line)
        .join(''),
    ],
  ]);
  for (const limit of limits) {
    for (const file of code) {
      const { analysis: now, environment } = openMemory(files);
      const fixed = fixFile(now, environment, file, limit);
      if (fixed.refused.length > 0)
        expected.set(
          `expect: ${limit} refuses ${file}`,
          fixed.refused.map(({ violation, reason }) => `${violation.range.start.line}: ${reason}\n`).join(''),
        );
      const after = isNotebook(file) ? editedNotebook(files.get(file)!, fixed.edits) : fixed.text;
      const shown = [...expected].some(([title, text]) => title.endsWith(` ${file}`) && text === after);
      if (fixed.edits.length > 0 && !shown) expected.set(`expect: ${limit} ${file}`, after);
      expectStable(files, file, after, limit);
    }
    for (const [title, text] of together(files, code, limit)) {
      const shown = [...expected].some(
        ([known, same]) => known.split(' ').slice(2).join(' ') === title && same === text,
      );
      if (!shown) expected.set(`expect: ${limit} ${title}`, text);
    }
  }
  return expected;
}

/** What plans over several files make of them, and why there is none for a violation that needs one. */
function together(
  files: ReadonlyMap<string, string>,
  code: readonly string[],
  limit: (typeof limits)[number],
): Map<string, string> {
  const { analysis, environment } = openMemory(files);
  const outcomes = new Map<string, string>();
  const done = new Set<string>();
  for (const violation of code.flatMap((file) => analysis.check(file))) {
    const { file, fix, suppressed, intentional, range } = violation;
    if (suppressed || intentional || !allows(limit, fix.kind) || done.has(keyOf(violation))) continue;
    const fixed = fixTogether(analysis, environment, violation);
    if (!fixed) continue;
    if (!fixed.ok) {
      const title = `together refuses ${file}`;
      outcomes.set(title, `${outcomes.get(title) ?? ''}${range.start.line}: ${fixed.reason}\n`);
      continue;
    }
    for (const each of fixed.fixed) done.add(keyOf(each));
    const after = openMemory(
      new Map([...files, ...fixed.changes.map((each) => [each.file, each.text] as const)]),
    );
    for (const change of fixed.changes) {
      outcomes.set(`together ${change.file}`, change.text);
      for (const left of after.analysis.check(change.file))
        expect(fixed.fixed.map((each) => each.fingerprint)).not.toContain(left.fingerprint);
    }
  }
  return outcomes;
}

/** Two files may have violations that are alike. */
function keyOf({ file, fingerprint }: Violation): string {
  return `${file}\0${fingerprint}`;
}

/** A second run finds nothing to do: what was fixed stays fixed, and a fix makes no new one. */
function expectStable(
  files: ReadonlyMap<string, string>,
  file: string,
  text: string,
  limit: (typeof limits)[number],
): void {
  const { analysis, environment } = openMemory(new Map([...files, [file, text]]));
  expect(fixFile(analysis, environment, file, limit).edits).toEqual([]);
}

function line({
  file,
  range: inFile,
  cell,
  ruleId,
  form,
  fix,
  names,
  reason,
  intentional,
  suppressed,
}: Violation): string {
  const flags = [...(intentional ? ['intentional'] : []), ...(suppressed ? ['suppressed'] : [])];
  const range = cell?.range ?? inFile;
  const name = cell ? `${file}:cell ${cell.index}` : file;
  const place = `${name}:${range.start.line}:${range.start.column}-${range.end.line}:${range.end.column}`;
  return `${[place, ruleId, form, fix.kind, ...flags].join(' ')}: ${names.join(', ')}${reason === null ? '' : `; ${reason}`}\n`;
}
