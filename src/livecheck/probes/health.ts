import { explainProblem, explainStatus, isHtml, type Explanation } from '../causes.ts';
import { jsonObject, text, type Fields } from '../message.ts';
import { duration } from '../networkProblem.ts';
import { cause, finding, outcomeOf, worst, type Probe, type ProbeContext } from '../probeContext.ts';
import type { Finding } from '../protocol.ts';
import { deadHealthMs, implausibleMs, slowHealthMs } from '../timing.ts';
import { diagnoseDown } from './diagnosis/serviceDown.ts';
import { diagnoseSlow } from './diagnosis/slowHealth.ts';

/** After one of these no other request to the host can fare better. */
const hopeless = new Set(['dns', 'refused', 'unreachable', 'tls', 'not-http']);

/** `GET /health`: that the right backend answers, in time, and calls itself healthy. It says nothing about dependencies. */
export const health: Probe = {
  id: 'health',
  blockedBy: () => null,
  async run(context) {
    const { result, evidence } = await context.request('GET', `${context.target.apiUrl}/health`);
    if (!result.ok) {
      const { problem } = result;
      context.state.reachable = hopeless.has(problem.category) ? false : null;
      context.state.silent = problem.category === 'timeout';
      return outcomeOf([finding('fail', problem.message, evidence)], explainProblem(problem));
    }
    context.state.reachable = true;
    context.state.healthStatus = result.status;
    const body = jsonObject(result.body);
    context.state.clockSkewSeconds = clockSkew(result.headers['date'], Date.now());
    context.state.healthy = result.status === 200 && body?.['status'] === 'healthy';
    const data = {
      kind: 'health',
      status: result.status,
      service: text(body?.['service']),
      state: text(body?.['status']),
      version: text(body?.['version']),
      phases: result.phases,
    } as const;
    const wrong = wrongAnswer(result.status, result.headers, result.body, body, context.target.service);
    if (wrong !== null) {
      const explanation =
        result.status === 503
          ? await diagnoseDown(context, wrong.explanation, result.body)
          : wrong.explanation;
      return outcomeOf([finding('fail', wrong.text, evidence)], { ...explanation, data });
    }

    const findings = [
      finding('pass', `${data.service ?? ''} calls itself healthy`, evidence),
      ...timeFindings(context, result.phases.total, evidence),
      ...versionFindings(context, data.version, evidence),
    ];
    const tookMs = result.phases.total;
    const warned = worst(findings.map((each) => each.verdict)) !== 'pass';
    return outcomeOf(findings, {
      data,
      ...(tookMs > slowHealthMs
        ? await diagnoseSlow(context, tookMs)
        : warned
          ? {
              cause: cause(null, 'another revision, or another service, may answer here'),
              nextStep: 'Check host and port of the target, and the newest revision of the backend.',
            }
          : {}),
    });
  },
};

interface WrongAnswer {
  readonly text: string;
  readonly explanation: Explanation;
}

function wrongAnswer(
  status: number,
  headers: Readonly<Record<string, string>>,
  raw: string,
  body: Fields | null,
  service: string,
): WrongAnswer | null {
  const wrong = (text: string, failure: string | null, why: string, nextStep: string): WrongAnswer => ({
    text,
    explanation: { cause: cause(failure, why), nextStep },
  });
  if (status === 200) {
    if (isHtml(headers, raw))
      return wrong(
        '/health gives a web page',
        'F05',
        'a frontend answers here, not the backend',
        "Use the API's host, not the frontend's.",
      );
    if (body === null)
      return wrong(
        '/health answers 200, but not with a JSON object',
        'F05',
        'another service answers here',
        'Check host and port of the target.',
      );
    if (body['service'] !== service)
      return wrong(
        `/health is that of ${JSON.stringify(text(body['service']))}, not of "${service}"`,
        'F05',
        'another service answers here',
        'Check host and port of the target, or set its "service".',
      );
    if (body['status'] !== 'healthy')
      return wrong(
        `/health calls itself ${JSON.stringify(text(body['status']))}`,
        'F15',
        'the backend runs without all it needs',
        'Look at /api/health for the dependency that is missing.',
      );
    return null;
  }
  if (body?.['startup_failed'] === true)
    return wrong(
      `HTTP ${status}: start-up failed`,
      'F10',
      text(body['message']) ?? 'start-up failed',
      'Look at the log of the newest revision for the phase that failed.',
    );
  if (body?.['startup_in_progress'] === true)
    return wrong(
      `HTTP ${status}: start-up is in progress`,
      'F17',
      'the backend is still starting',
      'Run the check again in 30 s.',
    );
  if (status === 404)
    return wrong(
      '/health answers 404',
      'F03',
      'its routes are not registered, or another service answers here',
      'Check the host; then look for an import error at start.',
    );
  if (status === 500)
    return wrong(
      '/health answers 500',
      'F13',
      'an exception in the health route or in a dependency that it asks',
      'Look at the log for the exception.',
    );
  return { text: `/health answers ${status}`, explanation: explainStatus(status, headers, raw) };
}

function timeFindings({ target }: ProbeContext, ms: number, evidence: string): Finding[] {
  const took = `it took ${duration(ms)}`;
  if (ms > deadHealthMs)
    return [finding('fail', `${took}: the load balancer gives up at ${duration(deadHealthMs)}`, evidence)];
  if (ms > slowHealthMs) return [finding('warn', `${took}, longer than ${duration(slowHealthMs)}`, evidence)];
  if (ms < implausibleMs && !target.loopback)
    return [
      finding(
        'warn',
        `${took}, implausibly fast for a remote host: something nearer may have answered (F64)`,
        evidence,
      ),
    ];
  return [];
}

const versionFindings = ({ target }: ProbeContext, version: string | null, evidence: string): Finding[] =>
  target.version === null || target.version === version
    ? []
    : [finding('warn', `its version is ${version ?? 'not given'}, not ${target.version}`, evidence)];

/** This machine's clock ahead of the server's, in seconds; null without a date. A date has whole seconds only. */
function clockSkew(date: string | undefined, nowMs: number): number | null {
  const serverMs = Date.parse(date ?? '');
  return Number.isNaN(serverMs) ? null : Math.round((nowMs - serverMs - 500) / 1000);
}
