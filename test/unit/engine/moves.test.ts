import { expect } from 'vitest';
import type { Analysis } from '../../../src/engine/analysis.ts';
import type { Origin } from '../../../src/engine/graph/origin.ts';
import { moveConfig } from '../../../src/engine/move/moveConfig.ts';
import { moveReferences } from '../../../src/engine/move/moveReferences.ts';
import { createMoves, isNamed, type Moves, type PathMove } from '../../../src/engine/move/moves.ts';
import { applyEdits, lineStarts, positionAt } from '../../../src/engine/text.ts';
import { testGoldens } from './goldenArchives.ts';
import { openMemory } from './memoryWorkspace.ts';

/**
 * In an archive of `test/fixtures/move/`, `moves` says what goes where, as `from -> to`. What is expected: every file that
 * changes, by its new path, and what is left to a person. Besides, every name that was imported or reached through a module
 * must mean after the move what it meant before.
 */
testGoldens('move', 'moved modules', outcome);

function outcome(files: ReadonlyMap<string, string>): Map<string, string> {
  const { analysis } = openMemory(files);
  const given = movesIn(files);
  const result = createMoves(analysis, given);
  if (!result.ok) return new Map([['expect: refused', `${result.reason}\n`]]);
  if (!given.some(({ from }) => isNamed(analysis, from))) return new Map([['expect: nothing', '']]);
  const { moves } = result;
  const expected = new Map<string, string>();
  const left: string[] = [];
  const after = new Map<string, string>();
  for (const [file, text] of files) {
    if (!/\.(py|ts|json)$/.test(file)) continue;
    const edits = file === 'ssot.config.json' ? moveConfig(analysis, moves, text) : edited(file, text);
    after.set(moves.path(file), applyEdits(text, edits));
    if (edits.length > 0) expected.set(`expect: ${moves.path(file)}`, applyEdits(text, edits));
  }
  if (left.length > 0) expected.set('expect: left', left.join(''));
  else expectSameMeaning(analysis, moves, files, after);
  return expected;

  function edited(file: string, text: string): ReturnType<typeof moveConfig> {
    if (file.endsWith('.json')) return [];
    const { edits, left: here } = moveReferences(analysis, moves, file);
    const starts = lineStarts(text);
    left.push(
      ...here.map(({ span, reason }) => `${file}:${positionAt(starts, span.start).line}: ${reason}\n`),
    );
    return [...edits];
  }
}

function movesIn(files: ReadonlyMap<string, string>): PathMove[] {
  return (files.get('moves') ?? '')
    .trim()
    .split('\n')
    .map((line) => {
      const [from = '', to = ''] = line.split(' -> ');
      return { from, to };
    });
}

/** In TypeScript imports are left to the language's own tools, which do not work here. */
function expectSameMeaning(
  before: Analysis,
  moves: Moves,
  files: ReadonlyMap<string, string>,
  moved: ReadonlyMap<string, string>,
): void {
  const { analysis: after } = openMemory(moved);
  for (const file of files.keys()) {
    if (!file.endsWith('.py')) continue;
    const was = meanings(before, file, (origin) => sayOrigin(origin, moves));
    expect(
      meanings(after, moves.path(file), (origin) => sayOrigin(origin, undefined)),
      file,
    ).toEqual(was);
  }
  expect(after.problems.map(({ key }) => key)).toEqual(before.problems.map(({ key }) => key));
  expect(after.sources.map(({ factory }) => factory?.name)).toEqual(
    before.sources.map(({ factory }) => factory?.name),
  );
}

/** What the names of imports mean, and what is reached through modules. */
function meanings(analysis: Analysis, file: string, say: (origin: Origin) => string): string[] {
  const { facts } = analysis.read(file)!;
  const imported = facts.imports.flatMap((fact, index) =>
    fact.names.flatMap(({ local, localSpan }, at) =>
      // `import a.b` binds what is around the module; that is reached through it below.
      fact.form === 'from' || localSpan || local === fact.module
        ? [`${local ?? '*'} = ${say(analysis.graph.imported(file, index, at))}`]
        : [],
    ),
  );
  const reached = facts.references.all().flatMap((reference) => {
    const origins = analysis.graph.referenced(file, reference);
    return origins[0]?.kind === 'module' ? [say(origins.at(-1)!)] : [];
  });
  return [...imported.sort(), ...reached];
}

function sayOrigin(origin: Origin, moves: Moves | undefined): string {
  const path = (at: string): string => moves?.path(at) ?? at;
  switch (origin.kind) {
    case 'definition':
      return `${origin.name} in ${path(origin.file)}`;
    case 'module':
      return origin.target.kind === 'file' ? `the module in ${path(origin.target.file)}` : 'a namespace';
    case 'missing':
      return 'missing';
    case 'unknown':
      return 'unknown';
  }
}
