import type { E2eHeadersData } from '../observations.ts';
import { candidate, cause, finding, outcomeOf, type Probe, type ProbeOutcome } from '../probeContext.ts';
import { forgedToken, forgedUser } from './authTokens.ts';
import { isBelieved, tryRefusal, type Refused } from './refusal.ts';

/** What the product's own end-to-end clients send. The backend looks at the names and at the values. */
const headers: Readonly<Record<string, string>> = {
  'x-e2e-test': 'true',
  'x-test-type': 'E2E',
  'x-test-environment': 'staging',
  'x-test-mode': 'true',
};

/**
 * What the end-to-end headers switch off. The backend acknowledges them in no way, so the only thing to see is whether a
 * forged token that is refused without them is believed with them: then anybody who knows the headers is whoever he claims to
 * be, and that is a finding, not the headers at work. The token claims to be nobody, so that nobody's data is touched.
 */
export const e2eHeaders: Probe = {
  id: 'e2e-headers',
  blockedBy: (state) =>
    state.path === null
      ? 'no path took a WebSocket'
      : state.forged === null
        ? 'nothing is known of a forged token without these headers'
        : null,
  async run(context) {
    const tried = await tryRefusal(context, {
      how: 'with a forged token and the end-to-end headers',
      open: { token: 'settings', bearer: await forgedToken(), headers },
      control: { token: 'settings', headers },
      claims: forgedUser,
    });
    return judgeE2e(context.state.forged!, tried);
  },
};

type Seen = Pick<Refused, 'outcome' | 'userShown'>;

/** Compares what became of a forged token with the headers and without them. */
export function judgeE2e(without: Seen, tried: Refused): ProbeOutcome {
  const { evidence } = tried.finding;
  const data = (effect: E2eHeadersData['effect']): E2eHeadersData => ({
    kind: 'e2e-headers',
    sent: Object.keys(headers),
    effect,
    userWith: tried.userShown,
    userWithout: without.userShown,
  });
  const shown = tried.userShown ?? 'a user that is not named';
  if (tried.outcome === 'other' || without.outcome === 'other')
    return outcomeOf([{ ...tried.finding, verdict: 'inconclusive' }], {
      ...tried.explanation,
      data: data('not-observable'),
    });
  if (tried.outcome !== 'accepted')
    return outcomeOf(
      [finding('pass', 'a forged token is refused with the end-to-end headers as well', ...evidence)],
      { data: data('none') },
    );

  const hole = {
    cause: cause('F31', 'the headers switch the verification of signatures off', [
      candidate(
        null,
        'the environment of the server switches it off, and only for connections like this one',
      ),
    ]),
    nextStep:
      'Remove the bypass from the backend, or bind it to a secret that only the tests have: headers can be sent by anybody.',
  };
  const believed = isBelieved(tried.userShown, forgedUser);
  if (believed && isBelieved(without.userShown, forgedUser))
    return outcomeOf(
      [finding('warn', `a forged token is believed without the headers too: as ${shown}`, ...evidence)],
      {
        cause: cause('F31', 'signatures are not verified at all, so that the headers change nothing'),
        nextStep: 'Have the backend verify signatures; then run the check again.',
        data: data('not-observable'),
      },
    );
  if (believed)
    return outcomeOf(
      [
        finding(
          'fail',
          `whoever sends the end-to-end headers is whoever he claims to be: a forged token is accepted as ${shown}`,
          ...evidence,
        ),
      ],
      { ...hole, data: data('impersonation') },
    );
  if (without.outcome !== 'accepted')
    return outcomeOf(
      [
        finding(
          'fail',
          `whoever sends the end-to-end headers is let in: a forged token, refused without them, is accepted as ${shown}`,
          ...evidence,
        ),
      ],
      { ...hole, data: data('bypass') },
    );
  const demo = tried.userShown?.startsWith('demo-use') === true;
  if (demo)
    return outcomeOf(
      [finding('warn', 'every token is ignored, so that no effect of the headers can be seen', ...evidence)],
      {
        cause: cause('F29', 'demo mode is on'),
        nextStep: 'Turn the demo mode of the backend off, and run the check again.',
        data: data('not-observable'),
      },
    );
  return outcomeOf(
    [
      finding(
        'pass',
        `a forged token is ${shown} with the headers as without: they change nothing`,
        ...evidence,
      ),
    ],
    { data: data('none') },
  );
}
