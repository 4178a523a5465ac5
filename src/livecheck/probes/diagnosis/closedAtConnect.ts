import type { Explanation } from '../../causes.ts';
import { cause, candidate, type ProbeContext } from '../../probeContext.ts';
import type { CauseCandidate } from '../../protocol.ts';
import { readWelcome } from '../../welcome.ts';

/**
 * The legacy mode's path. It wants neither user nor manager nor agents, so that it is served where only these are missing.
 */
const legacyPath = '/websocket';

/**
 * Tells why a connection is closed with 1011 as soon as it is there, without a word: what is missing for the main mode alone
 * leaves the legacy mode alive, and what fails in the code that all connections go through does not.
 */
export async function diagnoseClosedAtConnect(
  context: ProbeContext,
  { cause: known, nextStep }: Explanation,
  reason: string,
): Promise<Explanation> {
  // A reason that names a service has said it.
  if (known.failure !== 'F18' || /service|ready/iu.test(reason)) return { cause: known, nextStep };
  const legacy = await legacyOutcome(context);
  const ruledOut: Record<string, string> = {};
  if (context.state.tokenValid === true) ruledOut['F32'] = 'the auth service finds the token good';
  if (legacy.kind === 'welcomed') ruledOut['F37'] = `${legacyPath} is welcomed (${legacy.evidence})`;
  const others = known.candidates.map((each) => without(each, ruledOut));
  if (legacy.kind !== 'died') return { cause: { ...known, candidates: others }, nextStep };
  return {
    cause: cause('F37', `every connection dies at once, that of ${legacyPath} too, which needs no service`, [
      candidate('F18', known.text, `a missing service leaves ${legacyPath} alive (${legacy.evidence})`),
      ...others.filter((each) => each.failure !== 'F37'),
    ]),
    nextStep:
      'Look in the log for what fails when a connection is logged: a value that JSON has no form for, such as an enumeration.',
  };
}

const without = (each: CauseCandidate, ruledOut: Readonly<Record<string, string>>): CauseCandidate => ({
  ...each,
  ruledOut: each.ruledOut ?? ruledOut[each.failure ?? ''] ?? null,
});

interface LegacyOutcome {
  /** `other`: there is no such path, or it is not served either way. */
  readonly kind: 'welcomed' | 'died' | 'other';
  readonly evidence: string;
}

async function legacyOutcome(context: ProbeContext): Promise<LegacyOutcome> {
  const url = context.target.apiUrl.replace(/^http/u, 'ws') + legacyPath;
  const { result, evidence } = await context.open({ url, token: 'none', offered: [] });
  if (result.kind !== 'open') return { kind: 'other', evidence };
  const { session } = result;
  const frame = await session.first(
    (each) => readWelcome(each, []) !== null,
    context.timing.welcomeTimeoutMs,
  );
  const closed = session.closed();
  if (closed === null) await session.close(1000, context.timing.closeTimeoutMs);
  if (frame !== null) return { kind: 'welcomed', evidence };
  return { kind: closed?.code === 1011 ? 'died' : 'other', evidence };
}
