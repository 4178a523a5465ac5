import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Probe } from '../../../src/livecheck/probeContext.ts';
import { finding, outcomeOf } from '../../../src/livecheck/probeContext.ts';
import type { LiveCheckEvent, ProbeId, TimingSettings } from '../../../src/livecheck/protocol.ts';
import { runLiveCheck } from '../../../src/livecheck/runLiveCheck.ts';
import { builtProbes } from '../../../src/livecheck/probes/registry.ts';
import { everyWait } from '../../../src/livecheck/timing.ts';
import { emptyRecord, withEvent } from '../../../src/livecheck/runRecord.ts';
import { strictServer, withSockets, withTcp } from './peers.ts';
import { emulated } from '../emulator/support.ts';
import { eventually, gathered, quick, run, verdictsOf, type Run } from './support.ts';

const settings = (apiUrl: string) => ({ target: { apiUrl }, scope: 'connection', timing: quick }) as const;

describe('the events of a run', () => {
  it('come in order, are JSON, and number the evidence without a gap', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const { events, evidence, results } = await run(url);
      expect(events[0]?.type).toBe('run-started');
      expect(events.at(-1)?.type).toBe('run-finished');
      expect(JSON.parse(JSON.stringify(events))).toEqual(events);
      expect(evidence.map(({ id }) => id)).toEqual(
        evidence.map((_, index) => `E-${String(index + 1).padStart(2, '0')}`),
      );
      const known = new Set(evidence.map(({ id }) => id));
      for (const result of results.values())
        for (const id of result.findings.flatMap((each) => each.evidence))
          expect(known.has(id), id).toBe(true);
      let open: ProbeId | null = null;
      for (const event of events) {
        if (event.type === 'probe-started') open = event.probe;
        if (event.type === 'evidence') expect(event.evidence.probe).toBe(open);
        if (event.type === 'probe-finished') expect(event.result.probe).toBe(open);
      }
    });
  });

  it('add up to the record that is shown and written', async () => {
    await emulated('strict-intended', async ({ url }) => {
      const { events, evidence, verdict } = await run(url);
      const record = events.reduce(withEvent, emptyRecord);
      expect(record).toMatchObject({ verdict, current: null, cancelled: false, refusal: null });
      expect(record.evidence).toEqual(evidence);
      expect(record.results).toHaveLength(8);
    });
  });

  it.each([
    [{ apiUrl: 'nonsense' }, 'invalid-target'],
    [{ apiUrl: 'https://api.company.com' }, 'production-not-confirmed'],
    [{ apiUrl: 'https://api.staging.company.com' }, 'no-credentials'],
  ])('are one refusal for %j', async (target, code) => {
    const events: LiveCheckEvent[] = [];
    for await (const event of runLiveCheck({ target, scope: 'connection' })) events.push(event);
    expect(events).toMatchObject([{ type: 'run-refused', refusal: { code } }]);
  });

  it.each([
    'garbage',
    'eyJhbGciOiJIUzI1NiJ9.eyJleHAiOjF9.x',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1IiwiZXhwIjoxfQ.x',
  ])('are one refusal for the token %j, which is not quoted', async (token) => {
    const events: LiveCheckEvent[] = [];
    const credentials = { kind: 'token', token, origin: 'http://127.0.0.1:9' } as const;
    for await (const event of runLiveCheck(settings('http://127.0.0.1:9'), { credentials }))
      events.push(event);
    expect(events).toMatchObject([{ type: 'run-refused', refusal: { code: 'invalid-credentials' } }]);
    expect(JSON.stringify(events)).not.toContain(token);
  });
});

describe('a cancelled run', () => {
  it.each<ProbeId>([
    'health',
    'ws-path',
    'handshake',
    'welcome',
    'identity',
    'liveness',
    'close',
    'auth-none',
  ])('during %s ends with every probe finished and no socket open', async (at) => {
    await withSockets(strictServer('staging-e2e-user-001'), async (peer) => {
      const cancel = new AbortController();
      const events: LiveCheckEvent[] = [];
      const options = { signal: cancel.signal };
      for await (const event of runLiveCheck(
        { ...settings(peer.url), user: 'staging-e2e-user-001' },
        options,
      )) {
        events.push(event);
        if (event.type === 'probe-started' && event.probe === at) cancel.abort();
      }
      const seen = gathered(events);
      expect(seen.cancelled).toBe(true);
      expect(seen.results.size).toBe(8);
      expect(seen.results.get('auth-none')?.verdict).toBe('skipped');
      expect(seen.verdict.status).not.toMatch(/^passed/u);
      await eventually(() => peer.open() === 0);
    });
  });

  it('that hangs in an upgrade is let go of at once', async () => {
    await withTcp(
      () => undefined,
      async (peer) => {
        const cancel = new AbortController();
        const waits = { httpTimeoutMs: 60_000, connectTimeoutMs: 60_000 };
        setTimeout(() => cancel.abort(), 50);
        const seen = await run(peer.url, { timing: waits }, { signal: cancel.signal });
        expect(seen.verdict.status).toBe('inconclusive');
        expect(seen.verdict.sentence).toContain('nothing was executed');
        await eventually(() => peer.open() === 0);
      },
    );
  });

  it('that waits on the socket without a token lets go of it', async () => {
    const serve = strictServer('staging-e2e-user-001');
    await withSockets(
      (socket, request) => {
        if (request.headers.authorization !== undefined) serve(socket, request);
      },
      async (peer) => {
        const cancel = new AbortController();
        const timing = { ...quick, welcomeTimeoutMs: 60_000 };
        const user = 'staging-e2e-user-001';
        const events: LiveCheckEvent[] = [];
        for await (const event of runLiveCheck(
          { ...settings(peer.url), timing, user },
          { signal: cancel.signal },
        )) {
          events.push(event);
          if (event.type === 'evidence' && event.evidence.probe === 'auth-none') cancel.abort();
        }
        expect(gathered(events).results.get('auth-none')).toMatchObject({ verdict: 'skipped' });
        await eventually(() => peer.open() === 0);
      },
    );
  });

  it('was cancelled before it started: nothing is sent', async () => {
    await withTcp(
      () => undefined,
      async (peer) => {
        const seen = await run(peer.url, {}, { signal: AbortSignal.abort() });
        expect(new Set(Object.values(verdictsOf(seen)))).toEqual(new Set(['skipped']));
        expect(peer.total()).toBe(0);
      },
    );
  });

  it('whose consumer stops listening waits for nothing more', async () => {
    await withTcp(
      () => undefined,
      async (peer) => {
        const timing = { ...quick, httpTimeoutMs: 60_000, connectTimeoutMs: 60_000 };
        for await (const event of runLiveCheck({ ...settings(peer.url), timing }))
          if (event.type === 'probe-started') break;
        await eventually(() => peer.open() === 0);
      },
    );
  });

  it('whose consumer stops listening leaves no socket open', async () => {
    await emulated('strict-intended', async (emulator) => {
      for await (const event of runLiveCheck(settings(emulator.url)))
        if (event.type === 'probe-finished' && event.result.probe === 'welcome') break;
      await eventually(() => emulator.connections() === 0);
    });
  });
});

describe('the deadline of a probe', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** What becomes of a probe that waits as `wait` says, after all the time that there is. */
  const waited = async (timing: Partial<TimingSettings>, wait: Probe['run']) => {
    const probes = new Map<ProbeId, Probe>([['health', { id: 'health', blockedBy: () => null, run: wait }]]);
    let seen: Run | null = null;
    void run('http://127.0.0.1:9', { timing }, { probes }).then((each) => (seen = each));
    const ended = (): Run | null => seen;
    // A minute at a time: the run signs its token first, which is no matter of timers.
    while (ended() === null) await vi.advanceTimersByTimeAsync(60_000);
    return ended()!.results.get('health');
  };

  it.each([15, 91, 600])('leaves room for two runs of an agent whose events take %i s', async (seconds) => {
    const result = await waited(everyWait(seconds * 1_000), async ({ pause, timing }) => {
      await pause(timing.connectTimeoutMs + timing.welcomeTimeoutMs);
      for (let form = 0; form < 2; form++) await pause(timing.eventTimeoutMs + timing.replyTimeoutMs);
      await pause(timing.closeTimeoutMs);
      return outcomeOf([finding('fail', 'none of the five agent events came')]);
    });
    expect(result).toMatchObject({ verdict: 'fail', summary: 'none of the five agent events came' });
  });

  it('ends one that waits for nothing, as a defect of the check', async () => {
    const result = await waited({}, () => new Promise(() => undefined));
    expect(result).toMatchObject({ verdict: 'inconclusive', cause: { failure: 'F27' } });
    expect(result?.summary).toMatch(/^the probe did not end within \d+ s$/u);
  });
});

describe('a finished run', () => {
  it('leaves no socket open', async () => {
    await emulated('key-commit-relaxed', async (emulator) => {
      await run(emulator.url);
      await eventually(() => emulator.connections() === 0);
    });
  });

  it('ends the sockets that a probe forgot', async () => {
    const forgetful: Probe = {
      id: 'identity',
      blockedBy: () => null,
      async run(context) {
        const { result } = await context.open({ url: context.target.paths[0]!.url, token: 'settings' });
        return outcomeOf([finding('pass', result.kind)]);
      },
    };
    await withSockets(
      () => undefined,
      async (peer) => {
        const probes = new Map([[forgetful.id, forgetful]]);
        const events = runLiveCheck(settings(peer.url), { probes });
        // A consumer that has seen the end and asks no more: nothing is left to close then.
        for (let next = await events.next(); next.value?.type !== 'run-finished'; next = await events.next())
          expect(next.done).toBe(false);
        expect(peer.total()).toBe(1);
        await eventually(() => peer.open() === 0);
      },
    );
  });

  it('survives a probe that throws: inconclusive, and it says so', async () => {
    const broken: Probe = {
      id: 'identity',
      blockedBy: () => null,
      run: () => Promise.reject(new TypeError('cannot read x')),
    };
    const late: Probe = {
      id: 'liveness',
      blockedBy: () => {
        throw new Error('in the condition');
      },
      run: () => Promise.resolve(outcomeOf([finding('pass', 'never')])),
    };
    await emulated('strict-intended', async ({ url }) => {
      const probes = new Map([...builtProbes, [broken.id, broken], [late.id, late]]);
      const seen = await run(url, {}, { probes });
      expect(seen.results.get('identity')).toMatchObject({
        verdict: 'inconclusive',
        cause: { failure: 'F27' },
      });
      expect(seen.results.get('identity')?.summary).toContain('TypeError: cannot read x');
      expect(seen.results.get('liveness')?.summary).toContain('in the condition');
      expect(seen.results.get('close')?.verdict).toBe('pass');
      expect(seen.verdict.status).toBe('inconclusive');
    });
  });

  it('is inconclusive where the check itself fails, in an optional probe too', async () => {
    const broken: Probe = {
      id: 'close',
      blockedBy: () => null,
      run: () => Promise.reject(new TypeError('cannot read x')),
    };
    await emulated('strict-intended', async ({ url }) => {
      const { verdict } = await run(url, {}, { probes: new Map([...builtProbes, [broken.id, broken]]) });
      expect(verdict).toMatchObject({ status: 'inconclusive', reasons: [{ probe: 'close' }] });
      expect(verdict.sentence).not.toMatch(/passed|success|works/iu);
    });
  });

  it('believes no refusal and no isolation where the identity was asked for and not shown', async () => {
    const says = (id: ProbeId, verdict: 'pass' | 'inconclusive'): [ProbeId, Probe] => [
      id,
      { id, blockedBy: () => null, run: () => Promise.resolve(outcomeOf([finding(verdict, id)])) },
    ];
    const seen = await run(
      'http://127.0.0.1:9',
      { scope: 'full' },
      {
        probes: new Map([says('identity', 'inconclusive'), says('close', 'pass'), says('auth-bad', 'pass')]),
      },
    );
    expect(verdictsOf(seen)).toEqual({ identity: 'inconclusive', close: 'pass', 'auth-bad': 'inconclusive' });
    expect(seen.results.get('auth-bad')?.summary).toContain('it proves nothing');
  });
});
