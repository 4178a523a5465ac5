import { describe, expect, it } from 'vitest';
import {
  probes,
  type Cause,
  type NotTested,
  type ProbeId,
  type Waiver,
} from '../../../src/livecheck/protocol.ts';
import type { RunRecord } from '../../../src/livecheck/runRecord.ts';
import { statisticsOf } from '../../../src/livecheck/statistics.ts';
import { computeVerdict } from '../../../src/livecheck/verdict.ts';
import { renderLiveJson } from '../../../src/report/live/json.ts';
import { renderLiveJunit } from '../../../src/report/live/junit.ts';
import { renderLiveMarkdown } from '../../../src/report/live/markdown.ts';
import { readXml, type Element } from './readXml.ts';
import { eventsData, good, phases, recordOf, told } from './validation/recording.ts';

const notTested: readonly NotTested[] = [
  { probe: 'certificate', title: 'Certificate', reason: 'the target is not encrypted' },
];

/** The run with its verdict, and a cause where a probe names a known failure. */
function judged(
  record: RunRecord,
  causes: Partial<Record<ProbeId, Cause>> = {},
  waivers: readonly Waiver[] = [],
): RunRecord {
  const results = record.results.map((each) => ({ ...each, cause: causes[each.probe] ?? null }));
  const verdict = computeVerdict({ scope: 'full', results, notTested, waivers, cancelled: false });
  return { ...record, results, verdict, durationMs: 1_800 };
}

const without = (...ids: readonly ProbeId[]) => good.filter(({ probe }) => !ids.includes(probe));

const passing = judged(recordOf(without('certificate'), { notTested }));
const mixed = judged(
  recordOf(
    told(
      { probe: 'liveness', verdict: 'warn', summary: 'the application ping has no answer' },
      {
        probe: 'events',
        verdict: 'fail',
        data: eventsData(['agent_completed']),
        summary: 'one is | missing',
      },
      { probe: 'isolation', verdict: 'inconclusive', summary: 'all 3 are <demo-user-001>' },
      { probe: 'auth-none', verdict: 'fail', summary: 'a connection without a token is accepted' },
      { probe: 'auth-expired', verdict: 'skipped', summary: 'there is no secret' },
      { probe: 'e2e-headers', verdict: 'inconclusive', summary: 'the breaker is open' },
    ).filter(({ probe }) => probe !== 'certificate'),
    { notTested },
  ),
  {
    events: {
      failure: 'F51',
      text: 'not every event is sent',
      candidates: [
        { failure: 'F55', text: 'the agent fails', ruledOut: null },
        { failure: 'F44', text: 'nothing is answered', ruledOut: 'the ping is (E-09)' },
      ],
    },
    liveness: { failure: 'F46', text: 'the router swallows it', candidates: [] },
  },
  [{ probe: 'auth-none', who: 'the owner', why: 'demo day' }],
);
const one = (run: RunRecord) => ({ runs: [run], worst: run });

/** The cases of a suite by the probe that they are of. */
function casesOf(suite: Element): Record<string, string> {
  const cases = suite.children.filter(({ name }) => name === 'testcase');
  return Object.fromEntries(
    cases.map(({ attributes, children }) => [attributes['classname']!, children[0]?.name ?? 'passed']),
  );
}

describe('a live check as JUnit', () => {
  it('is what the golden file has', async () => {
    await expect(renderLiveJunit(one(mixed))).toMatchFileSnapshot('golden/live.junit.xml');
  });

  it('has a case for each probe, and counts as the cases say', () => {
    const [suite] = readXml(renderLiveJunit(one(mixed))).children;
    const cases = casesOf(suite!);
    expect(Object.keys(cases)).toEqual([...probes.map(({ id }) => `livecheck.${id}`), 'livecheck.verdict']);
    expect(cases).toMatchObject({
      'livecheck.health': 'passed',
      'livecheck.certificate': 'skipped',
      'livecheck.liveness': 'system-out',
      'livecheck.events': 'failure',
      'livecheck.isolation': 'error',
      'livecheck.auth-none': 'skipped',
      'livecheck.auth-expired': 'skipped',
      'livecheck.e2e-headers': 'skipped',
      'livecheck.verdict': 'failure',
    });
    const counts = Object.values(cases);
    const counted = (what: string): string => String(counts.filter((each) => each === what).length);
    expect(suite!.attributes).toMatchObject({
      tests: '20',
      failures: counted('failure'),
      errors: counted('error'),
      skipped: counted('skipped'),
    });
  });

  it('has a suite for each run', () => {
    const { children } = readXml(renderLiveJunit({ runs: [passing, mixed], worst: mixed }));
    expect(children.map(({ attributes }) => attributes['name'])).toEqual([
      'ssot check GCP staging (scope full) run 1',
      'ssot check GCP staging (scope full) run 2',
    ]);
    expect(children.map(({ attributes }) => attributes['failures'])).toEqual(['0', '2']);
  });

  it('fails by its verdict where no probe fails and one that is promised was not run', () => {
    const record = recordOf(without('certificate', 'isolation'), {});
    const [suite] = readXml(renderLiveJunit(one(judged(record)))).children;
    const cases = casesOf(suite!);
    expect(Object.entries(cases).filter(([, outcome]) => outcome === 'failure')).toEqual([
      ['livecheck.verdict', 'failure'],
    ]);
  });

  it('does not fail where an optional probe has no answer, and does where the check itself failed in it', () => {
    const run = recordOf(
      told({ probe: 'close', verdict: 'inconclusive' }).filter(({ probe }) => probe !== 'certificate'),
    );
    const outcome = (record: RunRecord): string | undefined =>
      casesOf(readXml(renderLiveJunit(one(record))).children[0]!)['livecheck.close'];
    expect(outcome(judged(run))).toBe('skipped');
    const crashed = judged(run, { close: { failure: 'F27', text: 'it failed', candidates: [] } });
    expect(outcome(crashed)).toBe('error');
  });
});

describe('a live check as Markdown', () => {
  it('is what the golden file has', async () => {
    await expect(renderLiveMarkdown(one(mixed))).toMatchFileSnapshot('golden/live.md');
  });

  it('says of every probe that is not well what, where, why and what to do', () => {
    const text = renderLiveMarkdown(one(mixed));
    const [, findings] = text.split('### What to do');
    for (const part of ['- **Agent events**: one is \\| missing', 'F51: not every event', 'Look at events'])
      expect(findings).toContain(part);
    expect(findings!.match(/^ {2}- Where: .*wss:\/\/api\.staging\.example.*E\\-\d+/gmu)?.length).toBe(5);
    expect(findings!.match(/^ {2}- Next: /gmu)?.length).toBe(5);
    expect(text).toContain('not F44: nothing is answered \\(the ping is \\(E\\-09\\)\\)');
  });

  it('keeps every row in its columns, whatever a server says', () => {
    const rows = renderLiveMarkdown(one(mixed))
      .split('\n')
      .filter((line) => line.startsWith('| '));
    expect(rows.length).toBe(2 + mixed.results.length);
    for (const line of rows) expect(line.replaceAll('\\|', '').split('|').length, line).toBe(6);
  });

  it('says nothing of findings where there are none', () => {
    const text = renderLiveMarkdown(one(passing));
    expect(text).toContain('## Live check: PASSED (scope full)');
    expect(text).not.toContain('What to do');
    expect(text).toContain('### Not tested (1)\n\n- Certificate: the target is not encrypted');
  });
});

describe('several runs', () => {
  const handshake = (total: number) =>
    told({
      probe: 'handshake',
      data: { kind: 'handshake', url: '', offered: [], selected: null, phases: phases(total) },
    });
  const closed = (code: number, initiator: 'client' | 'server') =>
    ({ kind: 'close', code, reason: '', initiator, tMs: 9 }) as const;
  const runs = [
    judged(recordOf(handshake(300))),
    judged(
      recordOf(
        told({
          probe: 'handshake',
          verdict: 'fail',
          data: null,
          seen: [closed(1011, 'server'), closed(1000, 'client')],
        }),
      ),
    ),
    ...Array.from({ length: 18 }, (_, index) =>
      judged(recordOf(handshake(100 + index).map((each) => ({ ...each, seen: [closed(1000, 'client')] })))),
    ),
  ];

  it('add up to rates, counts of close codes and distributions of times', () => {
    const statistics = statisticsOf(runs);
    expect(statistics).toMatchObject({
      runs: 20,
      passed: 19,
      successRate: 0.95,
      verdicts: [
        { status: 'failed', runs: 1 },
        { status: 'passed', runs: 19 },
      ],
      handshakes: { tried: 20, opened: 19 },
      handshakeMs: { samples: 19, p50: 109, p95: 300, max: 300 },
    });
    expect(statistics.closeCodes.at(-1)).toEqual({
      code: 1011,
      name: 'internal server error',
      sockets: 1,
      byServer: 1,
    });
    expect(statistics.closeCodes[0]).toMatchObject({ code: 1000, byServer: 0 });
  });

  it('have no numbers where nothing was measured', () => {
    expect(statisticsOf([])).toMatchObject({ runs: 0, successRate: 0, closeCodes: [], handshakeMs: null });
  });

  it('stand in JSON and Markdown, and one alone does not', () => {
    const result = { runs, worst: runs[1]! };
    const document = JSON.parse(renderLiveJson(result, '1.2.3')) as Record<string, unknown>;
    expect(document).toMatchObject({ statistics: { runs: 20, passed: 19 }, verdict: { status: 'failed' } });
    expect((document['runs'] as unknown[]).length).toBe(20);
    expect(JSON.parse(renderLiveJson(one(passing), '1.2.3'))).not.toHaveProperty('statistics');
    const text = renderLiveMarkdown(result);
    expect(text).toContain('### 20 runs: 19 passed, 95 %');
    expect(text).toContain('| 1011 internal server error | 1 | 1 |');
    expect(text).toContain('| Handshake | 19 | 109 | 300 | 300 |');
    expect(renderLiveMarkdown(one(passing))).not.toContain('runs:');
  });
});
