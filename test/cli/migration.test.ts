import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gitIn } from './gitFolder.ts';
import { migrated } from './migrated.ts';
import { makeFolder, runCli } from './runCli.ts';

/**
 * A migration from its baseline to what nobody can fix by machine, as a team would make it with git: two branches at
 * once, then a commit for each batch on days of its own. Always on a small codebase; on the real one where
 * `SSOT_NETRA_TREE` names its tree.
 */
interface Codebase {
  readonly name: string;
  readonly make: () => string;
  /** Two folders whose imports two branches move at the same time. */
  readonly parts: readonly [string, string];
  /** The batches after that, each on a day of its own. */
  readonly batches: readonly (readonly string[])[];
  /** A violation that nobody has made yet. */
  readonly fresh: string;
}

const batches = [
  ['--phase', '1'],
  ['--repair', '--phase', '1'],
  ['--unsafe', '--phase', '1'],
  ['--unsafe', '--phase', '2'],
  ['--unsafe', '--phase', '3'],
];

const netra = process.env['SSOT_NETRA_TREE'];
const codebases: Codebase[] = [
  {
    name: 'a small codebase',
    make: () => makeFolder(migrated),
    parts: ['chat/api', 'chat/jobs'],
    batches: batches.slice(0, 4),
    fresh: 'from chat.sockets import SocketHub\n\nprint(SocketHub)\n',
  },
  ...(netra === undefined
    ? []
    : [
        {
          name: 'the Netra tree',
          make: () => {
            const folder = mkdtempSync(join(tmpdir(), 'ssot-migration-'));
            cpSync(netra, folder, { recursive: true, filter: (path) => basename(path) !== '.git' });
            writeFileSync(
              join(folder, 'ssot.config.json'),
              '{ "extends": ["preset:netra"], "exclude": [] }\n',
            );
            return folder;
          },
          parts: ['netra_backend', 'tests'] as const,
          batches,
          fresh:
            'from netra_backend.app.websocket_core.manager import WebSocketManager\n\nprint(WebSocketManager)\n',
        },
      ]),
];

interface Violation {
  readonly file: string;
  readonly ruleId: string;
  readonly range: { readonly start: { readonly line: number } };
}

async function violationsIn(folder: string): Promise<Violation[]> {
  const { stdout } = await runCli(folder, 'scan', '--format', 'json');
  return (JSON.parse(stdout) as { violations: (Violation & { baselined: boolean })[] }).violations;
}

/** The statement at the left margin around a line, with what stands on it. @param line 1-based */
function blockAround(lines: readonly string[], line: number): [start: number, end: number] {
  const isMargin = (index: number): boolean => /^[^\s#)\]}]/.test(lines[index] ?? '');
  let start = line - 1;
  while (start > 0 && !isMargin(start)) start--;
  while (start > 0 && lines[start - 1]!.startsWith('@')) start--;
  let end = line;
  while (end < lines.length && !isMargin(end)) end++;
  return [start, end];
}

describe.each(codebases)('the migration of $name', ({ make, parts, batches: steps, fresh }) => {
  it(
    'gets shorter with each batch, in branches too, and lets nothing new in',
    { timeout: 3_600_000 },
    async () => {
      const folder = make();
      const git = gitIn(folder);
      const entries = (): number =>
        readFileSync(join(folder, 'ssot.baseline'), 'utf8')
          .split('\n')
          .filter((line) => line !== '' && !line.startsWith('#')).length;
      const check = async (): Promise<number | null> => (await runCli(folder, 'baseline', 'check')).code;
      /** What comes to light with a fix is taken in where it was fixed. @returns how many */
      const takeIn = async (fix: { readonly stderr: string }): Promise<number> => {
        const found = Number(/: (\d+) violations? in the changed files not in it/.exec(fix.stderr)?.[1] ?? 0);
        expect(await check()).toBe(found > 0 ? 1 : 0);
        if (found === 0) return 0;
        expect((await runCli(folder, 'baseline', 'write', '--allow-new')).code).toBe(0);
        expect(await check()).toBe(0);
        return found;
      };
      let day = 0;
      const commit = (message: string): void => {
        const date = `2027-03-${String(++day).padStart(2, '0')}T12:00:00Z`;
        git(['add', '--all'], date);
        git(['commit', '--quiet', '--allow-empty', '--message', message], date);
      };

      expect((await runCli(folder, 'baseline', 'write')).code).toBe(0);
      git(['init', '--quiet', '--initial-branch', 'main']);
      commit('Begin');
      const counts = [entries()];
      expect(await check()).toBe(0);

      for (const part of parts) {
        git(['checkout', '--quiet', '-b', part.replaceAll('/', '-'), 'main']);
        const run = await runCli(folder, 'fix', '--write', '--phase', '1', part);
        expect(run.stderr).toMatch(/ssot\.baseline: [1-9]\d* of \d+ entries taken out/);
        const found = await takeIn(run);
        console.log(`${part}: ${run.stderr.split('\n')[0]!}; ${found} came to light; ${entries()} entries`);
        commit(`Move the imports of ${part}`);
      }
      git(['checkout', '--quiet', 'main']);
      for (const part of parts)
        git(['merge', '--quiet', '--no-ff', '--no-edit', part.replaceAll('/', '-')], '2027-03-04T12:00:00Z');
      day = 4;
      counts.push(entries());
      expect(await check()).toBe(0);

      for (const step of steps) {
        const run = await runCli(folder, 'fix', '--write', ...step);
        const found = await takeIn(run);
        console.log(
          `fix --write ${step.join(' ')}: ${run.stderr.split('\n')[0]!}; ${found} came to light; ${entries()} entries`,
        );

        counts.push(entries());
        commit(`fix ${step.join(' ')}`);
      }
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
      expect(counts.at(-1)).toBeLessThan(counts[0]!);

      const history = await runCli(folder, 'history', '--format', 'json');
      const { points } = JSON.parse(history.stdout) as { points: { date: string; violations: number }[] };
      console.log(points.map(({ date, violations }) => `${date.slice(0, 10)}: ${violations}`).join('\n'));
      expect(points.at(0)!.violations).toBe(counts[0]);
      expect(points.at(-1)!.violations).toBe(counts.at(-1));
      const svg = await runCli(folder, 'history', '--format', 'svg');
      expect(svg.stdout).toContain(`Violations left: ${counts.at(-1)!} on 2027-03-`);

      writeFileSync(join(folder, parts[0], 'one_more.py'), fresh);
      expect(await check()).toBe(1);
      rmSync(join(folder, parts[0], 'one_more.py'));
      expect(await check()).toBe(0);

      const left = (await violationsIn(folder)).filter(({ file }) => file.endsWith('.py'));
      const renamed = left.find(({ file }) => file.startsWith(parts[0]))!.file;
      const name = join(dirname(renamed), `renamed_${basename(renamed)}`);
      writeFileSync(
        join(folder, renamed),
        `${'# above\n'.repeat(100)}${readFileSync(join(folder, renamed), 'utf8')}`,
      );
      renameSync(join(folder, renamed), join(folder, name));
      expect(await check()).toBe(0);

      const moved = left.find(({ file, range }) => {
        const lines = readFileSync(join(folder, file === renamed ? name : file), 'utf8').split('\n');
        const [start, end] = blockAround(lines, range.start.line);
        const block = lines.slice(start, end);
        return (
          file !== renamed &&
          block.some((line) => /^(async )?def /.test(line)) &&
          !block.some((line) => line.includes('"""'))
        );
      })!;
      const lines = readFileSync(join(folder, moved.file), 'utf8').split('\n');
      const [start, end] = blockAround(lines, moved.range.start.line);
      const block = lines.splice(start, end - start);
      writeFileSync(join(folder, moved.file), [...lines, '', '', ...block, ''].join('\n'));
      expect(await check()).toBe(0);
      console.log(
        `entries: ${counts.join(' → ')}; renamed ${renamed}; moved lines ${start + 1}-${end} of ${moved.file}`,
      );
      rmSync(folder, { recursive: true });
    },
  );
});
