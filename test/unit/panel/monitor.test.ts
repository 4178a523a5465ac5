import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemory } from '../../../src/extension/liveCheck/memory.ts';
import { createMonitor, untilNext, type Monitor } from '../../../src/extension/liveCheck/monitor/monitor.ts';
import { createSession, type Session } from '../../../src/extension/liveCheck/session.ts';
import { typedTarget } from '../../../src/extension/liveCheck/targets.ts';
import type { LiveCheckEvent, VerdictStatus } from '../../../src/livecheck/protocol.ts';
import { finished, started, wholeRun } from './events.ts';

const staging = typedTarget('https://api.staging.example');

/** How each run ends, one after the other; the last one goes for all that follow. */
let script: (LiveCheckEvent[] | 'untilCancelled')[];
let runs: number;
let session: Session;
let monitor: Monitor;
/** The waits so far, in milliseconds, and how to end the one that goes on. */
let waits: number[];
let tick: () => void;
let clock: number;
let minutes: number;
let said: string[];
let lines: string[];
let scopes: Set<string>;

const ended = (status: VerdictStatus): LiveCheckEvent[] => wholeRun('pass', status);
const closed = (code: number): LiveCheckEvent => ({
  type: 'evidence',
  evidence: {
    id: 'E-90',
    probe: 'close',
    atMs: 1,
    title: 'closed',
    detail: { kind: 'close', code, reason: '', initiator: 'server', tMs: 1 },
  },
});

/** Starts the monitor, and ends wait after wait until so many runs have ended. */
async function monitorFor(count: number): Promise<void> {
  const admission = (await session.admit(staging.choice.id))!;
  monitor.start(admission, 'staging');
  for (let run = 1; run < count; run++) {
    await vi.waitUntil(() => waits.length === run);
    clock += waits.at(-1)!;
    tick();
  }
  await vi.waitUntil(() => waits.length === count);
}

beforeEach(async () => {
  script = [ended('passed')];
  [runs, clock, minutes] = [0, 1_000_000, 5];
  [waits, said, lines] = [[], [], []];
  scopes = new Set();
  const values = new Map<string, unknown>();
  session = createSession({
    findTargets: () => Promise.resolve({ targets: [staging], problems: [] }),
    blocked: () => null,
    confirmProduction: () => Promise.resolve(false),
    secrets: {
      source: (origin) => Promise.resolve({ kind: 'stored', origin }),
      obtain: (origin) => Promise.resolve({ kind: 'secret', secret: 'a signing secret', origin }),
      enter: () => Promise.resolve(),
      forget: () => Promise.resolve(),
      forgetAll: () => Promise.resolve([]),
    },
    memory: createMemory({
      get: (key) => values.get(key),
      update: (key, value) => Promise.resolve(void values.set(key, value)),
    }),
    preferences: () => ({ scope: 'full', users: 2 }),
    async *check(settings, options) {
      scopes.add(settings.scope);
      const events = script[Math.min(runs++, script.length - 1)]!;
      if (events !== 'untilCancelled') {
        yield* events;
        return;
      }
      yield started;
      await new Promise((resolve) => options?.signal?.addEventListener('abort', resolve));
      yield finished('partial', true);
    },
    log: () => undefined,
  });
  await session.refresh();
  monitor = createMonitor({
    session,
    scope: () => 'connection',
    intervalMs: () => minutes * 60_000,
    now: () => clock,
    pause: (ms, signal) =>
      new Promise((resolve, reject) => {
        waits.push(ms);
        tick = resolve;
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
    log: (line) => lines.push(line),
    turned: (turn, target, run) => said.push(`${turn} ${target} ${run.verdict?.status ?? run.state}`),
    ended: (why) => said.push(why),
  });
});

describe('the monitor', () => {
  it('runs at once and then every so many minutes, with a line in the log for each', async () => {
    await monitorFor(3);
    minutes = 1;
    clock += waits.at(-1)!;
    tick();
    await vi.waitUntil(() => waits.length === 4);
    expect(waits).toEqual([300_000, 300_000, 300_000, 60_000]);
    expect([runs, lines.length, said]).toEqual([4, 4, []]);
    // Whatever the user's own runs look at.
    expect([...scopes]).toEqual(['connection']);
    expect(lines[3]).toMatch(
      /^monitor of staging: run 4: PASSED after 12 ms\. 4 of 4 runs passed \(100%\)\./u,
    );
  });

  it('says something where the class of the verdict changes, and nothing else', async () => {
    const order = ['passed', 'passed-with-warnings', 'failed', 'inconclusive', 'failed', 'passed'] as const;
    script = order.map(ended);
    await monitorFor(order.length);
    expect(said).toEqual(['lost staging failed', 'regained staging passed']);
    expect(monitor.state()?.runs.map(({ status }) => status)).toEqual(order);
  });

  it('takes a run that was refused for none that passes', async () => {
    const refusal = { code: 'invalid-credentials', message: 'the token expired' } as const;
    script = [ended('passed'), [{ type: 'run-refused', refusal }], ended('passed')];
    await monitorFor(3);
    expect(said).toEqual(['lost staging refused', 'regained staging passed']);
    expect(lines[1]).toContain('run 2: NO VERDICT');
  });

  it('counts the codes by which sockets were closed', async () => {
    script = [[started, closed(1000), closed(1011), finished('failed')]];
    await monitorFor(2);
    expect(monitor.state()?.runs.map(({ closeCodes }) => closeCodes)).toEqual([
      [1000, 1011],
      [1000, 1011],
    ]);
  });

  it('waits for a run that somebody attends, and gives way to one that somebody asks for', async () => {
    script = ['untilCancelled', 'untilCancelled', ended('passed')];
    const attended = session.run();
    await vi.waitUntil(() => runs === 1);
    const admission = (await session.admit(staging.choice.id))!;
    monitor.start(admission, 'staging');
    await Promise.resolve();
    expect([runs, monitor.state()?.count]).toEqual([1, 0]);
    session.cancel();
    expect((await attended)?.state).toBe('cancelled');
    await vi.waitUntil(() => runs === 2);
    const wanted = { target: staging.choice.id, signal: new AbortController().signal };
    expect((await session.run(wanted))?.state).toBe('finished');
    await vi.waitUntil(() => waits.length === 1);
    // The one that gave way is no news of the backend.
    expect([monitor.state()?.count, said, lines]).toEqual([0, [], []]);
  });

  it('has no run after it was stopped, also while one goes on', async () => {
    await monitorFor(1);
    monitor.stop();
    expect(monitor.state()).toBeNull();
    script = ['untilCancelled'];
    monitor.start((await session.admit(staging.choice.id))!, 'staging');
    await vi.waitUntil(() => runs === 2);
    monitor.stop();
    session.cancel();
    await session.idle();
    expect([runs, lines.length, waits.length, said]).toEqual([2, 1, 1, []]);
  });

  it('ends by itself, and says why, where its secret was forgotten', async () => {
    await monitorFor(1);
    await session.forgetAllSecrets();
    tick();
    await vi.waitUntil(() => monitor.state() === null);
    expect(said).toEqual(['The monitor of staging ended: what it was started with was forgotten.']);
    expect(runs).toBe(1);
  });

  it('is of one target: another start takes its place', async () => {
    await monitorFor(2);
    const changes = vi.fn();
    const unsubscribe = monitor.onDidChange(changes);
    monitor.start((await session.admit(staging.choice.id))!, 'another');
    await vi.waitUntil(() => waits.length === 3);
    unsubscribe();
    expect(monitor.state()).toMatchObject({ target: 'another', count: 1 });
    // The end of the one, the beginning of the other, and its first run.
    expect(changes).toHaveBeenCalledTimes(3);
  });
});

describe('the time of the next run', () => {
  it('keeps to the clock, whatever the run itself took', () => {
    expect(untilNext(0, 20_000, 60_000)).toBe(40_000);
    expect(untilNext(0, 60_000, 60_000)).toBe(60_000);
  });

  it('makes up for nothing that a machine has slept through, nor for a clock that was set back', () => {
    expect(untilNext(0, 8 * 3_600_000 + 1_000, 60_000)).toBe(59_000);
    expect(untilNext(10_000, 0, 60_000)).toBe(60_000);
  });
});
