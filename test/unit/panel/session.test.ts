import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemory } from '../../../src/extension/liveCheck/memory.ts';
import type { SecretStore } from '../../../src/extension/liveCheck/secretStore.ts';
import {
  createSession,
  pageSize,
  type Session,
  type SessionPorts,
} from '../../../src/extension/liveCheck/session.ts';
import { typedTarget, type FoundTargets, type Target } from '../../../src/extension/liveCheck/targets.ts';
import type { LiveCheckEvent, LiveCheckSettings, ProbeId } from '../../../src/livecheck/protocol.ts';
import type { RunOptions } from '../../../src/livecheck/runLiveCheck.ts';
import { finished, frame, started, wholeRun } from './events.ts';

const named = (name: string, apiUrl: string): Target => ({
  choice: { id: `file#${name}`, label: name, apiUrl, from: 'ssot.config.json' },
  settings: { apiUrl, label: name },
  place: { uri: 'file', line: 0 },
});
const local = named('local', 'http://127.0.0.1:18080');
const staging = named('staging', 'https://api.staging.example');
const production = named('production', 'https://api.prod.example');

/** What the check was started with, and what it yields. */
let calls: { settings: LiveCheckSettings; options: RunOptions }[];
let script: (options: RunOptions) => AsyncGenerator<LiveCheckEvent, void, undefined>;
let values: Map<string, unknown>;
let ports: SessionPorts;
let lines: string[];

/* oxlint-disable-next-line typescript/require-await -- a script of events that are all there */
async function* all(events: readonly LiveCheckEvent[]): AsyncGenerator<LiveCheckEvent, void, undefined> {
  yield* events;
}

async function* untilCancelled({ signal }: RunOptions): AsyncGenerator<LiveCheckEvent, void, undefined> {
  yield started;
  await new Promise((resolve) => {
    signal?.addEventListener('abort', resolve);
    if (signal?.aborted) resolve(undefined);
  });
  yield finished('partial', true);
}

const secrets = (change: Partial<SecretStore> = {}): SecretStore => ({
  source: (origin, loopback) => Promise.resolve(loopback ? { kind: 'published' } : { kind: 'ask', origin }),
  obtain: (origin, loopback) =>
    Promise.resolve(loopback ? null : { kind: 'secret', secret: 'a signing secret', origin }),
  enter: () => Promise.resolve(),
  forget: () => Promise.resolve(),
  forgetAll: () => Promise.resolve([]),
  ...change,
});

const sessionOf = async (change: Partial<SessionPorts> = {}): Promise<Session> => {
  const session = createSession({ ...ports, ...change });
  await session.refresh();
  return session;
};

const found = (...targets: Target[]): Pick<SessionPorts, 'findTargets'> => ({
  findTargets: () => Promise.resolve<FoundTargets>({ targets, problems: [] }),
});

beforeEach(() => {
  calls = [];
  lines = [];
  values = new Map();
  script = () => all(wholeRun('pass', 'passed'));
  ports = {
    ...found(local),
    blocked: () => null,
    confirmProduction: () => Promise.resolve(false),
    secrets: secrets(),
    memory: createMemory({
      get: (key) => values.get(key),
      update: (key, value) => Promise.resolve(void values.set(key, value)),
    }),
    preferences: () => ({ scope: 'connection', users: 3 }),
    check: (settings, options) => {
      calls.push({ settings, options: options! });
      return script(options!);
    },
    log: (line) => lines.push(line),
  };
});

describe('the live check of a window', () => {
  it('runs against the first target until another is chosen, and remembers that one', async () => {
    const session = await sessionOf(found(local, staging));
    expect((await session.run())?.verdict?.status).toBe('passed');
    await session.chooseTarget(staging.choice.id);
    await session.run();
    expect(calls.map(({ settings }) => settings.target)).toEqual([local.settings, staging.settings]);
    expect((await sessionOf(found(local, staging))).state().target).toBe(staging.choice.id);
  });

  it('has no run without a target', async () => {
    const session = await sessionOf(found());
    expect(await session.run()).toBeNull();
    expect([calls.length, session.state().target]).toEqual([0, null]);
  });

  it('adds an address to the targets and chooses it', async () => {
    const session = await sessionOf();
    await session.addUrl('http://localhost:9');
    expect(session.state().targets.map(({ label }) => label)).toEqual(['local', 'http://localhost:9']);
    expect(session.state().target).toBe(typedTarget('http://localhost:9').choice.id);
  });

  it('does not run where the workspace is not trusted, and asks for nothing', async () => {
    const obtain = vi.fn(secrets().obtain);
    const session = await sessionOf({ blocked: () => 'not trusted', secrets: secrets({ obtain }) });
    expect(await session.run()).toBeNull();
    expect([calls.length, obtain.mock.calls.length]).toEqual([0, 0]);
    expect(session.state()).toMatchObject({ blocked: 'not trusted', run: null });
  });

  it('asks before it probes what looks like production, and stops at a no', async () => {
    const confirmProduction = vi.fn(() => Promise.resolve(false));
    const obtain = vi.fn(secrets().obtain);
    const session = await sessionOf({
      ...found(production),
      confirmProduction,
      secrets: secrets({ obtain }),
    });
    expect(await session.run()).toBeNull();
    expect(confirmProduction.mock.calls).toEqual([['https://api.prod.example']]);
    expect([calls.length, obtain.mock.calls.length]).toEqual([0, 0]);
  });

  it('tells the check of a yes, and of nothing where it did not ask', async () => {
    const yes = { confirmProduction: () => Promise.resolve(true) };
    await (await sessionOf({ ...found(production), ...yes })).run();
    await (await sessionOf({ ...found(staging), ...yes })).run();
    expect(calls.map(({ settings }) => settings.allowProduction)).toEqual([true, undefined]);
  });

  it('gives the check the secret of the origin, and keeps it out of state, memory and log', async () => {
    const session = await sessionOf(found(staging));
    await session.run();
    expect(calls[0]?.options.credentials).toEqual({
      kind: 'secret',
      secret: 'a signing secret',
      origin: 'https://api.staging.example',
    });
    const everything = JSON.stringify([session.state(), [...values], lines]);
    expect(everything).not.toContain('a signing secret');
    expect(lines.length).toBeGreaterThan(0);
  });

  it('keeps the former run where the question for a secret is dismissed', async () => {
    const session = await sessionOf(found(local, staging));
    await session.run();
    const before = session.state().run;
    const dismissing = await sessionOf({
      ...found(staging),
      secrets: secrets({ obtain: () => Promise.resolve('dismissed') }),
    });
    expect(await dismissing.run()).toBeNull();
    expect(dismissing.state()).toMatchObject({ preparing: false, run: before });
  });

  it('signs for the test user that was chosen, and for no other name', async () => {
    const session = await sessionOf();
    session.chooseUser('staging-e2e-user-002');
    session.chooseUser('root');
    await session.run();
    session.chooseUser(null);
    await session.run();
    expect(calls.map(({ settings }) => settings.user)).toEqual(['staging-e2e-user-002', undefined]);
  });

  it('says that it looks for targets until it has, and takes no other for the chosen one before', async () => {
    const first = await sessionOf(found(staging));
    await first.addUrl('http://127.0.0.1:9');
    await first.chooseTarget(staging.choice.id);
    const reloaded = createSession({ ...ports, ...found(staging) });
    expect(reloaded.state()).toMatchObject({ searching: true, target: null });
    await reloaded.refresh();
    expect(reloaded.state()).toMatchObject({ searching: false, target: staging.choice.id });
  });

  it('shares one limit of requests between the runs against an origin', async () => {
    const session = await sessionOf(found(staging));
    await session.run();
    await session.run();
    expect(calls[0]?.options.limiter).toBeDefined();
    expect(calls[1]?.options.limiter).toBe(calls[0]?.options.limiter);
    expect(calls[0]?.options.bans).toBeDefined();
    expect(calls[1]?.options.bans).toBe(calls[0]?.options.bans);
  });

  it('joins the run that goes on', async () => {
    const session = await sessionOf();
    const [one, two] = await Promise.all([session.run(), session.run()]);
    expect(calls).toHaveLength(1);
    expect(two).toBe(one);
  });

  it('is cancelled through the signal of its run', async () => {
    script = untilCancelled;
    const session = await sessionOf();
    const running = session.run();
    await vi.waitUntil(() => session.state().run?.rungs.length === 8);
    session.cancel();
    expect(await running).toMatchObject({ state: 'cancelled', verdict: { status: 'partial' } });
  });

  it('says that the check crashed, and can run again', async () => {
    /* oxlint-disable-next-line typescript/require-await -- fails in the middle */
    script = async function* () {
      yield started;
      throw new Error('a defect');
    };
    const session = await sessionOf();
    expect(await session.run()).toMatchObject({
      state: 'crashed',
      message: 'The check itself failed: a defect',
    });
    script = () => all(wholeRun('pass', 'passed'));
    expect(await session.run()).toMatchObject({ state: 'finished', message: null });
  });

  it('takes a run without an end for a crash, never for a pass', async () => {
    script = () => all(wholeRun('pass', 'passed').slice(0, -1));
    expect(await (await sessionOf()).run()).toMatchObject({ state: 'crashed', verdict: null });
  });

  it('shows the last run of an earlier window', async () => {
    const run = await (await sessionOf()).run();
    values = new Map(JSON.parse(JSON.stringify([...values])) as [string, unknown][]);
    expect((await sessionOf()).state().run).toEqual(run);
  });

  it('gives out evidence a page at a time, and only of the run that is shown', async () => {
    const frames = Array.from({ length: 250 }, (_, index): LiveCheckEvent => ({
      type: 'evidence',
      evidence: frame('liveness', index),
    }));
    script = () => all([started, ...frames, finished('passed')]);
    const session = await sessionOf();
    const run = (await session.run())!;
    expect(session.evidence(run.runId, 'liveness', 0)?.items).toHaveLength(pageSize);
    expect(session.evidence(run.runId, 'liveness', 200)?.items).toHaveLength(50);
    expect(session.evidence('another', 'liveness', 0)).toBeNull();
  });
});

describe('a run with a request of its own', () => {
  const request = (only: ProbeId[], signal = new AbortController().signal, at: Target = local) => ({
    target: at.choice.id,
    only,
    signal,
  });

  it('goes to its target and asks for its probes alone, and the panel shows that', async () => {
    const session = await sessionOf(found(local, staging));
    await session.run(request(['welcome'], undefined, staging));
    expect(calls.map(({ settings: { target, only } }) => [target, only])).toEqual([
      [staging.settings, ['welcome']],
    ]);
    expect(session.state()).toMatchObject({ target: staging.choice.id, run: { state: 'finished' } });
  });

  it('waits for the run that somebody attends', async () => {
    const session = await sessionOf();
    const all = await Promise.all([
      session.run(),
      session.run(request(['welcome'])),
      session.run(request(['close'])),
    ]);
    expect(calls.map(({ settings }) => settings.only)).toEqual([undefined, ['welcome'], ['close']]);
    expect(new Set(all.map((run) => run?.runId)).size).toBe(3);
  });

  it('does not start where it was cancelled while it waited', async () => {
    const session = await sessionOf();
    const stop = new AbortController();
    const [first, second] = [session.run(), session.run(request(['welcome'], stop.signal))];
    stop.abort();
    expect([(await first)?.state, await second, calls.length]).toEqual(['finished', null, 1]);
  });

  it('is cancelled by its signal', async () => {
    script = untilCancelled;
    const session = await sessionOf();
    const stop = new AbortController();
    const running = session.run(request(['welcome'], stop.signal));
    await vi.waitUntil(() => session.state().run?.rungs.length === 8);
    stop.abort();
    expect((await running)?.state).toBe('cancelled');
  });

  it('ends the run that nobody attends', async () => {
    const session = await sessionOf();
    const admission = (await session.admit(local.choice.id))!;
    script = untilCancelled;
    const unattended = session.runUnattended(admission);
    script = () => all(wholeRun('pass', 'passed'));
    expect((await session.run(request(['welcome'])))?.state).toBe('finished');
    expect((await unattended)?.state).toBe('cancelled');
  });

  it('comes to nothing where its target is not there', async () => {
    const session = await sessionOf();
    expect(await session.run({ ...request([]), target: 'gone' })).toBeNull();
    expect(calls).toHaveLength(0);
  });
});

describe('a run that nobody attends', () => {
  const admitted = async (change: Partial<SessionPorts> = {}) => {
    const session = await sessionOf(change);
    const [first] = session.state().targets;
    return { session, admission: (await session.admit(first!.id))! };
  };

  it('asks once, before the first, and never again', async () => {
    const confirmProduction = vi.fn(() => Promise.resolve(true));
    const obtain = vi.fn(secrets().obtain);
    const { session, admission } = await admitted({
      ...found(production),
      confirmProduction,
      secrets: secrets({ obtain }),
    });
    expect((await session.runUnattended(admission))?.state).toBe('finished');
    await session.runUnattended(admission);
    expect([calls.length, confirmProduction.mock.calls.length, obtain.mock.calls.length]).toEqual([2, 1, 1]);
    expect(calls.map(({ settings }) => settings.allowProduction)).toEqual([true, true]);
    expect(calls[0]?.options.limiter).toBe(calls[1]?.options.limiter);
  });

  it('is not admitted where a question is dismissed or nothing may run', async () => {
    const session = await sessionOf(found(production));
    expect(await session.admit(production.choice.id)).toBeNull();
    const blocked = await sessionOf({ blocked: () => 'not trusted' });
    expect(await blocked.admit(local.choice.id)).toBeNull();
  });

  it('gives way to one that goes on', async () => {
    const { session, admission } = await admitted();
    const running = session.run();
    expect(await session.runUnattended(admission)).toBeNull();
    await session.idle();
    expect([calls.length, (await running)?.state]).toEqual([1, 'finished']);
  });

  it('sends nothing with a secret that was forgotten', async () => {
    const { session, admission } = await admitted(found(staging));
    await session.forgetAllSecrets();
    expect([session.admits(admission), await session.runUnattended(admission)]).toEqual([false, null]);
    expect(calls).toHaveLength(0);
  });

  it('goes on where another origin is forgotten, and where no secret is used', async () => {
    const { session, admission } = await admitted(found(local, staging));
    await session.chooseTarget(staging.choice.id);
    const other = (await session.admit(staging.choice.id))!;
    await session.forgetSecret();
    await session.forgetAllSecrets();
    expect([session.admits(admission), session.admits(other)]).toEqual([true, false]);
  });

  it('leaves the choice of a target alone', async () => {
    const { session, admission } = await admitted(found(local, staging));
    await session.chooseTarget(staging.choice.id);
    await session.runUnattended(admission);
    expect(session.state().target).toBe(staging.choice.id);
  });
});

describe('a window that is reloaded while a run goes on', () => {
  /** One probe has ended, and the others wait until the run is cancelled. */
  const halfway = async function* (options: RunOptions): AsyncGenerator<LiveCheckEvent, void, undefined> {
    yield* wholeRun('pass', 'passed').slice(0, 4);
    for await (const event of untilCancelled(options)) if (event.type !== 'run-started') yield event;
  };

  it('finds the run as one that ended early, with what was seen, and never as a success', async () => {
    script = halfway;
    const session = await sessionOf();
    const running = session.run();
    await vi.waitFor(() => expect(session.state().run?.rungs[0]?.state).toBe('pass'));
    const { run } = (await sessionOf()).state();
    expect(run).toMatchObject({ state: 'cancelled', verdict: { status: 'partial' } });
    expect(run?.message).toMatch(/reloaded/);
    expect(run?.rungs[0]).toMatchObject({ state: 'pass', evidenceCount: 1 });
    expect(run?.rungs.slice(1).every(({ state }) => state === 'skipped')).toBe(true);
    session.cancel();
    await running;
  });

  it('does not find it as one that somebody cancelled', async () => {
    script = halfway;
    const session = await sessionOf();
    const running = session.run();
    await vi.waitFor(() => expect(session.state().run?.rungs[0]?.state).toBe('pass'));
    session.close();
    expect((await running)?.message).toBeNull();
    expect((await sessionOf()).state().run?.message).toMatch(/reloaded/);
  });

  it('compares later runs with finished ones alone', async () => {
    const session = await sessionOf();
    await session.run();
    script = untilCancelled;
    const cancelled = session.run();
    session.cancel();
    await cancelled;
    script = () => all(wholeRun('warn', 'passed-with-warnings'));
    await session.run();
    expect(session.state().history.map(({ status }) => status)).toEqual(['passed', 'passed-with-warnings']);
  });

  it('runs with the scope and the number of users that are preferred', async () => {
    const session = await sessionOf({ preferences: () => ({ scope: 'full', users: 7 }) });
    expect(session.state()).toMatchObject({ scope: 'full', userCount: 7 });
    await session.run();
    expect(calls[0]?.settings).toMatchObject({ scope: 'full', users: 7 });
  });
});
