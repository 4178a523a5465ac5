import type { Explanation } from '../../causes.ts';
import { duration } from '../../networkProblem.ts';
import { candidate, cause, type ProbeContext } from '../../probeContext.ts';
import { deadHealthMs, slowHealthMs } from '../../timing.ts';

/** Tells a cold start from a backend that stays slow: it asks once more. `firstMs` is what the first answer took. */
export async function diagnoseSlow(context: ProbeContext, firstMs: number): Promise<Explanation> {
  const { result, evidence } = await context.request('GET', `${context.target.apiUrl}/health`);
  const again = result.ok
    ? `asked again it took ${duration(result.phases.total)} (${evidence})`
    : `asked again it did not answer (${evidence})`;
  if (result.ok && result.phases.total <= slowHealthMs)
    return {
      cause: cause('F17', `only the first answer was slow, as after a cold start: ${again}`),
      nextStep: 'Nothing, if the backend had just been started; else look at how long its start-up takes.',
    };
  if (firstMs > deadHealthMs)
    return {
      cause: cause('F09', `the backend is down for its users: such an instance is taken out; ${again}`),
      nextStep: 'Look at the log of the backend, and run the check again in a minute.',
    };
  return {
    cause: cause(null, `the backend is under load, or waits for what it needs: ${again}`, [
      candidate('F10', 'the database is slow to initialise'),
    ]),
    nextStep: 'Look at the load of the backend, and at what its health route waits for.',
  };
}
