/** The backend's clocks: everything that waits is ended with it, so that nothing of it outlives its port. */
export interface Timers {
  /** Runs `action` after `ms` milliseconds; gives what calls it off. */
  readonly after: (ms: number, action: () => void) => () => void;
  readonly end: () => void;
}

/** `pace` stretches every wait: 1 is as on the real service, 0 does not wait. */
export function createTimers(pace: number): Timers {
  const running = new Set<NodeJS.Timeout>();
  return {
    after(ms, action) {
      const timer = setTimeout(() => {
        running.delete(timer);
        action();
      }, ms * pace);
      running.add(timer);
      return () => {
        clearTimeout(timer);
        running.delete(timer);
      };
    },
    end() {
      running.forEach(clearTimeout);
      running.clear();
    },
  };
}
