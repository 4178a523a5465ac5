import { explainProblem, type Explanation } from '../causes.ts';
import type { HttpExchange } from '../http.ts';
import { jsonObject, text } from '../message.ts';
import { candidate, cause, finding, type ProbeContext, type Recorded } from '../probeContext.ts';
import type { Finding } from '../protocol.ts';

/** What the auth service says of the run's token. */
export interface AuthServiceSays {
  readonly findings: readonly Finding[];
  /** Of the first thing that is not as it should be. */
  readonly explanation: Explanation | null;
}

interface Judged {
  readonly finding: Finding;
  readonly explanation: Explanation | null;
  readonly valid?: boolean;
}

/**
 * Asks the auth service about the token, where it may be shown to it: whether it is good, and, with a request like those that
 * the product makes beside the WebSocket, whether its user is somebody. The token goes in the body of a POST.
 */
export async function askAboutToken(context: ProbeContext): Promise<AuthServiceSays> {
  const { askAuthService, state } = context;
  if (askAuthService === null) return { findings: [], explanation: null };
  const validity = judgeValidity(await askAuthService('validate'));
  state.tokenValid = validity.valid ?? null;
  // Who its user is says nothing about a token that is no good.
  const judged = validity.valid === true ? [validity, judgeUser(await askAuthService('me'))] : [validity];
  return {
    findings: judged.map((each) => each.finding),
    explanation: judged.find((each) => each.explanation !== null)?.explanation ?? null,
  };
}

function judgeValidity({ result, evidence }: Recorded<HttpExchange>): Judged {
  if (!result.ok) return unanswered(result, evidence);
  const body = jsonObject(result.body);
  if (result.status === 200 && body?.['valid'] === true)
    return {
      finding: finding('pass', 'the auth service finds the token good', evidence),
      explanation: null,
      valid: true,
    };
  if (result.status === 200 && body?.['valid'] === false) {
    const code = text(body['error']) ?? 'no reason given';
    return {
      finding: finding('warn', `the auth service finds the token no good: ${code}`, evidence),
      explanation: {
        cause: cause('F20', 'it is signed with another secret than the auth service has', [
          candidate('F33', 'it lacks a claim that the validator wants'),
        ]),
        nextStep: 'Use the signing secret of this environment.',
      },
      valid: false,
    };
  }
  return unusual('POST /auth/validate', result.status, evidence);
}

function judgeUser({ result, evidence }: Recorded<HttpExchange>): Judged {
  if (!result.ok) return unanswered(result, evidence);
  const { status } = result;
  const asked = 'GET /auth/me with the good token';
  const warned = (why: string, explanation: Explanation): Judged => ({
    finding: finding('warn', `${asked} gives HTTP ${status}: ${why}`, evidence),
    explanation,
  });
  switch (status) {
    case 200:
      return {
        finding: finding('pass', 'the auth service knows the user', evidence),
        explanation: null,
      };
    case 403:
      return warned('routes that need a user refuse it', {
        cause: cause('F08', 'what the services ask one another with is refused, and not your token', [
          candidate(null, 'the user lacks a permission'),
        ]),
        nextStep:
          'Look in the log for the service user that the middleware refuses, and since which revision.',
      });
    case 404:
    case 500:
      return warned('the user is not found', {
        cause: cause('F36', 'the token is good, and its user is not in the database'),
        nextStep: 'Create the user on this environment, or take one that exists.',
      });
    case 401:
      return warned('another route takes it for no good', {
        cause: cause('F20', 'parts of the service verify with different secrets'),
        nextStep: 'Give all services of the environment the same signing secret.',
      });
    default:
      return unusual(asked, status, evidence);
  }
}

const unanswered = (result: Extract<HttpExchange, { ok: false }>, evidence: string): Judged => ({
  finding: finding('warn', `the auth service has no answer: ${result.problem.message}`, evidence),
  explanation: explainProblem(result.problem),
});

const unusual = (asked: string, status: number, evidence: string): Judged => ({
  finding: finding(
    'inconclusive',
    `${asked} gives HTTP ${status}, which says nothing of the token`,
    evidence,
  ),
  explanation:
    status >= 500
      ? {
          cause: cause('F12', 'the auth service is not up'),
          nextStep: 'Look at the log of the newest revision of the auth service.',
        }
      : {
          cause: cause(null, 'another service answers there, or this revision has no such route'),
          nextStep: 'Check the address of the auth service of the target.',
        },
});
