import type { NetworkProblem } from './networkProblem.ts';

/** Why nothing more is asked of a host, and the evidence of its answer. */
export interface Ban {
  readonly problem: NetworkProblem;
  readonly evidence: string;
}

/**
 * Hosts that have answered 429. The edge bans an address for ten minutes then, and begins anew with each request within them,
 * so that a run asks nothing more of such a host.
 */
export interface Bans {
  /** Is told of every answer. */
  readonly heard: (
    url: string,
    answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> },
    evidence: string,
  ) => void;
  readonly of: (url: string) => Ban | null;
}

export function createBans(): Bans {
  const bans = new Map<string, Ban>();
  return {
    heard(url, { status, headers }, evidence) {
      const { host } = new URL(url);
      if (status !== 429 || bans.has(host)) return;
      const after = headers['retry-after'];
      const wait = after === undefined ? '' : `, "Retry-After: ${after}"`;
      const message = `${host} has answered HTTP 429${wait}, and is asked nothing more`;
      bans.set(host, { problem: { category: 'banned', code: null, message }, evidence });
    },
    of: (url) => bans.get(new URL(url).host) ?? null,
  };
}
