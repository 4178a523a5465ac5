import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  actionsAt,
  refactorFile,
  refactoringsOf,
  refactoringTitle,
} from '../../../src/engine/refactor/refactorings.ts';
import { applyEdits, lineStarts, type Span } from '../../../src/engine/text.ts';
import { formatArchive, parseArchive } from './archive.ts';
import { openMemory } from './memoryWorkspace.ts';

/**
 * One fixture, one test. An archive in `test/fixtures/refactor/<language>/` is laid over the base of the engine's
 * fixtures of that language. `at` holds places as `file:line:column`, or `file:line:column-line:column` for a selection;
 * for each of them stands what is offered there, what becomes of the file, and what becomes of all files where it is
 * done in all importers. `UPDATE_GOLDEN=1` writes what came out; read it before you commit it.
 */
const root = join(import.meta.dirname, '../../fixtures');
const update = process.env['UPDATE_GOLDEN'] === '1';

for (const language of ['python', 'typescript']) {
  const base = parseArchive(readFileSync(join(root, 'engine', language, 'base.txtar'), 'utf8'));
  const folder = join(root, 'refactor', language);
  describe(`refactorings in ${language}`, () => {
    for (const name of readdirSync(folder))
      it(name.replace(/\.txtar$/, ''), () => {
        const path = join(folder, name);
        const written = readFileSync(path, 'utf8');
        const archive = parseArchive(written);
        const own = new Map([...archive.files].filter(([file]) => !file.startsWith('expect: ')));
        const files = new Map([...base.files, ...own]);
        const places = (own.get('at') ?? '').trim().split('\n');
        const actual = formatArchive({
          prose: archive.prose,
          files: new Map([...own, ...places.flatMap((place) => [...outcome(files, place)])]),
        });
        if (update) writeFileSync(path, actual);
        expect(actual).toBe(written);
      });
  });
}

function outcome(files: ReadonlyMap<string, string>, place: string): Map<string, string> {
  const { file, selection } = parsePlace(files, place);
  const { analysis, environment } = openMemory(files);
  const offered: string[] = [];
  const texts = new Map<string, string>();
  for (const found of actionsAt(analysis, file, selection)) {
    for (const { action, scope, title, kind, edits, reason } of refactoringsOf(
      analysis,
      environment,
      file,
      found,
    )) {
      offered.push(`${kind}: ${title}${reason === null ? '' : `; ${reason}`}\n`);
      if (edits.length > 0)
        texts.set(`expect: ${place} ${action} ${scope} ${kind}`, applyEdits(files.get(file)!, edits));
    }
    offered.push(`${refactoringTitle(found.action, 'all', found.at, found.source)}\n`);
    for (const limit of ['repair', 'unsafe'] as const)
      for (const each of files.keys()) {
        if (!/\.(py|ts)$/.test(each)) continue;
        const { edits, text } = refactorFile(analysis, environment, each, found, limit);
        const title = `expect: ${place} ${found.action} all ${limit} ${each}`;
        const isSame = texts.get(title.replace(' unsafe ', ' repair ')) === text;
        if (edits.length > 0 && !isSame) texts.set(title, text);
      }
  }
  return new Map([[`expect: ${place}`, offered.join('')], ...texts]);
}

function parsePlace(files: ReadonlyMap<string, string>, place: string): { file: string; selection: Span } {
  const found = /^(.+?):(\d+):(\d+)(?:-(\d+):(\d+))?$/.exec(place);
  if (!found) throw new Error(`not a place: ${place}`);
  const [, file = '', line, column, endLine = line, endColumn = column] = found;
  const starts = lineStarts(files.get(file)!);
  const offset = (at?: string, character?: string): number => starts[Number(at) - 1]! + Number(character) - 1;
  return { file, selection: { start: offset(line, column), end: offset(endLine, endColumn) } };
}
