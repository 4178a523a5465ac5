import { emulatorSecret, type Refusal } from './protocol.ts';
import { simulateLogin } from './e2eSimulation.ts';
import { isLoopback, looksLikeProduction, readAuthOrigin, type Target } from './target.ts';
import { readToken, sessionWindow, signToken, type TokenDescription } from './tokens.ts';

/**
 * What a token is made of, beside the settings of a run and never in them. `origin` (`https://host[:port]`) is the one that
 * the user entered it for; a run against another origin does not start.
 */
export type Credentials =
  | { readonly kind: 'secret'; readonly secret: string; readonly origin: string }
  | { readonly kind: 'token'; readonly token: string; readonly origin: string }
  | {
      /** Tokens are issued by the auth service's end-to-end simulation, to whoever has its bypass key. */
      readonly kind: 'simulation';
      readonly key: string;
      /** The auth service that the key was entered for. It goes to no other. */
      readonly authOrigin: string;
      readonly origin: string;
    };

/** What these credentials hold that must never be shown, whatever becomes of them. */
export function secretsOf(credentials: Credentials | null): readonly string[] {
  if (credentials === null) return [];
  if (credentials.kind === 'simulation') return [credentials.key];
  return [credentials.kind === 'secret' ? credentials.secret : credentials.token];
}

/** How a source of tokens talks to somebody else; one that signs here does not. */
export interface Issuing {
  /** Resolves when a request may be sent. */
  readonly take: () => Promise<void>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly allowProduction: boolean;
}

export interface TokenInUse {
  readonly token: string;
  readonly user: string;
  readonly described: TokenDescription;
  /** Where it came from, for people; holds nothing secret. */
  readonly source: string;
  /** Everything that must never be shown. */
  readonly secrets: readonly string[];
  /** The origin of the auth service that has issued it; null for a token of another source. */
  readonly issuedBy: string | null;
  /** A token for a user of one's choice, as far as this source of tokens can give one. */
  readonly issue: (user: string) => Promise<TokenIssued>;
  /** The run's user's token as it was two hours ago: everything about it is good but its end. */
  readonly expired: () => Promise<TokenIssued>;
}

/** A token for a user who was asked for. `user` is the one that it is really for: a source may have names of its own. */
export type TokenIssued =
  | {
      readonly ok: true;
      readonly token: string;
      readonly user: string;
      /** What came with the token and must not be shown either. */
      readonly secrets?: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

export type TokenObtained =
  ({ readonly ok: true } & TokenInUse) | { readonly ok: false; readonly refusal: Refusal };

const refuse = (code: Refusal['code'], message: string): TokenObtained => ({
  ok: false,
  refusal: { code, message },
});

/** Obtains the run's token. For a target on this machine the embedded backend's published secret stands in for none given. */
export async function obtainToken(
  credentials: Credentials | null,
  target: Target,
  user: string | undefined,
  nowMs: number,
  issuing: Issuing,
): Promise<TokenObtained> {
  if (credentials === null && !target.loopback)
    return refuse(
      'no-credentials',
      `a token is needed for ${target.origin}: give the signing secret or a token`,
    );
  const given: Credentials = credentials ?? { kind: 'secret', secret: emulatorSecret, origin: target.origin };
  if (given.origin !== target.origin)
    return refuse(
      'credentials-for-another-origin',
      `the credentials were entered for ${given.origin} and are not sent to ${target.origin}`,
    );
  switch (given.kind) {
    case 'simulation':
      return simulated(given, target, user ?? sessionWindow(nowMs).user, issuing);
    case 'token':
      return pasted(given.token, user, nowMs);
    case 'secret': {
      const by =
        credentials === null ? "the embedded backend's published secret" : 'the secret that was given';
      return signed(given.secret, user, nowMs, by);
    }
  }
}

function pasted(token: string, user: string | undefined, nowMs: number): TokenObtained {
  const reading = readToken(token);
  if (!reading.ok) return refuse('invalid-credentials', reading.message);
  const { user: only, expiresMs, described } = reading;
  if (expiresMs !== null && expiresMs <= nowMs)
    return refuse(
      'invalid-credentials',
      `the token expired at ${new Date(expiresMs).toISOString()}; get a new one`,
    );
  if (user !== undefined && user !== only)
    return refuse('invalid-credentials', `the token is that of "${only}", not of "${user}"`);
  return {
    ok: true,
    token,
    user: only,
    described,
    source: 'a token that was given',
    secrets: [token],
    issuedBy: null,
    issue: (wanted) =>
      Promise.resolve(
        wanted === only
          ? { ok: true, token, user: only }
          : {
              ok: false,
              reason: `the token that was given is that of ${only} alone; the signing secret makes one for every user`,
            },
      ),
    expired: noExpired,
  };
}

/** Whoever issues tokens issues good ones only. */
const noExpired = (): Promise<TokenIssued> =>
  Promise.resolve({
    ok: false,
    reason: 'an expired token with a good signature can be made with the signing secret only',
  });

async function signed(
  secret: string,
  user: string | undefined,
  nowMs: number,
  by: string,
): Promise<TokenObtained> {
  if (secret === '') return refuse('invalid-credentials', 'the signing secret is empty');
  const window = sessionWindow(nowMs);
  const subject = user ?? window.user;
  const token = await signToken(secret, subject, nowMs);
  const reading = readToken(token);
  if (!reading.ok) return refuse('invalid-credentials', reading.message);
  const choice =
    user === undefined ? `; user of session window ${window.seed}, ${window.secondsLeft} s left` : '';
  return {
    ok: true,
    token,
    user: subject,
    described: reading.described,
    source: `signed here with ${by}${choice}`,
    secrets: [token, secret],
    issuedBy: null,
    issue: async (wanted) => ({ ok: true, token: await signToken(secret, wanted, Date.now()), user: wanted }),
    expired: async () => ({
      ok: true,
      token: await signToken(secret, subject, Date.now() - expiredSinceMs),
      user: subject,
    }),
  };
}

/** Long enough for no clock to save it, and not so long that its age is refused in the place of its end. */
const expiredSinceMs = 2 * 3_600_000;

async function simulated(
  { key, authOrigin }: Extract<Credentials, { kind: 'simulation' }>,
  target: Target,
  user: string,
  { take, timeoutMs, signal, allowProduction }: Issuing,
): Promise<TokenObtained> {
  if (key === '') return refuse('invalid-credentials', 'the bypass key is empty');
  if (readAuthOrigin(authOrigin) !== authOrigin)
    return refuse('invalid-credentials', 'the bypass key was not entered for an auth service');
  if (target.authOrigin !== null && target.authOrigin !== authOrigin)
    return refuse(
      'credentials-for-another-origin',
      `the bypass key was entered for ${authOrigin} and is not sent to ${target.authOrigin}`,
    );
  const { hostname, protocol } = new URL(authOrigin);
  if (protocol !== 'https:' && !isLoopback(hostname))
    return refuse('invalid-credentials', `the bypass key is not sent to ${authOrigin} unencrypted`);
  if (looksLikeProduction(hostname) && !allowProduction)
    return refuse(
      'production-not-confirmed',
      `${authOrigin} looks like production; say explicitly that it may be asked for a token`,
    );
  const issue = async (wanted: string): Promise<TokenIssued> => {
    await take();
    const login = await simulateLogin({ authOrigin, key, user: wanted, timeoutMs, signal });
    if (!login.ok) return login;
    const reading = readToken(login.token);
    if (!reading.ok) return { ok: false, reason: `${authOrigin}: ${reading.message}` };
    return { ok: true, token: login.token, user: reading.user, secrets: login.secrets };
  };
  const first = await issue(user);
  if (!first.ok) return refuse('no-token-issued', first.reason);
  const reading = readToken(first.token);
  if (!reading.ok) return refuse('no-token-issued', reading.message);
  return {
    ok: true,
    token: first.token,
    user: first.user,
    described: reading.described,
    source: `issued by the end-to-end simulation of ${authOrigin}, for ${user}`,
    secrets: [key, ...(first.secrets ?? [])],
    issuedBy: authOrigin,
    issue,
    expired: noExpired,
  };
}
