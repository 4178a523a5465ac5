import { pause } from './pause.ts';

/** Lets requests through at a bounded rate. */
export interface RateLimiter {
  /** Resolves when the next request may be sent; rejects when `signal` aborts. */
  take(signal: AbortSignal): Promise<void>;
}

/**
 * The edge in front of staging bans an address for ten minutes after 100 requests in one; this check stays well below.
 * Share one limiter between the runs against one host, or every repeat starts counting anew.
 */
export const requestsPerMinute = 60;
export const rateWindowMs = 60_000;

export interface Clock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

const realClock: Clock = { now: () => performance.now(), sleep: pause };

/** At most `limit` requests in any window of `windowMs`; the one over waits until the oldest has left the window. */
export function createRateLimiter(
  limit: number = requestsPerMinute,
  windowMs = rateWindowMs,
  clock: Clock = realClock,
): RateLimiter {
  const sent: number[] = [];
  return {
    async take(signal) {
      for (;;) {
        signal.throwIfAborted();
        const now = clock.now();
        while (sent.length > 0 && sent[0]! <= now - windowMs) sent.shift();
        if (sent.length < limit) {
          sent.push(now);
          return;
        }
        await clock.sleep(sent[0]! + windowMs - now, signal);
      }
    },
  };
}

/** For a target on this machine. */
export const unlimited: RateLimiter = {
  take: (signal) => {
    signal.throwIfAborted();
    return Promise.resolve();
  },
};
