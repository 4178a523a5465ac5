import { randomBytes } from 'node:crypto';
import { openBreaker } from '../errorCauses.ts';
import type { RefusalCase } from '../observations.ts';
import { cause, finding, outcomeOf, worst, type Probe, type ProbeContext } from '../probeContext.ts';
import { signToken } from '../tokens.ts';
import { connect } from './connect.ts';
import { gravestOf, tryRefusal, type BadAttempt, type Refused } from './refusal.ts';

/** Nobody's name, so that a server which believes a forged token lets nobody's data out. */
export const forgedUser = 'ssot-forged-user';

/** No part of a JSON web token, and long enough not to be ignored. */
const garbage = 'neither-a-token-nor-anything-else';

const blockedBy: Probe['blockedBy'] = (state) =>
  state.path === null ? 'no path took a WebSocket, so a refusal would prove nothing' : null;

/** A token that is good in everything but its signature, which no server can have made. */
export const forgedToken = (): Promise<string> =>
  signToken(randomBytes(32).toString('hex'), forgedUser, Date.now());

const withToken = (how: string, bearer: string, claims: string | null): BadAttempt => ({
  how,
  open: { token: 'settings', bearer },
  control: { token: 'settings' },
  claims,
});

const caseOf = (token: RefusalCase['token'], tried: Refused): RefusalCase => {
  const { outcome, status, closeCode, errorCode, userShown } = tried;
  return { token, outcome, status, closeCode, errorCode, userShown };
};

/**
 * A forged token and one that cannot be read, both without the end-to-end headers. At the end the good token once more: it
 * shows that the row of bad ones did not open the breaker, and keeps the row short.
 */
export const authBad: Probe = {
  id: 'auth-bad',
  blockedBy,
  async run(context) {
    const forged = await tryRefusal(
      context,
      withToken('with a forged token', await forgedToken(), forgedUser),
    );
    context.state.forged = caseOf('forged', forged);
    const unreadable = await tryRefusal(
      context,
      withToken('with a token that cannot be read', garbage, null),
    );
    const tried = [forged, unreadable];
    const again = await stillWelcome(context);
    const findings = [...tried, ...again].map((each) => each.finding);
    const explanation = gravestOf(tried, worst(findings.map((each) => each.verdict)));
    return outcomeOf(findings, {
      ...(explanation ?? again[0]?.explanation),
      data: { kind: 'refusals', cases: [context.state.forged, caseOf('garbage', unreadable)] },
    });
  },
};

/** The run's own token as it was two hours ago. */
export const authExpired: Probe = {
  id: 'auth-expired',
  blockedBy,
  async run(context) {
    const expired = await context.expiredToken();
    if (!expired.ok)
      return outcomeOf([finding('skipped', expired.reason)], {
        nextStep: 'Run the check with the signing secret, to see whether expired tokens are refused.',
      });
    const tried = await tryRefusal(context, withToken('with an expired token', expired.token, expired.user));
    const believed = tried.outcome === 'accepted' && tried.userShown === expired.user;
    return outcomeOf([tried.finding], {
      ...(believed
        ? {
            cause: cause('F30', 'the end of a token is not looked at'),
            nextStep: 'Have the backend refuse tokens after their "exp".',
          }
        : tried.explanation),
      data: { kind: 'refusals', cases: [caseOf('expired', tried)] },
    });
  },
};

/** Nothing to say where the good token works as before, or never worked. */
async function stillWelcome(context: ProbeContext): Promise<Pick<Refused, 'finding' | 'explanation'>[]> {
  if (context.state.welcome === null) return [];
  const opened = await connect(context);
  if (opened.ok) {
    await opened.session.close(1000, context.timing.closeTimeoutMs);
    return [];
  }
  const { text, evidence, cause: why, nextStep } = opened;
  // What the edge answers says nothing about a breaker.
  return why.failure === 'F07'
    ? [
        {
          finding: finding(
            'inconclusive',
            `whether the good token is still welcomed is not known: ${text}`,
            evidence,
          ),
          explanation: { cause: why, nextStep },
        },
      ]
    : [
        {
          finding: finding(
            'warn',
            `after these attempts the good token is not welcomed either: ${text}`,
            evidence,
          ),
          explanation: openBreaker,
        },
      ];
}
