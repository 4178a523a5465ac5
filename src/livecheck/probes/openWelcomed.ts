import { errorText, isError } from '../message.ts';
import type { ProbeContext } from '../probeContext.ts';
import type { SocketSession } from '../session.ts';
import { readWelcome } from '../welcome.ts';

/** A socket of the run's own user that has been welcomed; or why there is none, in words that follow a colon. */
export type Welcoming =
  | { readonly ok: true; readonly session: SocketSession; readonly evidence: string }
  | { readonly ok: false; readonly why: string; readonly evidence: string };

/** Opens a socket on the run's path with its good token, and waits for the welcome. One that gets none is closed. */
export async function openWelcomed(context: ProbeContext): Promise<Welcoming> {
  const { result, evidence } = await context.open({ url: context.state.path!.url, token: 'settings' });
  if (result.kind === 'failed') return { ok: false, why: result.problem.message, evidence };
  if (result.kind === 'answered')
    return {
      ok: false,
      why: `the upgrade is answered with HTTP ${result.status}, before the socket is accepted`,
      evidence,
    };
  const { session } = result;
  const frame = await session.first(
    (each) => readWelcome(each, []) !== null || isError(each),
    context.timing.welcomeTimeoutMs,
  );
  const seen = context.evidenceOf(frame);
  if (frame !== null && !isError(frame)) return { ok: true, session, evidence: seen };
  const before = session.closed();
  await session.close(1000, context.timing.closeTimeoutMs);
  const silence = before === null ? 'no welcome came' : `closed with ${before.code} before a welcome`;
  return {
    ok: false,
    why: frame === null ? silence : `an error came: ${errorText(frame).line}`,
    evidence: seen,
  };
}
