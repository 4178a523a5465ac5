import { explainClose } from '../closeCauses.ts';
import { duration } from '../networkProblem.ts';
import { finding, outcomeOf, type Probe } from '../probeContext.ts';
import { closeCodes } from '../protocol.ts';
import { lostSocket } from './handshake.ts';

/** Closes with 1000 and looks at what comes back. */
export const close: Probe = {
  id: 'close',
  blockedBy: (state) =>
    state.session === null
      ? 'there is no open socket'
      : state.session.closed() !== null && state.welcome === null
        ? 'the socket was closed before the welcome'
        : null,
  async run(context) {
    const session = context.state.session!;
    const before = session.closed();
    const seen = before ?? (await session.close(1000, context.timing.closeTimeoutMs));
    const evidence = context.evidenceOf(null);
    const data = {
      kind: 'close',
      code: seen.code,
      reason: seen.reason,
      initiator: before === null ? 'client' : seen.initiator,
    } as const;
    const named = `${seen.code} (${closeCodes[seen.code] ?? 'not registered'})`;
    const lost = before === null ? null : lostSocket(context, 'the check closed it');
    if (lost !== null) return outcomeOf([finding('fail', lost.text, evidence)], { ...lost, data });
    const { code, reason, tMs } = seen;
    const explanation = explainClose({ code, reason, ageMs: tMs, welcomed: true, error: null });
    switch (seen.code) {
      case 1000:
        return outcomeOf([finding('pass', 'the close with 1000 is answered with 1000', evidence)], { data });
      case 1006:
        return outcomeOf(
          [
            finding(
              'fail',
              `the close is not answered with a close frame (waited at most ${duration(context.timing.closeTimeoutMs)})`,
              evidence,
            ),
          ],
          { ...explanation, data },
        );
      case 1011:
        return outcomeOf([finding('fail', `the close with 1000 is answered with ${named}`, evidence)], {
          ...explanation,
          data,
        });
      default:
        return outcomeOf([finding('warn', `the close with 1000 is answered with ${named}`, evidence)], {
          ...explanation,
          data,
        });
    }
  },
};
