import { describe, expect, it } from 'vitest';
import {
  probes,
  type NotTested,
  type ProbeId,
  type ProbeResult,
  type ProbeVerdict,
  type Scope,
  type VerdictStatus,
  type Waiver,
} from '../../../src/livecheck/protocol.ts';
import type { EventsData } from '../../../src/livecheck/observations.ts';
import { computeVerdict, isPass } from '../../../src/livecheck/verdict.ts';

const result = (probe: ProbeId, verdict: ProbeVerdict, data: ProbeResult['data'] = null): ProbeResult => ({
  probe,
  verdict,
  summary: `${probe} is ${verdict}`,
  findings: [],
  cause: null,
  nextStep: null,
  evidence: ['E-01'],
  startedMs: 0,
  durationMs: 1,
  data,
});

const eventsLacking = (missing: readonly string[]): EventsData => ({
  kind: 'events',
  received: [],
  missing,
  events: [],
  orderingViolations: [],
  duplicates: 0,
  firstMs: null,
  totalMs: null,
  maxGapMs: null,
  score: 5 - missing.length,
  impact: 'none',
});

interface Case {
  readonly rule: string;
  readonly status: VerdictStatus;
  readonly scope?: Scope;
  /** Verdicts that differ from "pass". */
  readonly verdicts?: Partial<Record<ProbeId, ProbeVerdict>>;
  readonly missingEvents?: readonly string[];
  readonly notBuilt?: readonly ProbeId[];
  readonly waivers?: readonly Waiver[];
  readonly cancelled?: boolean;
  readonly decidedBy?: ProbeId | null;
}

function verdictOf({
  scope = 'connection',
  verdicts = {},
  missingEvents,
  notBuilt = [],
  waivers = [],
  cancelled = false,
}: Case) {
  const inScope = probes.filter((each) => scope === 'full' || each.scope === scope);
  const results = inScope
    .filter(({ id }) => !notBuilt.includes(id))
    .map(({ id }) =>
      result(
        id,
        verdicts[id] ?? 'pass',
        id === 'events' && missingEvents !== undefined ? eventsLacking(missingEvents) : null,
      ),
    );
  const notTested: NotTested[] = probes
    .filter(({ id }) => !results.some(({ probe }) => probe === id))
    .map(({ id, title }) => ({ probe: id, title, reason: 'no' }));
  return computeVerdict({ scope, results, notTested, waivers, cancelled });
}

const failing: Case[] = (
  ['health', 'ws-path', 'handshake', 'welcome', 'identity', 'liveness', 'close', 'auth-none'] as const
).map((id) => ({ rule: `${id} fails`, verdicts: { [id]: 'fail' }, status: 'failed', decidedBy: id }));

const failingInFull: Case[] = (['isolation', 'auth-bad', 'auth-expired'] as const).map((id) => ({
  rule: `${id} fails in the scope full`,
  scope: 'full',
  verdicts: { [id]: 'fail' },
  status: 'failed',
  decidedBy: id,
}));

const named: Waiver = { probe: 'auth-none', who: 'the owner of staging', why: 'demo day' };

const cases: Case[] = [
  { rule: 'everything passes in the scope connection', status: 'passed' },
  { rule: 'everything passes in the scope full', scope: 'full', status: 'passed' },
  ...failing,
  ...failingInFull,
  {
    rule: 'a waiver covers an accepted bad token',
    verdicts: { 'auth-none': 'fail' },
    waivers: [named],
    status: 'passed-with-waiver',
    decidedBy: 'auth-none',
  },
  {
    rule: 'a waiver for another probe covers nothing',
    verdicts: { 'auth-none': 'fail' },
    waivers: [{ ...named, probe: 'auth-bad' }],
    status: 'failed',
  },
  {
    rule: 'a waiver cannot cover a failing health',
    verdicts: { health: 'fail' },
    waivers: [{ ...named, probe: 'health' }],
    status: 'failed',
  },
  {
    rule: 'a waiver does not hide a warning',
    verdicts: { 'auth-none': 'fail', welcome: 'warn' },
    waivers: [named],
    status: 'passed-with-waiver',
  },
  {
    rule: 'an event other than the last is missing',
    scope: 'full',
    verdicts: { events: 'fail' },
    missingEvents: ['agent_thinking'],
    status: 'partial',
    decidedBy: 'events',
  },
  {
    rule: 'agent_completed is missing',
    scope: 'full',
    verdicts: { events: 'fail' },
    missingEvents: ['agent_thinking', 'agent_completed'],
    status: 'failed',
    decidedBy: 'events',
  },
  {
    rule: 'only warnings',
    verdicts: { welcome: 'warn', liveness: 'warn' },
    status: 'passed-with-warnings',
    decidedBy: 'welcome',
  },
  {
    rule: 'a mandatory probe is skipped',
    verdicts: { liveness: 'skipped' },
    status: 'partial',
    decidedBy: 'liveness',
  },
  {
    rule: 'an optional probe is skipped',
    verdicts: { close: 'skipped' },
    status: 'passed-with-warnings',
    decidedBy: 'close',
  },
  {
    rule: 'a mandatory probe is inconclusive',
    verdicts: { 'auth-none': 'inconclusive' },
    status: 'inconclusive',
    decidedBy: 'auth-none',
  },
  {
    rule: 'an optional probe is inconclusive',
    verdicts: { close: 'inconclusive' },
    status: 'passed-with-warnings',
  },
  {
    rule: 'collapsed identities',
    scope: 'full',
    verdicts: { isolation: 'inconclusive' },
    status: 'inconclusive',
    decidedBy: 'isolation',
  },
  {
    rule: 'a mandatory probe of the scope full does not exist',
    scope: 'full',
    notBuilt: ['isolation'],
    status: 'partial',
    decidedBy: 'isolation',
  },
  {
    rule: 'an optional probe of the scope full does not exist',
    scope: 'full',
    notBuilt: ['jwt'],
    status: 'passed',
  },
  {
    rule: 'fail over inconclusive',
    verdicts: { 'auth-none': 'inconclusive', liveness: 'fail' },
    status: 'failed',
    decidedBy: 'liveness',
  },
  {
    rule: 'inconclusive over skipped',
    verdicts: { welcome: 'skipped', identity: 'inconclusive' },
    status: 'inconclusive',
    decidedBy: 'identity',
  },
  {
    rule: 'skipped over warning',
    verdicts: { health: 'warn', identity: 'skipped' },
    status: 'partial',
    decidedBy: 'identity',
  },
  {
    rule: 'nothing was executed',
    verdicts: Object.fromEntries(probes.map(({ id }) => [id, 'skipped'])),
    status: 'inconclusive',
    decidedBy: null,
  },
  { rule: 'cancelled after passes', cancelled: true, status: 'partial', decidedBy: null },
  {
    rule: 'cancelled after a failure',
    cancelled: true,
    verdicts: { health: 'fail' },
    status: 'failed',
    decidedBy: 'health',
  },
];

describe('the verdict', () => {
  it.each(cases)('$rule: $status', (each) => {
    const verdict = verdictOf(each);
    expect(verdict.status).toBe(each.status);
    if (each.decidedBy !== undefined) expect(verdict.reasons[0]?.probe).toBe(each.decidedBy);
    expect(verdict.reasons.length === 0).toBe(verdict.status === 'passed');
    expect(verdict.sentence).toContain(`scope ${verdict.scope}`);
    // No word of success where there is none.
    if (!isPass(verdict.status)) expect(verdict.sentence).not.toMatch(/passed|success|healthy|works/iu);
  });

  it('names what was outside the scope and does not count it', () => {
    const verdict = verdictOf({ rule: '', status: 'passed' });
    expect(verdict.notTested).toHaveLength(10);
    expect(verdict.counts).toEqual({ pass: 8, warn: 0, fail: 0, skipped: 0, inconclusive: 0 });
  });

  it('names in its reasons who waived what', () => {
    const { reasons } = verdictOf({
      rule: '',
      status: 'passed-with-waiver',
      verdicts: { 'auth-none': 'fail' },
      waivers: [named],
    });
    expect(reasons[0]).toMatchObject({ verdict: 'waived' });
    expect(reasons[0]?.text).toContain('the owner of staging: demo day');
  });
});
