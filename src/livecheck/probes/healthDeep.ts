import { explainProblem, explainStatus, isHtml, type Explanation } from '../causes.ts';
import { readDeepHealth, webSocketReadiness, type DeepHealth } from '../deepHealth.ts';
import type { HttpExchange } from '../http.ts';
import { jsonObject } from '../message.ts';
import { duration } from '../networkProblem.ts';
import type { HealthEndpoint } from '../observations.ts';
import {
  candidate,
  cause,
  finding,
  outcomeOf,
  worst,
  type Probe,
  type ProbeContext,
} from '../probeContext.ts';
import type { Finding } from '../protocol.ts';
import { slowHealthMs } from '../timing.ts';

const paths = ['/api/health', '/health/ready', '/health/backend'];

interface Asked {
  readonly endpoint: HealthEndpoint;
  readonly finding: Finding;
  readonly explanation: Explanation | null;
}

/**
 * The endpoints that look behind the backend. `/health` says healthy as soon as start-up is complete, whatever became of the
 * dependencies since; "degraded" here is never a pass.
 */
export const healthDeep: Probe = {
  id: 'health-deep',
  blockedBy: (state) => (state.reachable === false ? 'the host cannot be reached' : null),
  async run(context) {
    const asked: Asked[] = [];
    for (const path of paths) asked.push(await ask(context, path));
    const endpoints = asked.map((each) => each.endpoint);
    const findings = asked.map((each) => each.finding);
    const gravest = worst(findings.map((each) => each.verdict));
    const contradiction = context.state.healthy === true && endpoints.some(isUnwell);
    if (contradiction)
      findings.push(
        finding(
          'warn',
          '/health says healthy and does not look at this',
          ...findings.filter((each) => each.verdict !== 'pass').flatMap((each) => each.evidence),
        ),
      );
    const why = asked.find((each) => each.endpoint.verdict === gravest && each.explanation !== null);
    return outcomeOf(findings, {
      data: { kind: 'health-deep', endpoints, contradiction },
      cause: why?.explanation?.cause ?? null,
      nextStep: why?.explanation?.nextStep ?? null,
    });
  },
};

/** A route that is not there contradicts nothing. */
const isUnwell = ({ verdict, state, degraded }: HealthEndpoint): boolean =>
  verdict === 'fail' || state === 'degraded' || degraded.length > 0;

async function ask(context: ProbeContext, path: string): Promise<Asked> {
  const { result, evidence } = await context.request('GET', context.target.apiUrl + path);
  const { verdict, text, explanation, state, degraded } = judge(result);
  const ms = result.ok ? result.phases.total : result.ms;
  return {
    endpoint: { path, status: result.ok ? result.status : null, state, degraded, ms, verdict },
    finding: finding(verdict, `${path} ${text}`, evidence),
    explanation,
  };
}

interface Judgement {
  readonly verdict: Finding['verdict'];
  readonly text: string;
  readonly explanation: Explanation | null;
  readonly state: string | null;
  readonly degraded: readonly string[];
}

function judge(result: HttpExchange): Judgement {
  const plain = (verdict: Finding['verdict'], text: string, explanation: Explanation | null): Judgement => ({
    verdict,
    text,
    explanation,
    state: null,
    degraded: [],
  });
  if (!result.ok) {
    const { problem } = result;
    if (problem.category === 'banned') return plain('inconclusive', problem.message, explainProblem(problem));
    const slow = problem.category === 'timeout';
    return plain(
      'fail',
      `has no answer: ${problem.message}`,
      slow ? unreachableDependency : explainProblem(problem),
    );
  }
  const { status, headers, body, phases } = result;
  if (status === 404 || status === 405) return plain('warn', `is not there (HTTP ${status})`, routeMissing);
  if (isHtml(headers, body))
    return plain('inconclusive', `gives a web page (HTTP ${status})`, explainStatus(status, headers, body));
  const reading = readDeepHealth(jsonObject(body));
  const { state, degraded, error } = reading;
  const names = degraded.length === 0 ? '' : `: ${degraded.join(', ')}`;
  const known = { state, degraded };
  if (status >= 500)
    return {
      verdict: 'fail',
      text: `gives HTTP ${status}${state === null ? '' : `, "${state}"`}${names}${error === null ? '' : `: ${error}`}`,
      explanation: explainFailure(status, headers, body, reading),
      ...known,
    };
  if (status !== 200)
    return {
      verdict: 'inconclusive',
      text: `gives HTTP ${status}`,
      explanation: explainStatus(status, headers, body),
      ...known,
    };
  if (state === 'unhealthy' || state === 'not_ready')
    return {
      verdict: 'fail',
      text: `calls itself ${state}${names}`,
      explanation: explainFailure(status, headers, body, reading),
      ...known,
    };
  if (state === null)
    return {
      verdict: 'inconclusive',
      text: 'names no state',
      explanation: explainDegraded(degraded),
      ...known,
    };
  if (degraded.length > 0 || !['healthy', 'ready'].includes(state))
    return {
      verdict: 'warn',
      text: `calls itself ${state}${names}`,
      explanation: explainDegraded(degraded),
      ...known,
    };
  if (phases.total > slowHealthMs)
    return {
      verdict: 'warn',
      text: `calls itself ${state}, after ${duration(phases.total)}`,
      explanation: explainDegraded([], 'a dependency is slow'),
      ...known,
    };
  return { verdict: 'pass', text: `calls itself ${state}`, explanation: null, ...known };
}

const unreachableDependency: Explanation = {
  cause: cause('F06', 'the backend cannot reach something that it depends on', [
    candidate('F15', 'Redis or the database is slow'),
    candidate('F10', 'the database is slow to initialise'),
  ]),
  nextStep: 'Check the network between the services: egress of the VPC connector, and name resolution.',
};

const startingStill: Explanation = {
  cause: cause('F17', 'the start-up is not complete', [
    candidate('F10', 'the database is slow to initialise, so that it never completes'),
  ]),
  nextStep: 'Run the check again in 30 s; if it stays, look in the log for the phase of the start-up.',
};

/** Several at once have their network in common, and hardly anything else. */
const cutOff = (names: readonly string[]): Explanation => ({
  cause: cause('F06', `${names.join(', ')} cannot be reached, and have the network in common`, [
    candidate('F15', 'each of them is down by itself'),
  ]),
  nextStep: unreachableDependency.nextStep,
});

const routeMissing: Explanation = {
  cause: cause(
    'F03',
    'its router is not registered: an import fails at start, or this revision has no such route',
  ),
  nextStep: 'Look in the log for an import error at start.',
};

function explainDegraded(
  degraded: readonly string[],
  otherwise = 'it does not say which dependency is not well',
): Explanation {
  const [first] = degraded;
  // What waits is no dependency: the part of the start-up that lets sockets in.
  if (first?.startsWith(webSocketReadiness) && degraded.length === 1)
    return { ...startingStill, cause: cause('F17', `the backend does not let sockets in yet: ${first}`) };
  return {
    cause: cause('F15', first === undefined ? otherwise : `not well: ${degraded.join(', ')}`, [
      candidate('F06', 'the network between the services is cut'),
    ]),
    nextStep: 'Look at the dependency that is named, and at the network between it and the backend.',
  };
}

function explainFailure(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
  { state, error, degraded, unreachable }: DeepHealth,
): Explanation {
  if (error !== null && /name '\w+' is not defined/u.test(error))
    return {
      cause: cause('F14', 'the health route itself fails, which says nothing about the dependencies'),
      nextStep: 'Correct the exception in the health route.',
    };
  if (unreachable.length > 1) return cutOff(unreachable);
  if (degraded.length > 0 || status === 200) return explainDegraded(degraded);
  if (state === 'not_ready') return startingStill;
  if (status === 500)
    return {
      cause: cause('F13', 'an exception in the health route or in a dependency that it asks'),
      nextStep: 'Look at the log for the exception.',
    };
  return explainStatus(status, headers, body);
}
