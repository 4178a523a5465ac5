import { emulatorSecret, type Refusal } from './protocol.ts';
import type { Target } from './target.ts';
import { readToken, sessionWindow, signToken, type TokenDescription } from './tokens.ts';

/**
 * What a token is made of, beside the settings of a run and never in them. `origin` (`https://host[:port]`) is the one that
 * the user entered it for; a run against another origin does not start.
 */
export type Credentials =
  | { readonly kind: 'secret'; readonly secret: string; readonly origin: string }
  | { readonly kind: 'token'; readonly token: string; readonly origin: string };

export interface TokenInUse {
  readonly token: string;
  readonly user: string;
  readonly described: TokenDescription;
  /** Where it came from, for people; holds nothing secret. */
  readonly source: string;
  /** Everything that must never be shown. */
  readonly secrets: readonly string[];
  /** A token for a user of one's choice, as far as this source of tokens can give one. */
  readonly issue: (user: string) => Promise<TokenIssued>;
  /** The run's user's token as it was two hours ago: everything about it is good but its end. */
  readonly expired: () => Promise<TokenIssued>;
}

/** A token for a user who was asked for. `user` is the one that it is really for: a source may have names of its own. */
export type TokenIssued =
  | { readonly ok: true; readonly token: string; readonly user: string }
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
