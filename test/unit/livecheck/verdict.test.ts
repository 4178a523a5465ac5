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
import type { AgentEvent, EventsData } from '../../../src/livecheck/observations.ts';
import { computeVerdict, isPass } from '../../../src/livecheck/verdict.ts';

const result = (
  probe: ProbeId,
  verdict: ProbeVerdict,
  data: ProbeResult['data'],
  failure: string | undefined,
): ProbeResult => ({
  probe,
  verdict,
  summary: `${probe} is ${verdict}`,
  findings: [],
  cause: failure === undefined ? null : { failure, text: 'because', candidates: [] },
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

const foreignEvent: AgentEvent = {
  name: 'agent_started',
  tMs: 1,
  form: 'V1',
  missingFields: [],
  userMatches: false,
  runMatches: null,
  evidence: 'E-01',
};

interface Case {
  /** The rule of the verdict that decides, and what it says here. */
  readonly rule: string;
  readonly status: VerdictStatus;
  /** Default `full`. */
  readonly scope?: Scope;
  /** Verdicts that differ from "pass". */
  readonly verdicts?: Partial<Record<ProbeId, ProbeVerdict>>;
  /** What a probe observed, and the failure that its cause names. */
  readonly data?: Partial<Record<ProbeId, ProbeResult['data']>>;
  readonly failures?: Partial<Record<ProbeId, string>>;
  /** Listed as not tested in the place of a result. */
  readonly notTested?: readonly ProbeId[];
  /** Neither tested nor listed. */
  readonly absent?: readonly ProbeId[];
  readonly waivers?: readonly Waiver[];
  readonly cancelled?: boolean;
  readonly decidedBy?: ProbeId | null;
}

function verdictOf({
  scope = 'full',
  verdicts = {},
  data = {},
  failures = {},
  notTested: unasked = [],
  absent = [],
  waivers = [],
  cancelled = false,
}: Case) {
  const inScope = probes.filter((each) => scope === 'full' || each.scope === scope);
  const results = inScope
    .filter(({ id }) => !unasked.includes(id) && !absent.includes(id))
    .map(({ id }) => result(id, verdicts[id] ?? 'pass', data[id] ?? null, failures[id]));
  const notTested: NotTested[] = probes
    .filter(({ id }) => !results.some(({ probe }) => probe === id) && !absent.includes(id))
    .map(({ id, title }) => ({ probe: id, title, reason: 'no' }));
  return computeVerdict({ scope, results, notTested, waivers, cancelled });
}

const mandatory: readonly ProbeId[] = [
  'health',
  'ws-path',
  'handshake',
  'welcome',
  'identity',
  'liveness',
  'events',
  'isolation',
  'auth-none',
  'auth-bad',
];
const optional = probes.map(({ id }) => id).filter((id) => !mandatory.includes(id));
const aboutUsers: readonly ProbeId[] = ['isolation', 'auth-none', 'auth-bad', 'auth-expired', 'e2e-headers'];
const all = (verdict: ProbeVerdict, ids: readonly ProbeId[] = probes.map(({ id }) => id)) =>
  Object.fromEntries(ids.map((id) => [id, verdict])) as Partial<Record<ProbeId, ProbeVerdict>>;
const named: Waiver = { probe: 'auth-none', who: 'the owner of staging', why: 'demo day' };

const cases: Case[] = [
  { rule: '8 everything passes', status: 'passed' },
  { rule: '8 everything of the scope connection passes', scope: 'connection', status: 'passed' },

  ...probes.map(({ id }): Case => ({
    rule: `1 ${id} fails`,
    verdicts: { [id]: 'fail' },
    status: 'failed',
    decidedBy: id,
  })),
  {
    rule: '1 a failure is graver than what is inconclusive',
    verdicts: { welcome: 'inconclusive', liveness: 'fail' },
    status: 'failed',
    decidedBy: 'liveness',
  },

  ...(['auth-none', 'auth-bad', 'auth-expired'] as const).map((id): Case => ({
    rule: `2 ${id} is accepted, with a named waiver`,
    verdicts: { [id]: 'fail' },
    waivers: [{ ...named, probe: id }],
    status: 'passed-with-waiver',
    decidedBy: id,
  })),
  {
    rule: '2 a waiver for another probe covers nothing',
    verdicts: { 'auth-none': 'fail' },
    waivers: [{ ...named, probe: 'auth-bad' }],
    status: 'failed',
  },
  {
    rule: '2 a waiver of nobody covers nothing',
    verdicts: { 'auth-none': 'fail' },
    waivers: [{ ...named, who: ' ' }],
    status: 'failed',
  },
  {
    rule: '2 a waiver without a reason covers nothing',
    verdicts: { 'auth-none': 'fail' },
    waivers: [{ ...named, why: '' }],
    status: 'failed',
  },
  ...(['health', 'identity', 'isolation', 'e2e-headers'] as const).map((id): Case => ({
    rule: `2 no waiver covers ${id}`,
    verdicts: { [id]: 'fail' },
    waivers: [{ ...named, probe: id }],
    status: 'failed',
    decidedBy: id,
  })),
  {
    rule: '2 a waiver does not hide a warning, and is graver',
    verdicts: { 'auth-none': 'fail', welcome: 'warn' },
    waivers: [named],
    status: 'passed-with-waiver',
    decidedBy: 'auth-none',
  },
  {
    rule: '2 a waiver does not hide what is not answered',
    verdicts: { 'auth-none': 'fail', events: 'skipped' },
    waivers: [named],
    status: 'partial',
    decidedBy: 'events',
  },
  {
    rule: '2 a waiver for what did not fail is nothing',
    waivers: [named],
    status: 'passed',
  },

  {
    rule: '3 the identity is that of another user',
    verdicts: { identity: 'fail' },
    status: 'failed',
    decidedBy: 'identity',
  },
  ...(['warn', 'inconclusive'] as const).map((verdict): Case => ({
    rule: `3 the identity is not proven (${verdict}): isolation and refusals are inconclusive`,
    verdicts: { identity: verdict },
    status: 'inconclusive',
  })),
  {
    rule: '3 there is no result of the identity: isolation and refusals are inconclusive',
    notTested: ['identity'],
    status: 'inconclusive',
    decidedBy: 'isolation',
  },
  {
    rule: '3 a leak stays a failure, whoever the socket is',
    verdicts: { identity: 'inconclusive', isolation: 'fail' },
    status: 'failed',
    decidedBy: 'isolation',
  },
  {
    rule: '3 collapsed identities',
    verdicts: { isolation: 'inconclusive' },
    status: 'inconclusive',
    decidedBy: 'isolation',
  },

  {
    rule: '4 an event other than the last is missing',
    verdicts: { events: 'fail' },
    data: { events: eventsLacking(['agent_thinking']) },
    status: 'partial',
    decidedBy: 'events',
  },
  {
    rule: '4 agent_completed is missing',
    verdicts: { events: 'fail' },
    data: { events: eventsLacking(['agent_thinking', 'agent_completed']) },
    status: 'failed',
    decidedBy: 'events',
  },
  {
    rule: '4 no event is missing, and the probe fails nevertheless',
    verdicts: { events: 'fail' },
    data: { events: eventsLacking([]) },
    status: 'failed',
    decidedBy: 'events',
  },
  {
    rule: '4 an event is missing, and another is of another user',
    verdicts: { events: 'fail' },
    data: { events: { ...eventsLacking(['agent_thinking']), events: [foreignEvent] } },
    status: 'failed',
    decidedBy: 'events',
  },

  ...probes
    .filter(({ id }) => id !== 'identity')
    .map(({ id }): Case => ({
      rule: `5 ${id} warns`,
      verdicts: { [id]: 'warn' },
      status: 'passed-with-warnings',
      decidedBy: id,
    })),
  ...optional.map((id): Case => ({
    rule: `5 ${id}, which is optional, is inconclusive`,
    verdicts: { [id]: 'inconclusive' },
    status: 'passed-with-warnings',
    decidedBy: id,
  })),

  ...mandatory.map((id): Case => ({
    rule: `6 ${id} is inconclusive`,
    verdicts: { [id]: 'inconclusive' },
    status: 'inconclusive',
  })),
  ...mandatory
    .filter((id) => id !== 'identity')
    .map((id): Case => ({
      rule: `6 ${id} is skipped`,
      verdicts: { [id]: 'skipped' },
      status: 'partial',
      decidedBy: id,
    })),
  { rule: '6 the identity is skipped', verdicts: { identity: 'skipped' }, status: 'inconclusive' },
  {
    rule: '6 everything after the path is skipped',
    verdicts: all('skipped', [...mandatory.slice(2), ...aboutUsers]),
    status: 'partial',
    decidedBy: 'handshake',
  },
  {
    rule: '6 what is inconclusive is graver than what is skipped',
    verdicts: { welcome: 'skipped', liveness: 'inconclusive' },
    status: 'inconclusive',
    decidedBy: 'liveness',
  },
  {
    rule: '6 what is skipped is graver than a warning',
    verdicts: { health: 'warn', liveness: 'skipped' },
    status: 'partial',
    decidedBy: 'liveness',
  },
  ...optional.map((id): Case => ({
    rule: `6 ${id}, which is optional, is skipped: listed, and no warning`,
    verdicts: { [id]: 'skipped' },
    status: 'passed',
  })),
  { rule: '6 cancelled after passes', cancelled: true, status: 'partial', decidedBy: null },
  {
    rule: '6 cancelled after a failure',
    cancelled: true,
    verdicts: { health: 'fail' },
    status: 'failed',
    decidedBy: 'health',
  },

  {
    rule: '7 nothing was executed',
    verdicts: all('skipped'),
    status: 'inconclusive',
    decidedBy: null,
  },
  {
    rule: '7 nothing but the token was looked at, which is no step on the network',
    verdicts: { ...all('skipped'), jwt: 'pass' },
    status: 'inconclusive',
    decidedBy: null,
  },
  {
    rule: '7 there are no results at all',
    absent: probes.map(({ id }) => id),
    status: 'inconclusive',
    decidedBy: null,
  },
  ...probes.map(({ id }): Case => ({
    rule: `7 the check itself failed in ${id}`,
    verdicts: { [id]: 'inconclusive' },
    failures: { [id]: 'F27' },
    status: 'inconclusive',
  })),
  {
    rule: '7 what was seen to fail stays a failure where the check fails elsewhere',
    verdicts: { close: 'inconclusive', health: 'fail' },
    failures: { close: 'F27' },
    status: 'failed',
    decidedBy: 'health',
  },

  ...mandatory
    .filter((id) => id !== 'identity')
    .flatMap((id): Case[] => [
      { rule: `8 ${id} is not tested`, notTested: [id], status: 'partial', decidedBy: id },
      { rule: `8 ${id} is neither tested nor listed`, absent: [id], status: 'partial', decidedBy: id },
    ]),
  ...optional.map((id): Case => ({ rule: `8 ${id} is not tested`, notTested: [id], status: 'passed' })),
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

  it('needs the mandatory probes of its rules, and no other', () => {
    expect(probes.filter((each) => each.mandatory).map(({ id }) => id)).toEqual(mandatory);
  });

  it('names what was outside the scope and does not count it', () => {
    const verdict = verdictOf({ rule: '8', status: 'passed', scope: 'connection' });
    expect(verdict.notTested).toHaveLength(11);
    expect(verdict.counts).toEqual({ pass: 8, warn: 0, fail: 0, skipped: 0, inconclusive: 0 });
  });

  it('gives the reason that is listed for what was not tested', () => {
    const { reasons } = verdictOf({ rule: '8', status: 'partial', notTested: ['events'] });
    expect(reasons).toEqual([{ probe: 'events', verdict: 'not-tested', text: 'no', evidence: [] }]);
  });

  it('names in its reasons who waived what', () => {
    const { reasons } = verdictOf({
      rule: '2',
      status: 'passed-with-waiver',
      verdicts: { 'auth-none': 'fail' },
      waivers: [named],
    });
    expect(reasons[0]).toMatchObject({ verdict: 'waived' });
    expect(reasons[0]?.text).toContain('the owner of staging: demo day');
  });

  it('counts all that is about users as inconclusive while the identity is not proven', () => {
    const { reasons, counts } = verdictOf({
      rule: '3',
      status: 'inconclusive',
      verdicts: { identity: 'inconclusive', 'auth-bad': 'warn', 'auth-none': 'skipped' },
    });
    const limited = reasons.filter(({ text }) => text.includes('it proves nothing'));
    expect(limited.map(({ probe }) => probe).toSorted()).toEqual(
      aboutUsers.filter((id) => id !== 'auth-none').toSorted(),
    );
    expect(limited.every(({ verdict }) => verdict === 'inconclusive')).toBe(true);
    expect(counts).toEqual({ pass: 13, warn: 0, fail: 0, skipped: 1, inconclusive: 5 });
  });

  it('takes a warning about the headers for what it is: that no effect of them could be seen', () => {
    const { reasons } = verdictOf({
      rule: '3',
      status: 'failed',
      verdicts: { identity: 'fail', 'e2e-headers': 'warn' },
    });
    expect(reasons.find(({ probe }) => probe === 'e2e-headers')?.verdict).toBe('warn');
  });

  it('lists every warning in its sentence', () => {
    const { sentence } = verdictOf({
      rule: '5',
      status: 'passed-with-warnings',
      verdicts: { welcome: 'warn', liveness: 'warn', close: 'warn' },
    });
    expect(sentence).toBe(
      'No probe of scope full failed; Welcome message: welcome is warn; also Liveness, Clean close.',
    );
  });

  it('does not say "all" where an optional probe was skipped', () => {
    const { sentence } = verdictOf({ rule: '6', status: 'passed', verdicts: { 'auth-expired': 'skipped' } });
    expect(sentence).toBe('18 of 19 probes of scope full passed; skipped, and optional: Expired token.');
  });
});
