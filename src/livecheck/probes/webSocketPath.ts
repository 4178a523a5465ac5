import { explainProblem, explainStatus, isHtml, type Explanation } from '../causes.ts';
import type { PathAttempt } from '../observations.ts';
import { cause, finding, outcomeOf, type Probe, type ProbeContext, type Recorded } from '../probeContext.ts';
import type { Finding } from '../protocol.ts';
import type { SocketOpening } from '../socket.ts';
import { diagnoseForbidden } from './diagnosis/forbiddenUpgrade.ts';
import { diagnoseRaised } from './diagnosis/raisedUpgrade.ts';
import { diagnoseDown } from './diagnosis/serviceDown.ts';

type Path = ProbeContext['target']['paths'][number];
interface Tried {
  readonly path: Path;
  readonly recorded: Recorded<SocketOpening>;
}

/** Upgrades on the configured paths, in order, with a good token, until one opens. Paths have come and gone between builds. */
export const webSocketPath: Probe = {
  id: 'ws-path',
  blockedBy: (state) => (state.reachable === false ? 'the host cannot be reached' : null),
  async run(context) {
    const tried: Tried[] = [];
    for (const path of context.target.paths) {
      const attempt = await tryPath(context, path);
      tried.push(attempt);
      if (took(attempt.recorded.result)) return chosen(context, tried, null);
      // A host that answers neither health nor the first path is not asked for the others: each would take as long again.
      if (context.state.silent && isTimeout(attempt.recorded.result)) break;
      // Nor is one that asks to be left alone.
      if (isBan(attempt.recorded.result)) break;
    }
    return refused(context, tried);
  },
};

async function tryPath(context: ProbeContext, path: Path): Promise<Tried> {
  const recorded = await context.open({ url: path.url, token: 'settings' });
  if (recorded.result.kind === 'open')
    await recorded.result.session.close(1000, context.timing.closeTimeoutMs);
  return { path, recorded };
}

/** An upgrade whose subprotocol is wrong was accepted nevertheless; what is wrong with it is for the handshake to say. */
const took = (opening: SocketOpening): boolean =>
  opening.kind === 'open' || (opening.kind === 'failed' && opening.problem.category === 'subprotocol');

const isTimeout = (opening: SocketOpening): boolean =>
  opening.kind === 'failed' && opening.problem.category === 'timeout';

const isBan = (opening: SocketOpening): boolean => opening.kind === 'answered' && opening.status === 429;

const describe = (opening: SocketOpening): string => {
  if (opening.kind === 'open') return 'opens';
  if (opening.kind === 'answered') return `answers HTTP ${opening.status} to the upgrade`;
  return opening.problem.category === 'subprotocol'
    ? 'opens, without a subprotocol'
    : `fails: ${opening.problem.message}`;
};

function pathsData(context: ProbeContext, tried: readonly Tried[], chosenPath: string | null) {
  const attempts = context.target.paths.map((path): PathAttempt => {
    const last = tried.findLast((each) => each.path === path);
    if (last === undefined)
      return { path: path.path, outcome: 'not-tried', status: null, message: 'not tried', ms: 0 };
    const opening = last.recorded.result;
    return {
      path: path.path,
      outcome: took(opening) ? 'open' : opening.kind === 'answered' ? 'http' : 'error',
      status: opening.kind === 'open' ? 101 : opening.kind === 'answered' ? opening.status : null,
      message: describe(opening),
      ms: opening.phases.total,
    };
  });
  return { kind: 'paths', attempts, chosen: chosenPath } as const;
}

const findingsOf = (tried: readonly Tried[], bad: Finding['verdict']): Finding[] =>
  tried.map(({ path, recorded }) =>
    finding(
      took(recorded.result) ? 'pass' : bad,
      `${path.path} ${describe(recorded.result)}`,
      recorded.evidence,
    ),
  );

function chosen(context: ProbeContext, tried: readonly Tried[], late: Explanation | null) {
  const last = tried.at(-1)!;
  context.state.path = last.path;
  context.state.reachable = true;
  const data = pathsData(context, tried, last.path.path);
  if (tried.length === 1) return outcomeOf(findingsOf(tried, 'pass'), { data });
  return outcomeOf(findingsOf(tried, 'warn'), {
    data,
    cause: late?.cause ?? cause('F01', 'this revision does not serve the first path'),
    nextStep: late?.nextStep ?? `Put ${last.path.path} first in the list of WebSocket paths of the target.`,
  });
}

/** No path opened: finds out whether waiting helps, and if not, which of the possible causes it is. */
async function refused(context: ProbeContext, tried: readonly Tried[]) {
  const first = tried[0]!;
  const opening = first.recorded.result;
  const findings = findingsOf(tried, 'fail');
  if (opening.kind !== 'answered') {
    const explanation = opening.kind === 'failed' ? explainProblem(opening.problem) : null;
    if (isTimeout(opening) && context.state.silent) context.state.reachable = false;
    return outcomeOf(findings, { ...explanation, data: pathsData(context, tried, null) });
  }
  const { status, headers, body } = opening;
  if (![403, 500, 503].includes(status) || isHtml(headers, body))
    return outcomeOf(findings, {
      ...explainStatus(status, headers, body),
      data: pathsData(context, tried, null),
    });

  await context.pause(context.timing.retryDelayMs);
  const again = await tryPath(context, first.path);
  if (took(again.recorded.result))
    return chosen(context, [...tried, again], {
      cause: cause('F17', 'a cold start: the second attempt was accepted'),
      nextStep: 'Nothing, if the backend had just been started; else look at how long its start-up takes.',
    });
  return outcomeOf(
    [
      ...findings,
      finding(
        'fail',
        `${first.path.path} ${describe(again.recorded.result)} on a second attempt`,
        again.recorded.evidence,
      ),
    ],
    {
      ...(await diagnose(context, first.path, opening)),
      data: pathsData(context, [...tried, again], null),
    },
  );
}

/** What the answer to the upgrade stands for, by what else the backend says. */
function diagnose(
  context: ProbeContext,
  path: Path,
  { status, headers, body }: Extract<SocketOpening, { kind: 'answered' }>,
): Explanation | Promise<Explanation> {
  const known = explainStatus(status, headers, body);
  switch (status) {
    case 403:
      return diagnoseForbidden(context, path);
    case 500:
      return diagnoseRaised(context, known);
    default:
      return diagnoseDown(context, known, body);
  }
}
