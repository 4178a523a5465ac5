import type { NetworkFailure } from './observations.ts';

/** An exchange that failed before there was an answer. `message` is a sentence for people. */
export interface NetworkProblem {
  readonly category: NetworkFailure;
  /** The system's or the library's code, such as `ECONNREFUSED`. */
  readonly code: string | null;
  readonly message: string;
}

/** Says what went wrong from what Node.js, its TLS and its HTTP parser throw. */
export function networkProblem(error: unknown, url: string): NetworkProblem {
  const host = hostOf(url);
  const inner = firstCoded(error);
  const code = codeOf(inner);
  const text = inner instanceof Error ? inner.message : String(inner);
  const make = (category: NetworkFailure, message: string): NetworkProblem => ({ category, code, message });
  if (code === null && text.includes('socket hang up'))
    return make('reset', `${host} closed the connection without an answer`);
  if (code === null) return make('other', text);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA')
    return make('dns', `the host name ${hostname(url)} does not resolve (${code})`);
  if (code === 'ECONNREFUSED') return make('refused', `nothing listens on ${host} (connection refused)`);
  if (code === 'ETIMEDOUT') return make('timeout', `${host} did not answer the connection`);
  if (['EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EHOSTDOWN'].includes(code))
    return make('unreachable', `${host} cannot be reached from here (${code})`);
  if (['ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(code))
    return make('reset', `${host} closed the connection without an answer (${code})`);
  if (code.startsWith('HPE_')) return make('not-http', `${host} answers, but not with HTTP (${code})`);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return make('tls', `the certificate of ${host} is not for this host: ${text}`);
  const verification = code.includes('CERT') || code.startsWith('UNABLE_TO_VERIFY');
  if (verification || code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || code === 'EPROTO')
    return make('tls', `TLS to ${host} failed: ${text} (${code})`);
  return make('other', `${text} (${code})`);
}

/** A problem of waiting too long, with the stage that was waited for. */
export const timedOut = (url: string, what: string, ms: number): NetworkProblem => ({
  category: 'timeout',
  code: null,
  message: `${hostOf(url)} gave no ${what} within ${duration(ms)}`,
});

/** A duration for people: milliseconds below a second, else seconds. */
export const duration = (ms: number): string =>
  ms < 1000
    ? `${ms < 10 ? Math.round(ms * 10) / 10 : Math.round(ms)} ms`
    : `${Number((ms / 1000).toFixed(1))} s`;

/** With several addresses behind a name Node.js throws one error that holds one for each. */
function firstCoded(error: unknown): unknown {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors[0];
  return error;
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url);
const hostname = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : url);
