import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/** Milliseconds, all of them. */
export interface LoopTimes {
  /** The longest time between two turns of a timer, less what it waits. */
  readonly longest: number;
  /** The processor time of the thread in the task that took the most of it; null where Node cannot tell. */
  readonly longestCpu: number | null;
  readonly p99: number;
  readonly watched: number;
}

const interval = 5;

/** Watches the event loop of this thread, from now until it is stopped. */
export function watchEventLoop(): { stop(): LoopTimes } {
  const histogram = monitorEventLoopDelay({ resolution: interval });
  histogram.enable();
  const cpuNow = threadCpu();
  const started = performance.now();
  let last = started;
  let lastCpu = cpuNow?.() ?? 0;
  let longest = 0;
  let longestCpu = 0;
  const tick = (): void => {
    const now = performance.now();
    const cpu = cpuNow?.() ?? 0;
    longest = Math.max(longest, now - last - interval);
    longestCpu = Math.max(longestCpu, cpu - lastCpu);
    last = now;
    lastCpu = cpu;
  };
  const timer = setInterval(tick, interval);
  return {
    stop() {
      tick();
      clearInterval(timer);
      histogram.disable();
      return {
        longest,
        longestCpu: cpuNow ? longestCpu : null,
        p99: histogram.percentile(99) / 1e6,
        watched: performance.now() - started,
      };
    },
  };
}

/** What this thread has taken of a processor until now; Node 20 does not know. */
function threadCpu(): (() => number) | undefined {
  const { threadCpuUsage } = process as { threadCpuUsage?: () => { user: number; system: number } };
  if (!threadCpuUsage) return undefined;
  return () => {
    const { user, system } = threadCpuUsage();
    return (user + system) / 1000;
  };
}
