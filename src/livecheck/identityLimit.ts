import type { ProbeId, ProbeResult } from './protocol.ts';

/** What these observe is about a user: on a socket of nobody knows whom, an isolation or a refusal is worth nothing. */
const aboutUsers: ReadonlySet<ProbeId> = new Set([
  'isolation',
  'auth-none',
  'auth-bad',
  'auth-expired',
  'e2e-headers',
]);

/** Whether a run has shown that its socket is that of the user who was asked for. */
export const provesIdentity = (results: readonly ProbeResult[]): boolean =>
  results.some(({ probe, verdict }) => probe === 'identity' && verdict === 'pass');

/** A result as far as it goes where the identity is not proven: a failure stays one, what is good proves nothing. */
export function limitedByIdentity(result: ProbeResult, isProven: boolean): ProbeResult {
  // A warning about the headers says itself that no effect of them could be seen.
  const isGood = result.verdict === 'pass' || (result.verdict === 'warn' && result.probe !== 'e2e-headers');
  if (isProven || !isGood || !aboutUsers.has(result.probe)) return result;
  const text = 'it proves nothing, because no socket was shown to be that of the user who was asked for';
  return {
    ...result,
    verdict: 'inconclusive',
    summary: text,
    findings: [{ verdict: 'inconclusive', text, evidence: result.evidence }, ...result.findings],
    cause: result.cause ?? { failure: null, text: 'the identity is not proven', candidates: [] },
    nextStep: 'Get the identity proven first; then run the check again.',
  };
}
