import { describe, expect, it } from 'vitest';
import { readWaiver } from '../../../../src/report/validation/facts.ts';
import {
  built,
  eventsData,
  get,
  good,
  inputOf,
  isolationData,
  phases,
  received,
  recordOf,
  told,
  upgrade,
} from './recording.ts';
import { markdownOf, sectionOf } from './written.ts';
import type { RunRecord } from '../../../../src/livecheck/runRecord.ts';
import { testUsers, type ProbeId } from '../../../../src/livecheck/protocol.ts';

/**
 * What real reports did wrong. Each test tries to get it out of the generator, with a check's file that is made up where need
 * be: its verdicts, its sentences and its lists are not to be believed beyond what it recorded.
 */

/** Words that say that something is well. Headings and the words of the author are left out before. */
const praise =
  /\b(?:success(?:ful(?:ly)?)?|passed|pass|working|works|validated|operational|ready|approved|enforced|graceful(?:ly)?|functional)\b/iu;
const withoutHeadings = (markdown: string): string =>
  markdown.replace(/^#+ .*$/gmu, '').replace(/^\| .*criterion.*$/gmu, '');

const statusOf = (record: RunRecord, probe: ProbeId): string =>
  built(inputOf(record)).steps.find(({ id }) => id === probe)!.status;
const verdictOf = (record: RunRecord): string => built(inputOf(record)).verdict.status;

describe('a report cannot', () => {
  it('1: hold a sentence that contradicts the data beside it', () => {
    const record = recordOf(
      told({
        probe: 'handshake',
        verdict: 'pass',
        summary: 'WebSocket connections are working, no 1011',
        data: null,
        seen: [
          {
            kind: 'error',
            category: 'timeout',
            code: null,
            message: 'timed out during opening handshake',
            url: 'wss://x',
            ms: 10_000,
          },
        ],
      }),
      {
        verdict: {
          status: 'passed',
          scope: 'full',
          sentence: 'All is working.',
          reasons: [],
          notTested: [],
          counts: { pass: 18, warn: 0, fail: 0, skipped: 0, inconclusive: 0 },
        },
      },
    );
    const markdown = markdownOf(record);
    expect(markdown).not.toMatch(/are working|All is working|no 1011/u);
    expect(statusOf(record, 'handshake')).toBe('inconclusive');
    expect(verdictOf(record)).toBe('inconclusive');
    expect(sectionOf(markdown, '### 5.2 Handshake')).toMatch(/^Not tested – /u);
  });

  it('2: praise anything where nothing was executed', () => {
    const facts = { business: 'Chat is validated and fully operational.' };
    for (const record of [
      null,
      recordOf([]),
      recordOf(good.map((each) => ({ ...each, verdict: 'skipped', data: null, seen: [] }))),
    ]) {
      const markdown = markdownOf(record, { facts });
      expect(built(inputOf(record)).verdict.status).toBe('inconclusive');
      expect(
        withoutHeadings(markdown)
          .replace(/^- \[E-\d+\] user: .*$/gmu, '')
          .replaceAll('handshake', ''),
      ).not.toMatch(new RegExp(praise.source.replace('|ready', ''), 'iu'));
    }
  });

  it('3: call degraded a PASS', () => {
    const shallow = recordOf(
      told({
        probe: 'health',
        data: {
          kind: 'health',
          status: 200,
          service: 'netra-ai-platform',
          state: 'degraded',
          version: null,
          phases: phases(160),
        },
      }),
    );
    expect(verdictOf(shallow)).toBe('failed');
    const refused = recordOf(
      told({
        probe: 'health',
        data: {
          kind: 'health',
          status: 503,
          service: null,
          state: 'healthy',
          version: null,
          phases: phases(160),
        },
      }),
    );
    expect(verdictOf(refused)).toBe('failed');
    const deep = recordOf(
      told({
        probe: 'health-deep',
        data: {
          kind: 'health-deep',
          contradiction: false,
          endpoints: [
            {
              path: '/api/health',
              status: 200,
              state: 'degraded',
              degraded: ['redis'],
              ms: 5100,
              verdict: 'pass',
            },
          ],
        },
      }),
    );
    const report = built(inputOf(deep));
    expect(report.health[1]).toMatchObject({ state: 'degraded', result: 'warn' });
    expect(report.verdict.status).toBe('passed-with-warnings');
    expect(report.contradictions.map(({ text }) => text)).toEqual([
      '/health calls itself healthy, and /api/health says degraded',
    ]);
    expect(sectionOf(markdownOf(deep), '## 4 Service health')).toMatch(
      /\| degraded \| redis \| 5,100 ms \| 1,000 ms \| WARN \|/u,
    );
  });

  it('4: count the list of capabilities in a welcome as events', () => {
    const list = ['agent_started', 'agent_thinking', 'tool_executing', 'tool_completed', 'agent_completed'];
    const welcome = received('connection_established', { golden_path_events: list });
    const data = eventsData();
    if (data.kind !== 'events') throw new Error('these are events');
    // Every event stands on the welcome: as it was for the welcome probe, and brought into the events probe.
    const pointed = {
      ...data,
      events: data.events.map((each) => ({ ...each, evidence: 'connection_established' })),
    };
    for (const seen of [[welcome], [upgrade()]]) {
      const record = recordOf(
        told(
          { probe: 'welcome', seen: [welcome] },
          { probe: 'events', verdict: 'pass', data: pointed, seen },
        ),
      );
      const report = built(inputOf(record));
      expect(report.events).toMatchObject({ received: [], missing: list, score: 0, frames: [] });
      expect(report.verdict.status).toBe('failed');
    }
    // Frames of that very type count only where they came after the request.
    const earlier = told(
      { probe: 'welcome', seen: list.map((name) => received(name)) },
      { probe: 'events', data, seen: [upgrade()] },
    );
    expect(built(inputOf(recordOf(earlier))).events).toMatchObject({ received: [], score: 0 });
    const sent = told({
      probe: 'events',
      data,
      seen: list.map((name) => ({ ...received(name), direction: 'sent' as const })),
    });
    expect(built(inputOf(recordOf(sent))).events).toMatchObject({ received: [], score: 0 });
  });

  it('5: take parallel requests over HTTP for user isolation', () => {
    const seen = [1, 2, 3].map(() => get('/health', 200, { status: 'healthy' }));
    const record = recordOf(told({ probe: 'isolation', verdict: 'pass', data: isolationData(), seen }));
    expect(statusOf(record, 'isolation')).toBe('inconclusive');
    expect(verdictOf(record)).toBe('inconclusive');
    expect(markdownOf(record)).toContain('requests over HTTP say nothing of isolation');
    const unopened = recordOf(
      told({
        probe: 'isolation',
        verdict: 'pass',
        data: isolationData(),
        seen: testUsers.map(() => received('ack')),
      }),
    );
    expect(statusOf(unopened, 'isolation')).toBe('inconclusive');
  });

  it('5: call collapsed identities, or one user alone, isolated', () => {
    const seen = [...testUsers.map(() => upgrade()), ...testUsers.map(() => received('ack'))];
    for (const users of [
      ['demo-user-001', 'demo-user-001', 'demo-user-001'],
      [testUsers[0]!],
      [null, null],
      [],
    ]) {
      const record = recordOf(
        told({ probe: 'isolation', verdict: 'pass', data: isolationData(users), seen }),
      );
      expect([users, statusOf(record, 'isolation')]).toEqual([users, 'inconclusive']);
    }
    const data = isolationData();
    if (data.kind !== 'isolation') throw new Error('this is isolation');
    const leaking = {
      ...data,
      users: data.users.map((user, at) => ({
        ...user,
        foreign: at === 0 ? [{ of: 1, what: 'marker' as const, evidence: 'E-17' }] : [],
      })),
    };
    expect(verdictOf(recordOf(told({ probe: 'isolation', verdict: 'pass', data: leaking, seen })))).toBe(
      'failed',
    );
  });

  it('6: take one lenient test for the whole path', () => {
    const connection = [
      'health',
      'ws-path',
      'handshake',
      'welcome',
      'identity',
      'liveness',
      'close',
      'auth-none',
    ];
    const record = recordOf(
      good.filter(({ probe }) => connection.includes(probe)),
      {
        scope: 'connection',
        notTested: [
          { probe: 'events', title: 'Agent events', reason: 'outside the scope connection' },
          { probe: 'isolation', title: 'User isolation', reason: 'outside the scope connection' },
        ],
      },
    );
    const markdown = markdownOf(record);
    expect(markdown).not.toMatch(/golden path/iu);
    expect(markdown).toContain('**PASSED** (scope connection)');
    expect(sectionOf(markdown, '## 7 Agent events')).toBe('Not tested – outside the scope connection');
    expect(sectionOf(markdown, '## 14 Success criteria')).toContain(
      '| Do all five agent events arrive, in order? | yes | NOT TESTED | – |',
    );
    // The same handful of probes, called the full scope, is not enough.
    expect(
      verdictOf(
        recordOf(
          good.filter(({ probe }) => connection.includes(probe)),
          { notTested: [{ probe: 'events', title: '', reason: 'not asked' }] },
        ),
      ),
    ).toBe('partial');
  });

  it('6: leave out of the full scope what no list names', () => {
    const record = recordOf(good.filter(({ probe }) => probe === 'health'));
    expect(verdictOf(record)).toBe('partial');
    expect(built(inputOf(record)).verdict.reasons.map(({ probe }) => probe)).toEqual(
      expect.arrayContaining(['identity', 'events', 'isolation']),
    );
  });

  it('7: read a 403 as enforced authentication, or an accepted connection as working authentication', () => {
    const refused = {
      kind: 'auth-none',
      outcome: 'refused-http',
      status: 403,
      closeCode: null,
      userShown: null,
    } as const;
    const unproven = recordOf(
      told(
        {
          probe: 'identity',
          verdict: 'fail',
          data: {
            kind: 'identity',
            requested: testUsers[1]!,
            observed: 'demo-user-001',
            source: 'reply',
            match: 'substitute',
          },
        },
        { probe: 'auth-none', verdict: 'pass', data: refused },
      ),
    );
    expect(statusOf(unproven, 'auth-none')).toBe('inconclusive');
    expect(statusOf(unproven, 'auth-bad')).toBe('inconclusive');
    expect(statusOf(recordOf(told({ probe: 'auth-none', data: refused })), 'auth-none')).toBe('pass');
    const accepted = recordOf(
      told({
        probe: 'auth-none',
        verdict: 'pass',
        data: { ...refused, outcome: 'accepted', status: 101, userShown: 'demo-use...' },
      }),
    );
    expect(verdictOf(accepted)).toBe('failed');
    expect(built(inputOf(unproven)).auth.level).toMatchObject({ value: 'demo' });
    // A user who is the one asked for says nothing about the level: a permissive one shows that user too.
    expect(built(inputOf(recordOf(good))).auth.level).toMatchObject({ value: 'unknown' });
  });

  it('8: present a 1011 as a handled error', () => {
    const record = recordOf(
      told({
        probe: 'error-1011',
        verdict: 'pass',
        data: {
          kind: 'error-handling',
          probes: [
            {
              sent: 'invalid-json',
              expected: 'an error message',
              observed: 'graceful close',
              closeCode: 1011,
              errorCode: null,
              survived: false,
              verdict: 'pass',
            },
          ],
        },
      }),
    );
    expect(verdictOf(record)).toBe('failed');
    expect(built(inputOf(record)).errors[0]).toMatchObject({ close_code: 1011, result: 'fail' });
    expect(
      verdictOf(
        recordOf(
          told({
            probe: 'close',
            verdict: 'pass',
            data: { kind: 'close', code: 1011, reason: '', initiator: 'server' },
          }),
        ),
      ),
    ).toBe('failed');
    const refusal = {
      kind: 'auth-none',
      outcome: 'refused-close',
      status: null,
      closeCode: 1011,
      userShown: null,
    } as const;
    expect(
      statusOf(recordOf(told({ probe: 'auth-none', verdict: 'pass', data: refusal })), 'auth-none'),
    ).toBe('warn');
  });

  it('9: print a time of 0.000 s, or one that no network allows, as a result', () => {
    const handshake = (total: number) => ({
      kind: 'handshake' as const,
      url: 'wss://x',
      offered: [],
      selected: null,
      phases: { dns: 0, tcp: 0, tls: 0, response: 0, total },
    });
    const none = recordOf(told({ probe: 'handshake', verdict: 'pass', data: handshake(0) }));
    expect(statusOf(none, 'handshake')).toBe('inconclusive');
    expect(built(inputOf(none)).ws.handshake!.phase_ms.total).toBeNull();
    expect(built(inputOf(none)).perf.map(({ metric }) => metric)).not.toContain('WebSocket connect');
    expect(markdownOf(none)).not.toMatch(/in all 0/u);
    const fast = recordOf(told({ probe: 'handshake', verdict: 'pass', data: handshake(3) }));
    expect(statusOf(fast, 'handshake')).toBe('warn');
    expect(built(inputOf(fast)).perf.find(({ metric }) => metric === 'WebSocket connect')).toMatchObject({
      result: 'warn',
      threshold_source: expect.stringContaining('implausible') as string,
    });
    const near = recordOf(told({ probe: 'handshake', data: handshake(3) }), { loopback: true });
    expect(statusOf(near, 'handshake')).toBe('pass');
  });

  it('10: approve of production, or of anything whose health fails', () => {
    const record = recordOf(
      told({
        probe: 'health',
        verdict: 'fail',
        data: {
          kind: 'health',
          status: 503,
          service: null,
          state: 'unhealthy',
          version: null,
          phases: phases(12_900),
        },
      }),
    );
    const waivers = [{ probe: 'health', who: 'somebody', why: 'it is fine' }] as const;
    const markdown = markdownOf(record, { waivers, facts: { business: 'Approved for production.' } });
    expect(built(inputOf(record, { waivers })).verdict.status).toBe('failed');
    expect(readWaiver('health=somebody: it is fine').ok).toBe(false);
    const approvals = [...markdown.matchAll(/^.*approved.*$/gimu)].map(([line]) => line);
    expect(approvals).toHaveLength(2);
    expect(approvals[0]).toMatch(/^> Approved for production\. \[E-\d+\]$/u);
    expect(approvals[1]).toMatch(/^- \[E-\d+\] user: business: /u);
    expect(sectionOf(markdown, '## 13 Business impact')).toContain(
      'Supplied by the author, and not checked:',
    );
    expect(sectionOf(markdown, '## 17 Waivers')).toContain('(not needed)');
    expect(markdownOf(recordOf(good))).not.toMatch(/production|approv/iu);
  });

  it('11: state resources or an address from memory', () => {
    const { deployment } = built(inputOf(recordOf(good)));
    expect(Object.values(deployment).map(({ value, source }) => [value, source])).toEqual(
      Array.from({ length: 9 }, () => [null, 'unknown']),
    );
    const markdown = markdownOf(recordOf(good), {
      facts: { memory: '512MB', reported_url: 'https://netra-backend.run.example' },
    });
    const facts = sectionOf(markdown, '## 3 Deployment facts');
    expect(facts).toMatch(/^\| memory \| 512MB \| user \| \[E-\d+\] \|$/mu);
    expect(facts).toMatch(/^\| Tested is reported \| \*\*no\*\* \| this check \|/mu);
    expect(facts).toMatch(/^\| revision \| unknown \| unknown \| – \|$/mu);
    // Nor is what the certificate, the log or the user did not say taken from the target's name.
    expect(facts).toMatch(/^\| region \| unknown \|/mu);
  });

  it('12: report a variation of the format as a validated format', () => {
    const record = recordOf(
      told({
        probe: 'welcome',
        verdict: 'pass',
        summary: 'SSOT message received, format variation acceptable',
        data: {
          kind: 'welcome',
          variant: 'D',
          strict: false,
          missing: ['event'],
          userShown: 'staging-...',
          connectionId: 'main_1',
          ms: 40,
        },
        seen: [received('connection_established')],
      }),
    );
    const markdown = markdownOf(record);
    expect(statusOf(record, 'welcome')).toBe('warn');
    expect(verdictOf(record)).toBe('passed-with-warnings');
    expect(markdown).not.toMatch(/acceptable|format validat/iu);
    expect(sectionOf(markdown, '### 5.3 Welcome')).toContain(
      'variant D; strict form: no; fields missing from it: event',
    );
  });
});

describe('a verdict', () => {
  it('never gets better than the check itself had it', () => {
    for (const verdict of ['warn', 'inconclusive', 'fail'] as const)
      for (const { probe } of good)
        expect([probe, statusOf(recordOf(told({ probe, verdict })), probe)]).toEqual([probe, verdict]);
  });

  it('does not stand on evidence that is not there', () => {
    for (const { probe } of good)
      expect([
        probe,
        ['pass', 'warn'].includes(statusOf(recordOf(told({ probe, seen: [] })), probe)),
      ]).toEqual([probe, false]);
  });
});
