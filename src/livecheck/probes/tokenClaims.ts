import { cause, finding, outcomeOf, type Probe, type ProbeOutcome } from '../probeContext.ts';
import { tokenAudience, tokenIssuer, type Finding } from '../protocol.ts';
import { lackingClaims, type TokenDescription } from '../tokens.ts';
import { askAboutToken } from './authServiceFindings.ts';

/** A run of the whole scope takes up to a few minutes; a token that ends within it is refused in its midst. */
const fewSecondsLeft = 300;
/** The validator forgives a clock that is ahead by this much. */
const forgivenSkewSeconds = 60;
const knownAudiences = new Set([tokenAudience, 'netra-services', 'netra-admin']);

/**
 * The run's own token, read here and compared with what the auth service's validator wants. Where the auth service may see it,
 * it is asked as well; else nothing is sent.
 */
export const tokenClaims: Probe = {
  id: 'jwt',
  withoutTarget: true,
  blockedBy: () => null,
  async run(context) {
    const { token } = context;
    const lines = Object.entries(token.claims).map(([name, value]) => `${name}: ${String(value)}`);
    const evidence = context.record('claims of the token', {
      kind: 'note',
      text: [`alg: ${token.alg ?? 'none'}`, ...lines].join('\n'),
    });
    const { clockSkewSeconds } = context.state;
    const read = judgeToken(token, Date.now(), clockSkewSeconds, evidence);
    const said = await askAboutToken(context);
    // What the claims lack explains what the service says of them.
    const explained = read.cause === null ? said.explanation : read;
    return outcomeOf([...read.findings, ...said.findings], { data: read.data, ...explained });
  },
};

/** What a token is worth at `nowMs`. `skew` is this machine's clock ahead of the server's, in seconds. */
export function judgeToken(
  token: TokenDescription,
  nowMs: number,
  skew: number | null,
  evidence: string,
): ProbeOutcome {
  const { alg, claims, issuedAt, expiresAt } = token;
  const now = Math.floor(nowMs / 1000);
  const missing = lackingClaims(claims);
  const secondsLeft = expiresAt === null ? null : expiresAt - now;
  const lifetimeSeconds = expiresAt === null || issuedAt === null ? null : expiresAt - issuedAt;
  const data = {
    kind: 'jwt',
    alg,
    claims,
    lifetimeSeconds,
    secondsLeft,
    missing,
    clockSkewSeconds: skew,
  } as const;
  const findings: Finding[] = [];
  const add = (verdict: Finding['verdict'], text: string): void =>
    void findings.push(finding(verdict, text, evidence));

  if (secondsLeft !== null && secondsLeft <= 0) add('fail', `the token expired ${-secondsLeft} s ago`);
  else if (secondsLeft !== null && secondsLeft < fewSecondsLeft)
    add('warn', `only ${secondsLeft} s are left, less than a run may take`);
  if (missing.length > 0) add('warn', `the token lacks ${missing.join(', ')}`);
  for (const text of wrongValues(token)) add('warn', text);
  if (skew !== null && skew > forgivenSkewSeconds)
    add(
      'warn',
      `this machine's clock is ${skew} s ahead of the server's, which forgives ${forgivenSkewSeconds} s`,
    );
  else if (skew !== null && secondsLeft !== null && secondsLeft > 0 && skew < -Math.max(0, secondsLeft))
    add('warn', `this machine's clock is ${-skew} s behind the server's: there the token has expired`);

  if (findings.length === 0) {
    const left = secondsLeft === null ? '' : `, and ${secondsLeft} s left`;
    add('pass', `the token has every claim that the validator wants${left}`);
    return outcomeOf(findings, { data });
  }
  const clock = skew !== null && Math.abs(skew) > forgivenSkewSeconds;
  return outcomeOf(findings, {
    data,
    cause: clock
      ? cause(null, "this machine's clock and the server's differ")
      : cause('F33', 'the auth service would not issue such a token, and its validator may refuse it'),
    nextStep: clock
      ? "Set this machine's clock."
      : 'Get a new token, with the claims of the auth service\'s own: token_type "access" and an audience among them.',
  });
}

function wrongValues({ alg, claims }: TokenDescription): string[] {
  const { iss, aud, token_type: type } = claims;
  const audiences = typeof aud === 'string' ? [aud] : Array.isArray(aud) ? (aud as readonly string[]) : [];
  const foreign = audiences.filter((each) => !knownAudiences.has(each));
  return [
    ...(alg === 'HS256' || alg === 'RS256' ? [] : [`it is signed with ${alg ?? 'nothing'}, not with HS256`]),
    ...(iss === undefined || iss === tokenIssuer ? [] : [`its issuer is not ${tokenIssuer}`]),
    ...(foreign.length === 0 ? [] : [`its audience ${foreign.join(', ')} is not known`]),
    ...(type === undefined || type === 'access' ? [] : [`its token_type is ${String(type)}, not access`]),
  ];
}
