import type { CertificateReading } from './certificate.ts';
import type { TokenIssued } from './credentials.ts';
import type { EvidenceDetail, ProbeData, RefusalCase } from './observations.ts';
import type { Cause, Finding, ProbeId, ProbeResult, ProbeVerdict, TimingSettings } from './protocol.ts';
import type { HttpExchange } from './http.ts';
import { printable } from './message.ts';
import type { Frame, SocketSession } from './session.ts';
import type { SocketOpening } from './socket.ts';
import type { Target } from './target.ts';
import type { TokenDescription } from './tokens.ts';
import type { Welcome } from './welcome.ts';

/** What a probe is given. Whatever it sends goes through here, where it is limited, recorded and can be cancelled. */
export interface ProbeContext {
  readonly target: Target;
  /** The `sub` that the token is for. */
  readonly user: string;
  /** What the run's token says; never the token. */
  readonly token: TokenDescription;
  /** How many users the isolation probe connects. */
  readonly users: number;
  readonly timing: TimingSettings;
  readonly state: RunState;
  readonly signal: AbortSignal;
  /** Records something that was seen; gives the evidence's id. */
  readonly record: (title: string, detail: EvidenceDetail) => string;
  readonly request: (method: 'GET' | 'HEAD', url: string) => Promise<Recorded<HttpExchange>>;
  /** Shows the run's token to the auth service; null where there is none that may see it. */
  readonly askAuthService: ((question: AuthQuestion) => Promise<Recorded<HttpExchange>>) | null;
  readonly open: (attempt: OpenAttempt) => Promise<Recorded<SocketOpening>>;
  /** A good token for a user of one's choice; a reason where this run's source of tokens has none. */
  readonly tokenFor: (user: string) => Promise<TokenIssued>;
  /** The run's own token, expired; a reason where this run's source of tokens cannot make one. */
  readonly expiredToken: () => Promise<TokenIssued>;
  /** Reads the target's certificate, good or not; nothing is sent on that connection. */
  readonly certificate: () => Promise<Recorded<CertificateReading>>;
  readonly pause: (ms: number) => Promise<void>;
  /** The evidence of a frame; of what was recorded last, where there is no frame. */
  readonly evidenceOf: (frame: Frame | null) => string;
}

/** `validate`: is the token good? `me`: who is its user? */
export type AuthQuestion = 'validate' | 'me';

export interface Recorded<T> {
  readonly result: T;
  readonly evidence: string;
}

export interface OpenAttempt {
  readonly url: string;
  /** Where the token is put: `settings` as the run's settings say, one of the places alone, `none` for no token. */
  readonly token: 'settings' | 'header' | 'subprotocol' | 'none';
  /** The token to carry in the place of the run's own, such as one of `tokenFor`; it is redacted like any other. */
  readonly bearer?: string;
  /** Overrides the subprotocols that go with `token`. */
  readonly offered?: readonly string[];
  /** Headers beside those that every upgrade of the check has; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The same attempt where a server selects none of the subprotocols that it is offered: without any, the token in the header. */
export const withoutSubprotocols = <Attempt extends Omit<OpenAttempt, 'url'>>(attempt: Attempt): Attempt => ({
  ...attempt,
  token: attempt.token === 'none' ? 'none' : 'header',
  offered: [],
});

/** What probes leave for those after them. */
export interface RunState {
  /** Whether the host can be talked to at all; null before the first exchange. */
  reachable: boolean | null;
  /** Whether `/health` ran into its time limit with nothing received. */
  silent: boolean;
  /** Whether `/health` calls the backend healthy; null before it was asked. */
  healthy: boolean | null;
  /** This machine's clock ahead of the server's, in seconds; null where the server gave no date. */
  clockSkewSeconds: number | null;
  /** The path that took a WebSocket. */
  path: { readonly path: string; readonly url: string } | null;
  session: SocketSession | null;
  welcome: Welcome | null;
  /** Whether a good token was shown to work: the welcome came, and the identity is that of the token. */
  identityProven: boolean | null;
  /** What became of a forged token without the end-to-end headers; null before it was tried. */
  forged: RefusalCase | null;
  /** Whether the identity probe's message was answered while its turn lasted. */
  repliesSeen: boolean;
  /** Whether the application ping was answered; absent before it was sent. */
  pingAnswered?: boolean;
  /** The HTTP status of `/health`; absent before it was asked, and where no answer came. */
  healthStatus?: number;
  /** Whether the auth service finds the token good; absent before it was asked, null where it does not say. */
  tokenValid?: boolean | null;
}

export interface Probe {
  readonly id: ProbeId;
  /** Whether it has something to say where nothing may be asked of the target. */
  readonly withoutTarget?: true;
  /** Why there is nothing to probe, or null. */
  readonly blockedBy: (state: RunState) => string | null;
  readonly run: (context: ProbeContext) => Promise<ProbeOutcome>;
}

export type ProbeOutcome = Pick<
  ProbeResult,
  'verdict' | 'summary' | 'findings' | 'cause' | 'nextStep' | 'data'
>;

/** From the best to the worst; `skipped` is no observation and worse than none of them. */
const gravity: Readonly<Record<ProbeVerdict, number>> = {
  skipped: 0,
  pass: 1,
  warn: 2,
  inconclusive: 3,
  fail: 4,
};

export const worst = (verdicts: readonly ProbeVerdict[]): ProbeVerdict =>
  verdicts.reduce((a, b) => (gravity[b] > gravity[a] ? b : a), 'skipped');

/** An outcome with the verdict and the sentence of its worst finding. */
export function outcomeOf(
  findings: readonly Finding[],
  rest: {
    readonly cause?: Cause | null;
    readonly nextStep?: string | null;
    readonly data?: ProbeData | null;
  } = {},
): ProbeOutcome {
  const verdict = worst(findings.map((each) => each.verdict));
  return {
    verdict,
    summary: findings
      .filter((each) => each.verdict === verdict)
      .map((each) => each.text)
      .join('; '),
    findings,
    cause: rest.cause ?? null,
    nextStep: rest.nextStep ?? null,
    data: rest.data ?? null,
  };
}

export const finding = (verdict: ProbeVerdict, text: string, ...evidence: readonly string[]): Finding => ({
  verdict,
  text: printable(text),
  evidence,
});

export const cause = (failure: string | null, text: string, candidates: Cause['candidates'] = []): Cause => ({
  failure,
  text: printable(text),
  candidates,
});

export const candidate = (
  failure: string | null,
  text: string,
  ruledOut: string | null = null,
): Cause['candidates'][number] => ({ failure, text, ruledOut });
