import type { Explanation } from '../../causes.ts';
import { candidate, cause, type ProbeContext } from '../../probeContext.ts';
import { askReadiness } from './readiness.ts';

/**
 * Tells why upgrades are answered with 500, again and again: the whole application fails, the start-up is not over, or the
 * code before accept raises.
 */
export async function diagnoseRaised(context: ProbeContext, known: Explanation): Promise<Explanation> {
  if (context.state.healthStatus === 500)
    return {
      cause: cause('F19', 'the whole application fails: /health is 500 as well', [
        candidate('F21', 'a missing import, which every route runs into'),
        candidate('F13', 'a dependency that every route asks fails'),
      ]),
      nextStep: 'Look in the log for the exception that every route raises.',
    };
  const { ready, evidence } = await askReadiness(context);
  if (ready === false)
    return {
      ...known,
      cause: { ...known.cause, text: `${known.cause.text}; /health/ready says that it is not ready` },
    };
  if (ready === null) return known;
  return {
    cause: cause('F21', 'an exception before accept: a missing import, or an import that fails', [
      ...known.cause.candidates.filter((each) => each.failure !== 'F21'),
      candidate('F17', known.cause.text, `/health/ready says that it is ready (${evidence})`),
    ]),
    nextStep: 'Look in the log for the exception before accept.',
  };
}
