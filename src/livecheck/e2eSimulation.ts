import { isIP } from 'node:net';
import { isHtml } from './causes.ts';
import { exchange, type HttpExchange } from './http.ts';
import { excerpt, jsonObject, text } from './message.ts';

/** The auth service's endpoint that issues tokens for end-to-end tests, to whoever has the bypass key. */
const path = '/auth/e2e/test-auth';
const maxAnswerBytes = 65_536;

export interface SimulationRequest {
  /** `https://host[:port]`, the one that the key was entered for. */
  readonly authOrigin: string;
  readonly key: string;
  /** Whom the token should be for. The service makes the id of its user from it, with a prefix of its own. */
  readonly user: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export type Simulated =
  | { readonly ok: true; readonly token: string; readonly secrets: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/**
 * Asks the auth service for a token. The key goes to `authOrigin` and nowhere else: a redirect is an answer like any other.
 * Reasons hold nothing secret that this side knows of; what they quote of an answer is redacted with the run's texts.
 */
export async function simulateLogin(request: SimulationRequest): Promise<Simulated> {
  const { authOrigin, key, user, timeoutMs, signal } = request;
  const url = authOrigin + path;
  const body = JSON.stringify({ email: emailOf(user, authOrigin), name: user, simulate_oauth: true });
  const headers = { accept: 'application/json', 'content-type': 'application/json', 'x-e2e-bypass-key': key };
  const result = await exchange({
    method: 'POST',
    url,
    headers,
    body,
    timeoutMs,
    maxBytes: maxAnswerBytes,
    signal,
  });
  if (!result.ok) return { ok: false, reason: `the auth service gave no token: ${result.problem.message}` };
  return readAnswer(result, authOrigin);
}

/** The part before the @ becomes the user; the rest must only look like a host that mail could have. */
function emailOf(user: string, authOrigin: string): string {
  const { hostname } = new URL(authOrigin);
  const named = isIP(hostname.replace(/^\[|\]$/gu, '')) === 0 && hostname.includes('.');
  return `${user}@${named ? hostname : 'example.com'}`;
}

function readAnswer(answer: Extract<HttpExchange, { ok: true }>, authOrigin: string): Simulated {
  const { status, headers, body } = answer;
  const fail = (why: string): Simulated => {
    const detail = jsonObject(body)?.['detail'];
    const said = typeof detail === 'string' && !isHtml(headers, body) ? `: "${excerpt(detail)}"` : '';
    return { ok: false, reason: `${authOrigin} gave no token (HTTP ${status}): ${why}${said}` };
  };
  if (status >= 300 && status < 400)
    return fail('it redirects, and the bypass key is not sent on to another place');
  switch (status) {
    case 200:
      break;
    case 401:
      return fail('the bypass key is not the right one');
    case 403:
      return fail('it calls itself production, where tokens are not simulated');
    case 404:
    case 405:
      return fail(`it has no ${path}`);
    case 422:
      return fail('it does not understand the request');
    case 429:
      return fail('too many requests; wait ten minutes');
    case 503:
      return fail('no bypass key is configured there');
    default:
      return fail('it failed');
  }
  const fields = jsonObject(body);
  const token = text(fields?.['access_token']);
  if (fields === null || token === null) return fail('the answer holds no access_token');
  const secrets = ['access_token', 'refresh_token', 'session_token', 'id_token'].map((name) =>
    text(fields[name]),
  );
  return { ok: true, token, secrets: secrets.filter((each) => each !== null) };
}
