import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../../src/engine/analysis.ts';
import { definitionKey, type Origin } from '../../../src/engine/graph/origin.ts';
import { planShim, type ShimPlan } from '../../../src/engine/shim/planShim.ts';
import { goldensOf, testGoldens } from './goldenArchives.ts';
import { openMemory } from './memoryWorkspace.ts';

/** What the names of a module are, as far as two runs can compare it. */
const judge = `
import importlib, json, sys
def say(value):
    keys = ("__module__", "__qualname__", "__name__")
    return [str(getattr(value, key, None)) for key in keys] if hasattr(value, "__name__") else repr(value)
told = {}
for name in sys.argv[1:]:
    for key, value in vars(importlib.import_module(name)).items():
        if not key.startswith("__"):
            told[name + "." + key] = say(value)
print("told:" + json.dumps(told, sort_keys=True))
`;

const hasPython = spawnSync('python3', ['--version']).status === 0;

/**
 * In an archive of `test/fixtures/shim/`, `shim` says which module becomes one, and whether unsafely. What is expected: its new text, or why it is
 * refused. Besides, of every shim: all that anybody imports means what it did, the importers are told of it as before, and
 * planning again changes nothing.
 */
testGoldens('shim', 'deprecation shims', (files) => [outcome(files)]);

describe.skipIf(!hasPython)('deprecation shims in CPython (needs python3)', () => {
  for (const { name, files, own, expected } of goldensOf('shim', 'python')) {
    const [shim = '', unsafe] = files.get('shim')!.trim().split(' ');
    const text = expected.get(`expect: ${shim}`);
    if (text === undefined || unsafe !== undefined) continue;
    it(name, () => {
      const users = codeOf(own).filter((file) => file !== shim);
      const modules = users.map((file) => file.replace(/(\/__init__)?\.py$/, '').replaceAll('/', '.'));
      const was = run(files, modules);
      expect(was).toContain('told:');
      expect(run(new Map([...files, [shim, text]]), modules)).toBe(was);
    });
  }
});

function run(files: ReadonlyMap<string, string>, modules: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'ssot-shim-'));
  try {
    for (const [file, text] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const { stdout, stderr } = spawnSync('python3', ['-B', '-c', judge, ...modules], {
      cwd: folder,
      encoding: 'utf8',
    });
    return stdout.split('\n').find((line) => line.startsWith('told:')) ?? stderr;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function outcome(files: ReadonlyMap<string, string>): [string, string] {
  const [file = '', unsafe] = files.get('shim')!.trim().split(' ');
  const before = openMemory(files);
  const plan = planShim(before.analysis, before.environment, file, unsafe === 'unsafe');
  if (plan.kind === 'already') return ['expect: already', ''];
  if (plan.kind === 'refused') return ['expect: refused', `${plan.reason}\n`];
  const after = openMemory(new Map([...files, [file, plan.text]]));
  expectSameMeaning(before.analysis, after.analysis, files, file, plan);
  expect(planShim(after.analysis, after.environment, file, true)).toEqual({ kind: 'already' });
  expect(after.analysis.check(file)).toEqual([]);
  expect(legacyImports(after.analysis, files, file)).toEqual(legacyImports(before.analysis, files, file));
  return [`expect: ${file}`, plan.text];
}

/** Every import of every file but the shim itself, but for names that are replaced on purpose. */
function expectSameMeaning(
  before: Analysis,
  after: Analysis,
  files: ReadonlyMap<string, string>,
  shim: string,
  { kept }: ShimPlan & { readonly kind: 'shim' },
): void {
  const replaced = new Set(kept.flatMap(({ name, kind }) => (kind === 'unsafe' ? [name] : [])));
  for (const file of codeOf(files)) {
    if (file === shim) continue;
    for (const [index, { names }] of before.read(file)!.facts.imports.entries())
      for (const [at, { name }] of names.entries()) {
        if (replaced.has(name)) continue;
        expect(say(after.graph.imported(file, index, at)), `${name} in ${file}`).toBe(
          say(before.graph.imported(file, index, at)),
        );
      }
    for (const reference of before.read(file)!.facts.references.all()) {
      if (replaced.has(reference.name)) continue;
      expect(after.graph.referenced(file, reference).map(say), `${reference.name} in ${file}`).toEqual(
        before.graph.referenced(file, reference).map(say),
      );
    }
  }
}

/** The migration goes on: who imports the module is told so. */
function legacyImports(analysis: Analysis, files: ReadonlyMap<string, string>, shim: string): string[] {
  return codeOf(files).flatMap((file) =>
    file === shim
      ? []
      : analysis
          .check(file)
          .filter(({ ruleId }) => ruleId === 'legacy-import')
          .map(({ range, module, names }) => `${file}:${range.start.line}: ${module}: ${names.join(', ')}`),
  );
}

function codeOf(files: ReadonlyMap<string, string>): string[] {
  return [...files.keys()].filter((file) => /\.(py|[jt]s)$/.test(file));
}

function say(origin: Origin): string {
  switch (origin.kind) {
    case 'definition':
      return definitionKey(origin);
    case 'module':
      return origin.target.id;
    case 'missing':
    case 'unknown':
      return origin.kind;
  }
}
