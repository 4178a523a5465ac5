import { emulatorSecret, type Refusal } from './protocol.ts';
import type { Target } from './target.ts';
import { readToken, sessionWindow, signToken } from './tokens.ts';

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
  /** Where it came from, for people; holds nothing secret. */
  readonly source: string;
  /** Everything that must never be shown. */
  readonly secrets: readonly string[];
  /** A token for a user of one's choice, as far as this source of tokens can give one. */
  readonly issue: (user: string) => Promise<TokenIssued>;
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

  if (given.kind === 'token') {
    const reading = readToken(given.token);
    if (!reading.ok) return refuse('invalid-credentials', reading.message);
    if (reading.expiresMs !== null && reading.expiresMs <= nowMs)
      return refuse(
        'invalid-credentials',
        `the token expired at ${new Date(reading.expiresMs).toISOString()}; get a new one`,
      );
    if (user !== undefined && user !== reading.user)
      return refuse('invalid-credentials', `the token is that of "${reading.user}", not of "${user}"`);
    const { token } = given;
    const only = reading.user;
    return {
      ok: true,
      token,
      user: only,
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
    };
  }

  if (given.secret === '') return refuse('invalid-credentials', 'the signing secret is empty');
  const window = sessionWindow(nowMs);
  const subject = user ?? window.user;
  const token = await signToken(given.secret, subject, nowMs);
  const by = credentials === null ? "the embedded backend's published secret" : 'the secret that was given';
  const choice =
    user === undefined ? `; user of session window ${window.seed}, ${window.secondsLeft} s left` : '';
  return {
    ok: true,
    token,
    user: subject,
    source: `signed here with ${by}${choice}`,
    secrets: [token, given.secret],
    issue: async (wanted) => ({
      ok: true,
      token: await signToken(given.secret, wanted, Date.now()),
      user: wanted,
    }),
  };
}
