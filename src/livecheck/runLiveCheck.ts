import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { createBans, type BanList } from './bans.ts';
import { obtainToken, secretsOf, type Credentials } from './credentials.ts';
import { createEventQueue, type EventQueue } from './eventQueue.ts';
import type { Probe, RunState } from './probeContext.ts';
import {
  defaultUsers,
  mostUsers,
  probes,
  type LiveCheckEvent,
  type LiveCheckSettings,
  type NotTested,
  type ProbeId,
  type ProbeInfo,
  type ProbeResult,
  type Refusal,
  type Scope,
} from './protocol.ts';
import { limitedByIdentity, provesIdentity } from './identityLimit.ts';
import { rounded } from './phases.ts';
import { withPrerequisites } from './prerequisites.ts';
import { builtProbes } from './probes/registry.ts';
import { createRateLimiter, unlimited, type RateLimiter } from './rateLimit.ts';
import { createRecorder } from './recorder.ts';
import { createRedactor, redactDeep } from './redact.ts';
import type { ContextParts } from './runContext.ts';
import { runProbe } from './runProbe.ts';
import { readTarget, summarize, type Target } from './target.ts';
import { loopbackTiming, remoteTiming } from './timing.ts';
import { computeVerdict } from './verdict.ts';

export interface RunOptions {
  /** Cancels the run; it still finishes with its verdict, and leaves no socket open. */
  readonly signal?: AbortSignal;
  /** Needed for every target that is not on this machine. */
  readonly credentials?: Credentials;
  /** Shared between the runs against one host, so that repeats stay below the limit together. */
  readonly limiter?: RateLimiter;
  /** Shared between runs, so that none asks a host that has had enough of the one before it. */
  readonly bans?: BanList;
  /** Stands in for the built probes; for tests of the run itself. */
  readonly probes?: ReadonlyMap<ProbeId, Probe>;
}

/**
 * Runs the live check and yields what happens, as it happens (the order is that of `LiveCheckEvent`). It does not throw: what
 * cannot start is a `run-refused`, a defect inside a probe is an inconclusive result of that probe. Every string of every event
 * is redacted. A consumer that stops listening cancels the run.
 */
export async function* runLiveCheck(
  settings: LiveCheckSettings,
  options: RunOptions = {},
): AsyncGenerator<LiveCheckEvent, void, undefined> {
  // Of what was given first, so that a refusal is redacted too.
  const redactor = createRedactor(secretsOf(options.credentials ?? null));
  const { redact } = redactor;
  const refused = (refusal: Refusal): LiveCheckEvent =>
    redactDeep({ type: 'run-refused', refusal } as const, redact);
  const reading = readTarget(settings.target);
  if (!reading.ok) {
    yield refused(reading.refusal);
    return;
  }
  const { target } = reading;
  if (target.looksLikeProduction && settings.allowProduction !== true) {
    const message = `${target.origin} looks like production; say explicitly that it may be probed`;
    yield refused({ code: 'production-not-confirmed', message });
    return;
  }
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  // Every open socket listens for the end of the run, and there may be more of them than Node expects.
  setMaxListeners(0, signal);
  const timing = { ...(target.loopback ? loopbackTiming : remoteTiming), ...settings.timing };
  const limiter = options.limiter ?? (target.loopback ? unlimited : createRateLimiter());
  const token = await obtainToken(options.credentials ?? null, target, settings.user, Date.now(), {
    take: () => limiter.take(signal),
    timeoutMs: timing.httpTimeoutMs,
    signal,
    allowProduction: settings.allowProduction === true,
  }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
    const message = 'cancelled before there was a token';
    return { ok: false, refusal: { code: 'no-token-issued', message } } as const;
  });
  if (!token.ok) {
    yield refused(token.refusal);
    return;
  }
  token.secrets.forEach(redactor.learn);

  const built = options.probes ?? builtProbes;
  const plan = planOf(settings.scope, built, target, settings.only, settings.users);
  const queue = createEventQueue<LiveCheckEvent>();
  const publish = (event: LiveCheckEvent): void => queue.push(redactDeep(event, redact));
  const start = performance.now();
  const sinceStart = (): number => performance.now() - start;
  const recorder = createRecorder(redact, sinceStart, (evidence) => publish({ type: 'evidence', evidence }));
  const parts: ContextParts = {
    target,
    token,
    transport: settings.tokenTransport ?? 'both',
    users: Math.min(Math.max(settings.users ?? defaultUsers, 2), mostUsers),
    timing,
    limiter,
    bans: createBans(options.bans),
    recorder,
    redactor,
    state: freshState(),
    sockets: new Set(),
  };

  publish({
    type: 'run-started',
    runId: randomUUID(),
    startedAt: new Date().toISOString(),
    target: summarize(target),
    scope: settings.scope,
    user: token.user,
    tokenSource: token.source,
    probes: plan.probes,
    notTested: plan.notTested,
  });
  const execute = async (): Promise<void> => {
    const results: ProbeResult[] = [];
    for (const { id } of plan.probes) {
      publish({ type: 'probe-started', probe: id, atMs: rounded(sinceStart()) });
      const observed = await runProbe(built.get(id)!, parts, signal, sinceStart);
      const isAsked = results.some(({ probe }) => probe === 'identity');
      const result = isAsked ? limitedByIdentity(observed, provesIdentity(results)) : observed;
      results.push(result);
      publish({ type: 'probe-finished', result });
    }
    parts.sockets.forEach((socket) => socket.terminate());
    const cancelled = signal.aborted;
    const { waivers = [], scope } = settings;
    const verdict = computeVerdict({ scope, results, notTested: plan.notTested, waivers, cancelled });
    publish({ type: 'run-finished', verdict, durationMs: rounded(sinceStart()), cancelled });
  };
  const running = execute().finally(queue.end);
  try {
    yield* drain(queue);
    await running;
  } finally {
    stop.abort(new Error('the run is over'));
    await running;
  }
}

async function* drain<T>(queue: EventQueue<T>): AsyncGenerator<T, void, undefined> {
  for (let batch = await queue.next(); batch.length > 0; batch = await queue.next()) yield* batch;
}

/** What a scope will execute, of it what was asked for, and which of all probes nobody may take for tested. */
export function planOf(
  scope: Scope,
  built: ReadonlyMap<ProbeId, Probe> = builtProbes,
  target: Pick<Target, 'encrypted'> | null = null,
  only?: readonly ProbeId[],
  users: number = defaultUsers,
): { readonly probes: readonly ProbeInfo[]; readonly notTested: readonly NotTested[] } {
  const asked = only === undefined ? null : withPrerequisites(only);
  const whyNot = (info: ProbeInfo): string | null => {
    if (scope !== 'full' && info.scope !== scope) return `outside the scope ${scope}`;
    if (info.id === 'certificate' && target?.encrypted === false)
      return 'the target is not encrypted, so that it has no certificate';
    if (info.id === 'isolation' && users < 2)
      return 'only one user was asked for, and one cannot be told from another';
    if (!built.has(info.id)) return 'this version of the check has no such probe';
    return asked?.has(info.id) === false ? 'not asked for in this run' : null;
  };
  return {
    probes: probes.filter((info) => whyNot(info) === null),
    notTested: probes.flatMap((info) => {
      const reason = whyNot(info);
      return reason === null ? [] : [{ probe: info.id, title: info.title, reason }];
    }),
  };
}

const freshState = (): RunState => ({
  reachable: null,
  silent: false,
  healthy: null,
  clockSkewSeconds: null,
  path: null,
  session: null,
  welcome: null,
  identityProven: null,
  forged: null,
  repliesSeen: false,
});
