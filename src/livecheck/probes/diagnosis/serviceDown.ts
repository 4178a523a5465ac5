import type { Explanation } from '../../causes.ts';
import { jsonObject } from '../../message.ts';
import { candidate, cause, type ProbeContext } from '../../probeContext.ts';

/** No backend has such a route. */
const noRoute = '/ssot-no-such-route';

/**
 * Tells what a 503 stands for that says nothing of itself: a route that does not exist and is answered as if it were down, this
 * backend alone, or everything. `body` is that of the 503.
 */
export async function diagnoseDown(
  context: ProbeContext,
  known: Explanation,
  body: string,
): Promise<Explanation> {
  // An application that names its state is there, and has said what is wrong.
  if (known.cause.failure !== 'F12' || jsonObject(body)?.['status'] !== undefined) return known;
  const { apiUrl, authOrigin } = context.target;
  const unknown = await statusOf(context, apiUrl + noRoute);
  const root = await statusOf(context, `${apiUrl}/`);
  if (unknown.status === 503 && root.status !== null && root.status < 500)
    return {
      cause: cause(
        'F02',
        `a 503 says nothing here: a route that cannot exist is answered with it (${unknown.evidence}), and / is not (${root.evidence})`,
        [candidate('F03', 'the routes are not registered, and a middleware makes 503 of their 404')],
      ),
      nextStep: 'Correct the path, or have the backend answer 404 to what does not exist.',
    };
  if (authOrigin === null) return known;
  const auth = await statusOf(context, `${authOrigin}/auth/health`);
  if (auth.status === 200)
    return {
      cause: cause(
        'F11',
        'the backend alone is down: its newest revision does not come up, as where an import fails at start',
        [
          ...known.cause.candidates.filter((each) => each.failure !== 'F11'),
          candidate('F12', 'all services are down', `the auth service answers (${auth.evidence})`),
        ],
      ),
      nextStep: 'Look in the log of the newest revision for an import error at start.',
    };
  return {
    cause: { ...known.cause, text: 'no service is up: the auth service does not answer well either' },
    nextStep: 'Look at the platform first: what all services share, then the newest revision of each.',
  };
}

async function statusOf(context: ProbeContext, url: string) {
  const { result, evidence } = await context.request('GET', url);
  return { status: result.ok ? result.status : null, evidence };
}
