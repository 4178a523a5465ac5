import { typeOf } from '../message.ts';
import type { ProbeData } from '../observations.ts';
import { cause, finding, outcomeOf, type Probe, type ProbeContext } from '../probeContext.ts';
import type { Finding } from '../protocol.ts';
import type { SocketSession } from '../session.ts';
import { rounded } from '../phases.ts';
import { explainReflection, reflectionIn } from './diagnosis/reflection.ts';
import { tryMessageTypes } from './diagnosis/messageTypes.ts';
import { lostSocket } from './handshake.ts';

/**
 * Two pings, two findings. The protocol's is answered by the server's WebSocket library, so it proves a living process; the
 * application's is answered by the message router, so it proves that messages are handled.
 */
export const liveness: Probe = {
  id: 'liveness',
  blockedBy: (state) =>
    state.session === null ? 'there is no open socket' : state.welcome === null ? 'no welcome came' : null,
  async run(context) {
    const session = context.state.session!;
    const { replyTimeoutMs } = context.timing;
    const lost = lostSocket(context, 'it was pinged');
    if (lost !== null) return outcomeOf([finding('fail', lost.text, context.evidenceOf(null))], lost);

    const protocolMs = rounded(await session.ping(replyTimeoutMs));
    const pong = session.frames.findLast((each) => each.direction === 'received' && each.opcode === 'pong');
    const sentAt = session.frames.at(-1)?.tMs ?? 0;
    session.send({ type: 'ping', timestamp: Date.now() });
    const reply = await session.first(
      (frame) => typeOf(frame) === 'pong' && frame.tMs >= sentAt,
      replyTimeoutMs,
    );
    const ping = session.frames.findLast((each) => each.direction === 'sent' && typeOf(each) === 'ping');
    const applicationMs = reply === null || ping === undefined ? null : rounded(reply.tMs - ping.tMs);

    const data = { kind: 'liveness', protocolPingMs: protocolMs, applicationPingMs: applicationMs } as const;
    const after = lostSocket(context, 'a pong');
    if (after !== null && applicationMs === null)
      return outcomeOf([finding('fail', after.text, context.evidenceOf(null))], { ...after, data });

    const none = protocolMs === null && applicationMs === null;
    const silent = none ? 'fail' : 'warn';
    const findings = [
      protocolMs === null
        ? finding(silent, 'the protocol ping has no answer', context.evidenceOf(null))
        : finding(
            'pass',
            `the protocol ping is answered in ${protocolMs} ms`,
            context.evidenceOf(pong ?? null),
          ),
      applicationMs === null
        ? finding(silent, 'the application ping has no answer', context.evidenceOf(ping ?? null))
        : finding(
            'pass',
            `the application ping is answered in ${applicationMs} ms`,
            context.evidenceOf(reply),
          ),
    ];
    if (none)
      return outcomeOf(findings, {
        data,
        cause: cause(null, 'the connection is open and nobody serves it'),
        nextStep: 'Look in the log for a blocked event loop.',
      });
    context.state.pingAnswered = applicationMs !== null;
    if (applicationMs === null) return unansweredPing(context, session, findings, data);
    if (protocolMs === null)
      return outcomeOf(findings, {
        data,
        cause: cause(null, 'something between here and the server keeps control frames back'),
        nextStep: 'Compare with a connection past the load balancer.',
      });
    return outcomeOf(findings, { data });
  },
};

/** The process lives and its router does not answer a ping: is it dead, does it lose some types, or only echo? */
async function unansweredPing(
  context: ProbeContext,
  session: SocketSession,
  findings: readonly Finding[],
  data: Extract<ProbeData, { kind: 'liveness' }>,
) {
  const reflection = reflectionIn(session);
  if (reflection !== null) {
    const echo = finding(
      'warn',
      'messages come back as they were sent, which is no answer',
      context.evidenceOf(reflection),
    );
    return outcomeOf([...findings, echo], { data, ...explainReflection });
  }
  const tried = await tryMessageTypes(session, context.timing.replyTimeoutMs);
  const answered = [...(context.state.repliesSeen ? ['connected'] : []), ...tried.answered];
  const unanswered = ['ping', ...tried.unanswered];
  const matrix = finding(
    'warn',
    `answered are ${answered.join(', ') || 'no messages'}, unanswered ${unanswered.join(', ')}`,
    context.evidenceOf(null),
  );
  return outcomeOf([...findings, matrix], {
    data,
    ...(answered.length > 0
      ? {
          cause: cause('F46', 'the router takes "ping" for an agent event: other messages are answered'),
          nextStep: 'Correct the routing of message types that map to themselves.',
        }
      : {
          cause: cause('F44', 'the router answers no message: a handler in its list fails'),
          nextStep:
            'Look in the log for the handler that fails: one in the list of the router is no handler.',
        }),
  });
}
