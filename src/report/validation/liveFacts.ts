import type { PhaseTimes, ProbeData } from '../../livecheck/observations.ts';
import type { ProbeId, ProbeResult } from '../../livecheck/protocol.ts';
import type { CheckDocument } from './checkDocument.ts';
import { levelOf, refusals } from './authFacts.ts';
import { heartbeatOf } from './heartbeat.ts';
import type { ValidationReport } from './reportSchema.ts';
import { stepsOf } from './steps.ts';

type Live = Pick<
  ValidationReport,
  'ws' | 'health' | 'http' | 'jwt' | 'auth' | 'events' | 'isolation' | 'errors' | 'steps'
>;
type Kind = ProbeData['kind'];

/** A time that was measured; null for one that was not. */
const measured = (value: number | null): number | null => (value !== null && value > 0 ? value : null);
const phaseTimes = ({
  total,
  ...rest
}: PhaseTimes): { total: number | null } & Omit<PhaseTimes, 'total'> => ({
  ...rest,
  total: measured(total),
});

/** How long `/health` and its like may take, in milliseconds: the seed's own figure. */
export const healthThresholdMs = 1000;

/** The observations of a check in the form of the report, from results that its evidence bears out. */
export function liveFacts(
  check: CheckDocument | null,
  results: readonly ProbeResult[],
  whyNot: string,
): Live {
  const of = <K extends Kind>(probe: ProbeId, kind: K) => {
    const result = results.find((each) => each.probe === probe);
    return result?.data?.kind === kind
      ? {
          ...(result.data as Extract<ProbeData, { kind: K }>),
          verdict: result.verdict,
          evidence: [...result.evidence],
        }
      : null;
  };
  const evidence = check?.evidence ?? [];
  const welcome = of('welcome', 'welcome');
  const liveness = of('liveness', 'liveness');
  const close = of('close', 'close');
  const reconnect = of('reconnect', 'reconnect');
  const handshake = of('handshake', 'handshake');
  const paths = of('ws-path', 'paths');
  const health = of('health', 'health');
  const token = of('jwt', 'jwt');
  const identity = of('identity', 'identity');
  const e2e = of('e2e-headers', 'e2e-headers');
  const events = of('events', 'events');
  const isolation = of('isolation', 'isolation');
  const errors = of('error-1011', 'error-handling');
  const upgrades = evidence.flatMap(({ id, detail }) =>
    detail.kind === 'upgrade' ? [{ id, ...detail }] : [],
  );
  return {
    health: [
      ...(health === null
        ? []
        : [
            {
              path: '/health',
              status: health.status,
              state: health.state,
              degraded: [],
              ms: measured(health.phases.total),
              threshold_ms: healthThresholdMs,
              result: health.verdict,
              evidence: health.evidence,
            },
          ]),
      ...(of('health-deep', 'health-deep')?.endpoints ?? []).map(
        ({ path, status, state, degraded, ms, verdict }) => ({
          path,
          status,
          state,
          degraded: [...degraded],
          ms: measured(ms),
          threshold_ms: healthThresholdMs,
          // What is degraded is none that passes, whatever it is called.
          result:
            verdict === 'pass' &&
            (degraded.length > 0 || (state !== null && state !== 'healthy' && state !== 'ready'))
              ? ('warn' as const)
              : verdict,
          evidence: [...(results.find(({ probe }) => probe === 'health-deep')?.evidence ?? [])],
        }),
      ),
    ],
    http: evidence.flatMap(({ id, detail }) =>
      detail.kind === 'http'
        ? [
            {
              evidence: [id],
              method: detail.method,
              url: detail.url,
              status: detail.status,
              ms: measured(detail.phases.total),
              body: detail.body,
              truncated: detail.truncated,
            },
          ]
        : [],
    ),
    ws: {
      paths: (paths?.attempts ?? []).map(({ path, outcome, status, ms }) => ({
        path,
        outcome,
        status,
        ms: measured(ms),
        chosen: path === paths?.chosen,
        evidence: paths?.evidence ?? [],
      })),
      attempts: upgrades.map(({ id, url, offered, selected, status, phases }, at) => ({
        n: at + 1,
        url,
        offered: [...offered],
        selected,
        http_status: status,
        phase_ms: phaseTimes(phases),
        evidence: [id],
      })),
      handshake: handshake && {
        url: handshake.url,
        offered: [...handshake.offered],
        selected: handshake.selected,
        phase_ms: phaseTimes(handshake.phases),
        evidence: handshake.evidence,
      },
      welcome: welcome && {
        variant: welcome.variant,
        strict_match: welcome.strict,
        missing: [...welcome.missing],
        user_id_shown: welcome.userShown,
        connection_id: welcome.connectionId,
        ms: measured(welcome.ms),
        evidence: welcome.evidence,
      },
      frames: evidence.flatMap(({ id, detail }) =>
        detail.kind === 'frame'
          ? [
              {
                evidence: [id],
                direction: detail.direction,
                t_ms: detail.tMs,
                opcode: detail.opcode,
                type: detail.type,
                size: detail.size,
                body: detail.body,
              },
            ]
          : [],
      ),
      protocol_ping:
        liveness?.protocolPingMs == null
          ? null
          : { rtt_ms: liveness.protocolPingMs, evidence: liveness.evidence },
      app_ping: liveness && {
        answered: liveness.applicationPingMs !== null,
        ms: liveness.applicationPingMs,
        evidence: liveness.evidence,
      },
      heartbeat: heartbeatOf(evidence),
      close: close && {
        code: close.code,
        reason: close.reason,
        initiator: close.initiator,
        evidence: close.evidence,
      },
      reconnect: reconnect && {
        attempts: reconnect.attempts.length,
        identity: reconnect.identity,
        evidence: reconnect.evidence,
      },
    },
    jwt: token && {
      alg: token.alg,
      claims: Object.fromEntries(
        Object.entries(token.claims).map(([name, value]) => [
          name,
          typeof value === 'object' ? [...value] : value,
        ]),
      ),
      lifetime_s: token.lifetimeSeconds,
      seconds_left: token.secondsLeft,
      missing_recommended: [...token.missing],
      obtained_via: check?.tokenSource ?? null,
      evidence: token.evidence,
    },
    auth: {
      identity: identity && {
        requested: identity.requested,
        observed: identity.observed,
        source: identity.source,
        match: identity.match,
        evidence: identity.evidence,
      },
      level: levelOf(identity, welcome),
      e2e: e2e && { headers_sent: [...e2e.sent], effect: e2e.effect, evidence: e2e.evidence },
      negative: refusals(results),
    },
    events: events && {
      frames: events.events.map(
        ({ name, tMs, form, missingFields, userMatches, runMatches, evidence: id }) => ({
          name,
          t_ms: tMs,
          form,
          missing_fields: [...missingFields],
          user_id_ok: userMatches,
          run_id_ok: runMatches,
          evidence: [id],
        }),
      ),
      received: [...events.received],
      missing: [...events.missing],
      ordering_violations: [...events.orderingViolations],
      duplicates: events.duplicates,
      first_ms: events.firstMs,
      total_ms: events.totalMs,
      max_gap_ms: events.maxGapMs,
      score: events.score,
      impact: events.impact,
      evidence: events.evidence,
    },
    isolation: isolation && {
      users: isolation.users.map(({ requested, observed, connectionId, frames, foreign }) => ({
        requested,
        observed,
        conn_ref: connectionId,
        own_frames: frames,
        foreign_hits: foreign.length,
        evidence: foreign.length > 0 ? foreign.map((hit) => hit.evidence) : isolation.evidence,
      })),
      distinct_identities: isolation.distinctIdentities,
      verdict: isolation.verdict,
      not_testable_reason: isolation.notTestable,
      evidence: isolation.evidence,
    },
    errors: (errors?.probes ?? []).map(
      ({ sent, expected, observed, closeCode, errorCode, survived, verdict }) => ({
        probe: sent,
        expected,
        observed,
        close_code: closeCode,
        error_code: errorCode,
        survived,
        // An internal error is no way to handle one.
        result: closeCode === 1011 ? ('fail' as const) : verdict,
        evidence: errors?.evidence ?? [],
      }),
    ),
    steps: stepsOf(check, results, whyNot),
  };
}
