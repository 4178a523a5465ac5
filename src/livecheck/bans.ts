import type { NetworkProblem } from './networkProblem.ts';

/** Why nothing more is asked of a host, and the evidence of its answer; null where that was an earlier run's. */
export interface Ban {
  readonly problem: NetworkProblem;
  readonly evidence: string | null;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Until when hosts must not be asked. Shared between runs, so that none of them begins a ban anew. */
export interface BanList {
  readonly add: (host: string, answer: Answer) => void;
  /** In milliseconds since 1970; null where a host may be asked. */
  readonly until: (host: string) => number | null;
}

/** As long as the edge bans an address, where the answer does not say how long. */
const usualBanMs = 600_000;

export function createBanList(nowMs: () => number = Date.now): BanList {
  const ends = new Map<string, number>();
  return {
    add: (host, { headers }) => void ends.set(host, nowMs() + (waitMs(headers['retry-after']) ?? usualBanMs)),
    until(host) {
      const end = ends.get(host);
      return end === undefined || end <= nowMs() ? null : end;
    },
  };
}

/** `Retry-After` in seconds; a date, which few servers send, counts as not said. */
const waitMs = (after: string | undefined): number | null =>
  after !== undefined && /^\d{1,6}$/u.test(after) ? Number(after) * 1000 : null;

/**
 * Hosts that have answered 429. The edge bans an address for ten minutes then, and begins anew with each request within them,
 * so that a run asks nothing more of such a host.
 */
export interface Bans {
  /** Is told of every answer. */
  readonly heard: (url: string, answer: Answer, evidence: string) => void;
  readonly of: (url: string) => Ban | null;
}

/** @param list what earlier runs have heard, and later ones will know */
export function createBans(list: BanList = createBanList()): Bans {
  const bans = new Map<string, Ban>();
  const banOf = (message: string, evidence: string | null): Ban => ({
    problem: { category: 'banned', code: null, message },
    evidence,
  });
  return {
    heard(url, answer, evidence) {
      const { host } = new URL(url);
      if (answer.status !== 429 || bans.has(host)) return;
      const after = answer.headers['retry-after'];
      const wait = after === undefined ? '' : `, "Retry-After: ${after}"`;
      bans.set(host, banOf(`${host} has answered HTTP 429${wait}, and is asked nothing more`, evidence));
      list.add(host, answer);
    },
    of(url) {
      const { host } = new URL(url);
      const own = bans.get(host);
      if (own !== undefined) return own;
      const until = list.until(host);
      if (until === null) return null;
      const time = new Date(until).toISOString().replace(/\.\d+/u, '');
      return banOf(
        `${host} answered an earlier run with HTTP 429, and is asked nothing before ${time}`,
        null,
      );
    },
  };
}
