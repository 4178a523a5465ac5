import { explainProblem, explainStatus } from '../causes.ts';
import { explainClose } from '../closeCauses.ts';
import { errorText, isError } from '../message.ts';
import { duration } from '../networkProblem.ts';
import { cause, finding, outcomeOf, type Probe, type ProbeContext } from '../probeContext.ts';
import type { Finding } from '../protocol.ts';
import type { Frame, SocketSession } from '../session.ts';
import type { SocketOpening } from '../socket.ts';
import { implausibleMs, slowHandshakeMs } from '../timing.ts';
import { readWelcome } from '../welcome.ts';

/** Opens the socket that the probes after it use. That it opens says nothing yet about who it belongs to. */
export const handshake: Probe = {
  id: 'handshake',
  blockedBy: (state) => (state.path === null ? 'no path took a WebSocket' : null),
  async run(context) {
    const { url } = context.state.path!;
    const { result, evidence } = await context.open({ url, token: 'settings' });
    if (result.kind === 'open') return opened(context, result, [], evidence);
    if (result.kind === 'answered') {
      const { status, headers, body } = result;
      return outcomeOf(
        [finding('fail', `the upgrade is answered with HTTP ${status}`, evidence)],
        explainStatus(status, headers, body),
      );
    }
    if (result.problem.category !== 'subprotocol')
      return outcomeOf([finding('fail', result.problem.message, evidence)], explainProblem(result.problem));

    // A browser drops such a socket; the check goes on without a subprotocol, to see what else there is.
    const bare = await context.open({ url, token: 'header', offered: [] });
    const dropped = finding('warn', `${result.problem.message}: a browser would drop this socket`, evidence);
    if (bare.result.kind === 'open') return opened(context, bare.result, [dropped], bare.evidence);
    return outcomeOf(
      [
        { ...dropped, verdict: 'fail' },
        finding('fail', 'it does not open without a subprotocol either', bare.evidence),
      ],
      explainProblem(result.problem),
    );
  },
};

function opened(
  context: ProbeContext,
  opening: Extract<SocketOpening, { kind: 'open' }>,
  before: readonly Finding[],
  evidence: string,
) {
  const { session, selected, phases, offered } = opening;
  context.state.session = session;
  const { target } = context;
  const findings: Finding[] = [...before, finding('pass', `open after ${duration(phases.total)}`, evidence)];
  if (selected === null && before.length === 0)
    findings.push(finding('warn', 'no subprotocol was selected', evidence));
  if (phases.total > slowHandshakeMs)
    findings.push(finding('warn', `the handshake took longer than ${duration(slowHandshakeMs)}`, evidence));
  if (phases.total < implausibleMs && !target.loopback)
    findings.push(
      finding(
        'warn',
        'implausibly fast for a remote host: something nearer may have answered (F64)',
        evidence,
      ),
    );
  if (!target.encrypted && !target.loopback)
    findings.push(
      finding('warn', 'the connection is not encrypted: everybody on the way can read the token', evidence),
    );
  const data = { kind: 'handshake', url: context.state.path!.url, offered, selected, phases } as const;
  const warned = findings.some((each) => each.verdict !== 'pass');
  return outcomeOf(findings, {
    data,
    ...(before.length > 0
      ? {
          cause: cause('F23', 'the server accepts the connection and selects no subprotocol'),
          nextStep: 'Make the backend echo one of the offered subprotocols.',
        }
      : warned
        ? {
            nextStep:
              'Look at the phases of the handshake for the slow one, and at the address of the target.',
          }
        : {}),
  });
}

/** A socket that is gone before its next probe: the sentence for it, and why. */
export const lostSocket = (context: ProbeContext, before: string) => whyLost(context.state.session!, before);

/** The same for any socket; null where it is still open. */
export function whyLost(session: SocketSession, before: string) {
  const problem = session.problem();
  if (problem !== null) return { text: `${problem.message} before ${before}`, ...explainProblem(problem) };
  const closed = session.closed();
  if (closed === null) return null;
  const { code, reason, tMs } = closed;
  const said = reason === '' ? '' : ` "${reason}"`;
  const received = session.frames.filter(({ direction }) => direction === 'received');
  const last = received.findLast(isError);
  const error = last === undefined ? null : errorText(last);
  const errorSaid =
    error === null ? '' : `; the error before it: ${error.line}${noCloseCode(error.line, code)}`;
  return {
    text: `the server closed the socket with ${code}${said} before ${before}, ${duration(tMs)} after it opened${errorSaid}`,
    ...explainClose({ code, reason, ageMs: tMs, welcomed: received.some(isWelcome), error }),
  };
}

const isWelcome = (frame: Frame): boolean => readWelcome(frame, []) !== null;

/** Whoever looks for 1011 in a log finds durations and ids too. */
const noCloseCode = (line: string, code: number): string =>
  code !== 1011 && line.includes('1011') ? ' (the 1011 in this text is no close code: F60)' : '';
