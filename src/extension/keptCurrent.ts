/** Something long that is worked out elsewhere, and may be given up. */
export interface Asking {
  cancel(): void;
  /** False where there was no answer: it was cancelled, or nobody could give one. Never rejects. */
  readonly answered: Promise<boolean>;
}

/** Asks again after changes, as long as somebody looks. */
export interface KeptCurrent {
  /** What was answered, or is being worked out, may not hold any more: it is asked again once nothing has changed for a while. */
  changed(): void;
  /** The same, and it is asked again at once. */
  changedNow(): void;
  /** Whether somebody looks may have changed: asks at once where something is to be asked, gives up where nobody waits. */
  looked(): void;
  dispose(): void;
}

/**
 * @param isWanted whether somebody looks, and it can be asked
 * @param ask is called when nothing is asked already
 * @param rest how long after a change it is asked again, in milliseconds
 */
export function keepCurrent(isWanted: () => boolean, ask: () => Asking, rest: number): KeptCurrent {
  let isStale = true;
  let running: Asking | undefined;
  let timer: NodeJS.Timeout | undefined;

  function askNow(): void {
    if (!isStale || running || !isWanted()) return;
    isStale = false;
    const asking = ask();
    running = asking;
    void asking.answered.then((isAnswered) => {
      running = undefined;
      if (!isAnswered && !isStale) isStale = true;
      // After a change it waits for the rest of them.
      else if (timer === undefined) askNow();
    });
  }

  function askLater(): void {
    stopWaiting();
    timer = setTimeout(() => {
      timer = undefined;
      askNow();
    }, rest);
  }

  function stopWaiting(): void {
    clearTimeout(timer);
    timer = undefined;
  }

  return {
    changed() {
      isStale = true;
      running?.cancel();
      if (isWanted()) askLater();
    },
    changedNow() {
      stopWaiting();
      isStale = true;
      running?.cancel();
      askNow();
    },
    looked() {
      if (isWanted()) {
        if (timer === undefined) askNow();
        return;
      }
      stopWaiting();
      if (!running) return;
      // Asked anew as soon as somebody looks again, though that may be before it has stopped.
      isStale = true;
      running.cancel();
    },
    dispose() {
      stopWaiting();
      running?.cancel();
    },
  };
}
