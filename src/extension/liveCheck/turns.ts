/** One run at a time: who goes on, who waits, and who gives way. */
export interface Turns<T> {
  /** The run that goes on; null where none does. */
  readonly current: () => Promise<T> | null;
  /** Starts a run, which is told by its signal to stop. No other may go on. */
  readonly begin: (run: TurnOfRun<T>) => Promise<T>;
  /**
   * Starts a run when the one that goes on has ended; one that nobody attends is stopped for it. Null where the run's signal
   * was aborted while it waited.
   */
  readonly next: (run: TurnOfRun<T>) => Promise<T | null>;
  /** Resolves when no run goes on, and stops none. */
  readonly idle: () => Promise<void>;
  readonly cancel: () => void;
}

export interface TurnOfRun<T> {
  /** Whether somebody waits for it. */
  readonly attended: boolean;
  readonly signal?: AbortSignal;
  readonly run: (signal: AbortSignal) => Promise<T>;
}

/** @param ended is awaited before a run counts as over */
export function createTurns<T>(ended: () => Promise<void>): Turns<T> {
  interface Current {
    readonly done: Promise<T>;
    readonly stop: AbortController;
    readonly attended: boolean;
  }
  let current: Current | null = null;
  const going = (): Current | null => current;

  async function untilEnded(run: Promise<T>): Promise<T> {
    try {
      return await run;
    } finally {
      current = null;
      await ended();
    }
  }

  const begin = ({ attended, signal, run }: TurnOfRun<T>): Promise<T> => {
    const stop = new AbortController();
    const either = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
    const done = untilEnded(run(either));
    current = { done, stop, attended };
    return done;
  };

  return {
    current: () => current?.done ?? null,
    begin,
    async next(run) {
      for (let other = going(); other !== null; other = going()) {
        if (!other.attended) other.stop.abort(new Error('another run was asked for'));
        await other.done;
      }
      return run.signal?.aborted === true ? null : begin(run);
    },
    async idle() {
      for (let other = going(); other !== null; other = going()) await other.done;
    },
    cancel: () => current?.stop.abort(new Error('the run was cancelled')),
  };
}
