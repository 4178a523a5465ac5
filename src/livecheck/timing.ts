import type { TimingSettings } from './protocol.ts';
import { rateWindowMs } from './rateLimit.ts';

/**
 * How long each wait may last, in milliseconds.
 *
 * - `httpTimeoutMs` 30 s and `connectTimeoutMs` 20 s: the slowest health answer that was seen on staging took 15.3 s, the
 *   slowest good handshake 3.9 s; anything longer is a backend that does not answer.
 * - `welcomeTimeoutMs` 10 s: the probe table's own limit.
 * - `replyTimeoutMs` 5 s: the longest round trip that the product's tests allow a ping.
 * - `closeTimeoutMs` 5 s: the product's own client gives a close 5 to 10 s.
 * - `retryDelayMs` 10 s: a cold start settles within 10 to 30 s, and the readiness guard waits 3 s. A backend on this
 *   machine is not behind a cold start, so there the second attempt follows after a second.
 * - `reconnectDelayMs` 1 s, then 2 and 4 s: the waits of the product's own end-to-end client.
 * - `eventTimeoutMs` 15 s: the longest gap between agent events that the product's own agreement on service allows.
 */
export const remoteTiming: TimingSettings = {
  httpTimeoutMs: 30_000,
  connectTimeoutMs: 20_000,
  welcomeTimeoutMs: 10_000,
  replyTimeoutMs: 5_000,
  closeTimeoutMs: 5_000,
  retryDelayMs: 10_000,
  reconnectDelayMs: 1_000,
  eventTimeoutMs: 15_000,
};

/** The same for a backend on this machine, where only the backend itself can be slow. */
export const loopbackTiming: TimingSettings = {
  httpTimeoutMs: 10_000,
  connectTimeoutMs: 10_000,
  welcomeTimeoutMs: 10_000,
  replyTimeoutMs: 3_000,
  closeTimeoutMs: 3_000,
  retryDelayMs: 1_000,
  reconnectDelayMs: 50,
  eventTimeoutMs: 15_000,
};

/** One limit for every wait for an answer, and for the next agent event. */
export const everyWait = (ms: number): Partial<TimingSettings> => ({
  httpTimeoutMs: ms,
  connectTimeoutMs: ms,
  welcomeTimeoutMs: ms,
  replyTimeoutMs: ms,
  closeTimeoutMs: ms,
  eventTimeoutMs: ms,
});

/** No probe opens more connections one after another than this, or asks for more answers. */
const mostInARow = 8;

/**
 * A probe as a whole ends after this long whatever it does, so that a defect of the check cannot hang a run. All its waits may
 * run out before that, those for the limit on requests and for two runs of an agent too: a backend that is silent everywhere
 * is no defect of the check.
 */
export function probeDeadlineMs(timing: TimingSettings): number {
  const { connectTimeoutMs, welcomeTimeoutMs, replyTimeoutMs, closeTimeoutMs } = timing;
  const connection = 2 * connectTimeoutMs + welcomeTimeoutMs + 3 * replyTimeoutMs + closeTimeoutMs;
  const delays = timing.retryDelayMs + 7 * timing.reconnectDelayMs;
  const runs = 2 * agentRunLimitMs(timing);
  return rateWindowMs + mostInARow * (timing.httpTimeoutMs + connection) + delays + runs;
}

/** Health answers slower than this are a warning (the seed report's threshold). */
export const slowHealthMs = 1_000;

/**
 * Health answers slower than this are a failure. The load balancer gives `/health` 5 s and takes an instance that is slower
 * out of rotation, so such a backend is down for its users whatever its body says.
 */
export const deadHealthMs = 5_000;

/** Handshakes slower than this are a warning: the loosest limit that the product's connection tests have. */
export const slowHandshakeMs = 5_000;

/**
 * Agent events slower than these are a warning: the documentation promises the first within 5 s, all within 60 s, and no gap
 * of more than 10 s.
 */
export const slowFirstEventMs = 5_000;
export const slowAgentRunMs = 60_000;
export const slowEventGapMs = 10_000;

/**
 * An agent's run is not followed for longer than 120 s, which is the longest wait of the product's own tests, unless a single
 * event may take as long.
 */
export const agentRunLimitMs = ({ eventTimeoutMs }: TimingSettings): number =>
  Math.max(120_000, eventTimeoutMs);

/**
 * Nothing says when a server has sent the last of an agent's events to anybody. It sends to one connection after another, so
 * that a moment after the one who asked has the last of them the others have theirs.
 */
export const afterAgentRunMs = 500;

/** Nothing crosses a network and back in less; on this machine it may. */
export const implausibleMs = 10;
