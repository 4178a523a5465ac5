import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { fixFile } from '../../../src/engine/fix/fixFile.ts';
import { applyEdits } from '../../../src/engine/text.ts';
import { parseArchive } from './archive.ts';
import { openMemory, parse } from './memoryWorkspace.ts';
import { newErrors } from './programJudge.ts';
import { pythonModule } from './pythonModules.ts';
import { typescriptModule } from './typescriptModules.ts';
import { typescriptProgram } from './typescriptPrograms.ts';

// What is asserted is counted: a busy machine may take its time.
vi.setConfig({ testTimeout: 300_000 });

const limits = ['safe', 'repair', 'unsafe'] as const;
/** `FIX_RUNS=20` runs twenty times as many. */
const runs = (usual: number): number => usual * Number(process.env['FIX_RUNS'] ?? 1);
type Limit = (typeof limits)[number];

function baseOf(language: 'python' | 'typescript'): ReadonlyMap<string, string> {
  const path = join(import.meta.dirname, '../../fixtures/engine', language, 'base.txtar');
  return parseArchive(readFileSync(path, 'utf8')).files;
}

/** Lines that are no import and hold no call: a fix may touch none of them. */
function marks(text: string): string[] {
  return text
    .split(/\r\n|\n/)
    .filter(
      (line) =>
        /^\s*(const )?(mark_\d+|print\("mark"|Frame = \d|__all__|del )/.test(line) &&
        !line.includes('import'),
    );
}

function comments(text: string): string[] {
  return (text.match(/(#|\/\/) c\d+/g) ?? []).sort();
}

interface Outcome {
  readonly limit: Limit;
  readonly before: string;
  readonly after: string;
}

/** Fixes one text at every limit and asserts what holds for each; answers what was changed. */
function fixAll(base: ReadonlyMap<string, string>, file: string, before: string): Outcome[] {
  return limits.flatMap((limit) => {
    const { analysis, environment } = openMemory(new Map([...base, [file, before]]));
    const fixed = fixFile(analysis, environment, file, limit);
    expect(applyEdits(before, fixed.edits)).toBe(fixed.text);
    if (fixed.edits.length === 0) return [];
    const errors = (text: string): number => parse(file, text).syntaxErrors.length;
    expect(errors(fixed.text)).toBeLessThanOrEqual(errors(before));
    expect(marks(fixed.text)).toEqual(marks(before));
    // What a safe fix moves takes its comments along; only an argument that is dropped takes them away.
    if (limit === 'safe') expect(comments(fixed.text)).toEqual(comments(before));
    expect(fixed.text.startsWith('\uFEFF')).toBe(before.startsWith('\uFEFF'));
    if (before.includes('\r\n')) expect(fixed.text).not.toMatch(/(?<!\r)\n/);
    const again = openMemory(new Map([...base, [file, fixed.text]]));
    expect(fixFile(again.analysis, again.environment, file, limit).edits).toEqual([]);
    return [{ limit, before, after: fixed.text }];
  });
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

/** What CPython finds wrong with the outcomes, among which it compiles all and runs those of safe fixes. */
function judgeByPython(base: ReadonlyMap<string, string>, outcomes: readonly Outcome[]): unknown {
  const folder = mkdtempSync(join(tmpdir(), 'ssot-properties-'));
  try {
    for (const [path, text] of base) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const script = join(import.meta.dirname, 'judgeFixes.py');
    const run = spawnSync('python3', [script, folder], { input: JSON.stringify(outcomes), encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
    return JSON.parse(run.stdout);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('any fix', () => {
  it.skipIf(!hasPython)('of a Python module keeps what it does not fix, as CPython runs it', () => {
    const base = baseOf('python');
    const outcomes: Outcome[] = [];
    fc.assert(
      fc.property(pythonModule, (text) => {
        outcomes.push(...fixAll(base, 'chat/api.py', text));
      }),
      { numRuns: runs(250) },
    );
    const judged = judgeByPython(base, outcomes) as { compiled: number; ran: number; wrong: unknown[] };
    expect(judged.wrong).toEqual([]);
    // A judge that has seen nothing has proven nothing.
    expect(judged.compiled).toBeGreaterThan(100);
    expect(judged.ran).toBeGreaterThan(10);
  });

  it('of a TypeScript module keeps what it does not fix', () => {
    const base = baseOf('typescript');
    const outcomes: Outcome[] = [];
    fc.assert(
      fc.property(typescriptModule, (text) => {
        outcomes.push(...fixAll(base, 'src/app/chat.tsx', text));
      }),
      { numRuns: runs(150) },
    );
    expect(outcomes.length).toBeGreaterThan(50);
  });

  it('of a TypeScript or JavaScript program makes no error that it had not, as the compiler sees it', () => {
    let judged = 0;
    fc.assert(
      fc.property(typescriptProgram, ({ files, file }) => {
        for (const { after } of fixAll(files, file, files.get(file)!)) {
          judged++;
          expect(newErrors(files, file, after)).toEqual([]);
        }
      }),
      { numRuns: runs(60) },
    );
    // A judge that has seen nothing has proven nothing.
    expect(judged).toBeGreaterThan(50);
  });
});
