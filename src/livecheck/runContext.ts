import { authServiceFor } from './authService.ts';
import type { Ban, Bans } from './bans.ts';
import type { TokenInUse, TokenIssued } from './credentials.ts';
import { readCertificate } from './certificate.ts';
import { exchange, type HttpExchange, type HttpRequest } from './http.ts';
import type { NetworkProblem } from './networkProblem.ts';
import type { PhaseTimes } from './observations.ts';
import { pause } from './pause.ts';
import type { AuthQuestion, OpenAttempt, ProbeContext, Recorded, RunState } from './probeContext.ts';
import type { TimingSettings, TokenTransport } from './protocol.ts';
import type { RateLimiter } from './rateLimit.ts';
import type { Recorder } from './recorder.ts';
import type { Redactor } from './redact.ts';
import type { SocketSession } from './session.ts';
import { openSocket } from './socket.ts';
import type { Target } from './target.ts';

/** Names the product and no more: the edge rejects agents that call themselves a scanner, and a test's name changes what is tested. */
const userAgent = 'ssot-migrator';
const maxBodyBytes = 65_536;

export interface ContextParts {
  readonly target: Target;
  readonly token: TokenInUse;
  readonly transport: TokenTransport;
  readonly users: number;
  readonly timing: TimingSettings;
  readonly limiter: RateLimiter;
  readonly bans: Bans;
  readonly recorder: Recorder;
  readonly redactor: Redactor;
  readonly state: RunState;
  /** Every socket that was opened. Whatever a probe forgets, or is cut off in, is ended with the run. */
  readonly sockets: Set<SocketSession>;
}

const noPhases: PhaseTimes = { dns: null, tcp: null, tls: null, response: null, total: 0 };

/** The context of one probe: the run's parts under the probe's own signal. */
export function probeContext(parts: ContextParts, signal: AbortSignal): ProbeContext {
  const { target, token, timing, limiter, bans, recorder, redactor, state } = parts;
  /** Waits until there may be a request; why there may be none, where its host has had enough of them. */
  const admission = async (url: string): Promise<Ban | null> => {
    if (bans.of(url) === null) await limiter.take(signal);
    return bans.of(url);
  };
  const banned = (url: string, { problem: why, evidence }: Ban): string => evidence ?? problem(url, why, 0);
  const problem = (url: string, { category, code, message }: NetworkProblem, ms: number): string =>
    recorder.record(message, { kind: 'error', category, code, message, url, ms });
  const send = async (
    sent: Pick<HttpRequest, 'method' | 'url' | 'body'> & { readonly headers?: HttpRequest['headers'] },
  ): Promise<Recorded<HttpExchange>> => {
    const { method, url } = sent;
    const ban = await admission(url);
    if (ban !== null)
      return { result: { ok: false, problem: ban.problem, ms: 0 }, evidence: banned(url, ban) };
    const result = await exchange({
      ...sent,
      headers: { 'user-agent': userAgent, accept: 'application/json', ...sent.headers },
      timeoutMs: timing.httpTimeoutMs,
      maxBytes: maxBodyBytes,
      signal,
    });
    if (!result.ok) return { result, evidence: problem(url, result.problem, result.ms) };
    const { status, headers, body, truncated, phases } = result;
    const detail = { kind: 'http', method, url, status, headers, body, truncated, phases } as const;
    const title = `${method} ${new URL(url).pathname} gives ${status}`;
    const evidence = recorder.record(title, detail);
    bans.heard(url, result, evidence);
    return { result, evidence };
  };
  const authOrigin = authServiceFor(target, token.issuedBy);
  const askAuthService = (question: AuthQuestion): Promise<Recorded<HttpExchange>> => {
    redactor.learn(token.token);
    return question === 'me'
      ? send({
          method: 'GET',
          url: `${authOrigin}/auth/me`,
          headers: { authorization: `Bearer ${token.token}` },
        })
      : send({
          method: 'POST',
          url: `${authOrigin}/auth/validate`,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ token: token.token }),
        });
  };
  const learned = (issued: TokenIssued): TokenIssued => {
    if (issued.ok) [issued.token, ...(issued.secrets ?? [])].forEach(redactor.learn);
    return issued;
  };
  return {
    target,
    user: token.user,
    token: token.described,
    users: parts.users,
    timing,
    state,
    signal,
    record: recorder.record,
    evidenceOf: recorder.evidenceOf,
    pause: (ms) => pause(ms, signal),

    tokenFor: async (user) => learned(await token.issue(user)),
    expiredToken: async () => learned(await token.expired()),

    request: (method, url) => send({ method, url }),
    askAuthService: authOrigin === null ? null : askAuthService,

    async certificate() {
      const ban = await admission(target.origin);
      if (ban !== null)
        return { result: { ok: false, problem: ban.problem, ms: 0 }, evidence: banned(target.origin, ban) };
      const result = await readCertificate(target.origin, timing.connectTimeoutMs, signal);
      if (!result.ok) return { result, evidence: problem(target.origin, result.problem, result.ms) };
      const { certificate: seen, error } = result;
      const text = [
        `subject ${seen.subject}`,
        `names ${seen.names.join(', ') || 'none'}`,
        `issued by ${seen.issuer}`,
        `valid from ${seen.validFrom} to ${seen.validTo}`,
        seen.protocol ?? 'unknown protocol',
        error === null ? 'trusted for this host' : `${error.code}: ${error.message}`,
      ].join('; ');
      return { result, evidence: recorder.record('certificate', { kind: 'note', text }) };
    },

    async open(attempt) {
      const { url } = attempt;
      const ban = await admission(url);
      if (ban !== null)
        return {
          result: { kind: 'failed', problem: ban.problem, phases: noPhases },
          evidence: banned(url, ban),
        };
      const bearer = attempt.bearer ?? token.token;
      redactor.learn(bearer);
      const { headers, offered } = upgradeOf(attempt, bearer, parts.transport);
      const result = await openSocket({
        url,
        offered,
        headers,
        timeoutMs: timing.connectTimeoutMs,
        signal,
        watcher: recorder.watch(),
      });
      if (result.kind === 'failed')
        return { result, evidence: problem(url, result.problem, result.phases.total) };
      const open = result.kind === 'open';
      if (open) parts.sockets.add(result.session);
      const status = open ? 101 : result.status;
      const evidence = recorder.record(`upgrade of ${new URL(url).pathname} gives ${status}`, {
        kind: 'upgrade',
        url,
        requestHeaders: headers,
        offered,
        status,
        headers: result.headers,
        selected: open ? result.selected : null,
        body: open ? '' : result.body,
        phases: result.phases,
      });
      if (!open) bans.heard(url, result, evidence);
      return { result, evidence };
    },
  };
}

/**
 * Headers and subprotocols of an upgrade. Unless an attempt asks for it, no header's name holds "test" or "e2e": with one of
 * these a permissive backend stops verifying signatures, and the check would look at another backend than the users do.
 */
function upgradeOf(attempt: OpenAttempt, token: string, transport: TokenTransport) {
  const headers: Record<string, string> = { 'user-agent': userAgent, ...attempt.headers };
  const where = attempt.token === 'settings' ? transport : attempt.token;
  if (where === 'both' || where === 'header') headers['authorization'] = `Bearer ${token}`;
  const carrying = where === 'both' || where === 'subprotocol';
  const offered = ['jwt-auth', ...(carrying ? [`jwt.${Buffer.from(token).toString('base64url')}`] : [])];
  return { headers, offered: attempt.offered ?? offered };
}
