import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { chat, cli, makeFolder, runCli } from './runCli.ts';

/**
 * What is left where `fix --write` is killed: each file as it was or as it is to be, and nothing that the next run trips
 * over. `KILLS=100` kills more often than the usual runs do.
 */
const kills = Number(process.env['KILLS'] ?? 12);
const count = 1000;

const before = (index: number): string =>
  `# ${'file '.repeat(index % 50)}${index}\nfrom chat.sockets import SocketHub\n\nprint(SocketHub)\n`;
const after = (index: number): string => before(index).replace('chat.sockets', 'chat.hub');
const nameOf = (index: number): string =>
  `chat/part${String(Math.floor(index / 50)).padStart(2, '0')}/m${String(index).padStart(3, '0')}.py`;
const all = Array.from({ length: count }, (_, index) => index);

/** Numbers from 0 to 1, the same in each run. https://en.wikipedia.org/wiki/Lehmer_random_number_generator */
function* numbers(): Generator<number, never> {
  for (let state = 48_271; ; state = (state * 48_271) % 2_147_483_647) yield state / 2_147_483_647;
}

/** The files of a folder and of all below it that are none of the project's. */
function strays(folder: string, baseline: string): string[] {
  const known = new Set([...Object.keys(chat), ...all.map(nameOf), baseline]);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((path) => !known.has(path));
}

/** Kills a run some milliseconds after a file has got its new text, or the last one has. @returns whether it still ran */
async function killAfter(folder: string, index: number, delay: number): Promise<boolean> {
  const child = spawn(process.execPath, [cli, 'fix', '--write'], { cwd: folder, stdio: 'ignore' });
  const ended = new Promise<boolean>((resolve) => {
    child.on('exit', (_, signal) => {
      resolve(signal !== null);
    });
  });
  const path = join(folder, nameOf(index));
  while (child.exitCode === null && readFileSync(path, 'utf8') !== after(index)) await wait(1);
  await wait(delay);
  child.kill('SIGKILL');
  return ended;
}

/** How many there are: one stays in any case, in a module of the fixture that only a repair mends. */
async function violationsOf(folder: string): Promise<number> {
  const { stdout } = await runCli(folder, 'scan', '--format', 'json', '--no-baseline');
  return (JSON.parse(stdout) as { violations: unknown[] }).violations.length;
}

describe('ssot fix --write', () => {
  it(
    'leaves whole files when it is killed, and the next run does the rest',
    { timeout: 3_600_000 },
    async () => {
      const random = numbers();
      const folder = makeFolder(chat);
      for (const index of all) mkdirSync(join(folder, nameOf(index), '..'), { recursive: true });
      const reset = (): void => {
        for (const index of all) writeFileSync(join(folder, nameOf(index)), before(index));
      };
      reset();
      await runCli(folder, 'baseline', 'write');
      const baseline = join(folder, 'ssot.baseline');
      const full = readFileSync(baseline, 'utf8');
      await runCli(folder, 'fix', '--write');
      const pruned = readFileSync(baseline, 'utf8');
      expect(pruned.length).toBeLessThan(full.length / 2);

      const finish = async (): Promise<void> => {
        expect((await runCli(folder, 'fix', '--write')).code).toBe(0);
        for (const each of all) expect(readFileSync(join(folder, nameOf(each)), 'utf8')).toBe(after(each));
        expect(strays(folder, 'ssot.baseline')).toEqual([]);
        expect(readFileSync(baseline, 'utf8')).toBe(pruned);
      };

      let inTheMiddle = 0;
      let withLeftovers = 0;
      // One job is killed again and again, until all is written: then the baseline's turn would come.
      let written = count;
      for (let kill = 0; kill < kills; kill++) {
        if (written === count) {
          await finish();
          reset();
          writeFileSync(baseline, full);
          written = 0;
        }
        const index = Math.min(written + Math.floor(random.next().value * 250), count - 1);
        const delay = random.next().value * (index === count - 1 ? 300 : 5);
        const wasRunning = await killAfter(folder, index, delay);

        const texts = all.map((each) => readFileSync(join(folder, nameOf(each)), 'utf8'));
        for (const each of all) expect([before(each), after(each)]).toContain(texts[each]);
        written = all.filter((each) => texts[each] === after(each)).length;
        expect(written).toBeGreaterThan(index);
        if (wasRunning && written < count) inTheMiddle++;
        expect([full, pruned]).toContain(readFileSync(baseline, 'utf8'));
        const left = strays(folder, 'ssot.baseline');
        for (const path of left) expect(path).toMatch(/\.ssot-\d+-[0-9a-f]{12}\.tmp$/);
        if (left.length === 0) continue;
        withLeftovers++;
        expect(await violationsOf(folder)).toBe(count - written + 1);
      }
      await finish();
      console.log(
        `${kills} kills: ${inTheMiddle} between files, ${withLeftovers} with something left behind`,
      );
      expect(inTheMiddle).toBeGreaterThanOrEqual(kills / 2);
      rmSync(folder, { recursive: true });
    },
  );

  it('deletes what a killed run has left, and nothing else', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => gone.on('exit', resolve));
    const name = (process: number): string => `chat/safe.py.ssot-${process}-0123456789ab.tmp`;
    const folder = makeFolder({
      ...chat,
      [name(gone.pid!)]: 'left',
      [`ssot.baseline.ssot-${gone.pid!}-0123456789ab.tmp`]: 'left',
      // Another run that is still at work, and what others may keep.
      [name(process.pid)]: 'being written',
      'chat/safe.py.tmp': 'somebody’s',
      'chat/safe.py.0123456789ab.tmp': 'somebody’s',
    });
    await runCli(folder, 'fix');
    expect(readdirSync(join(folder, 'chat'))).toContain(name(gone.pid!).slice('chat/'.length));
    await runCli(folder, 'fix', '--write');
    expect(readdirSync(join(folder, 'chat')).filter((each) => each.endsWith('.tmp'))).toEqual(
      [name(process.pid).slice('chat/'.length), 'safe.py.0123456789ab.tmp', 'safe.py.tmp'].sort(),
    );
    expect(readdirSync(folder).filter((each) => each.endsWith('.tmp'))).toEqual([]);
  });
});
