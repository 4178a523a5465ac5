/** Hands values from callbacks to a loop: `push` never waits, `next` resolves when something is there or it was ended. */
export interface EventQueue<T> {
  readonly push: (value: T) => void;
  readonly end: () => void;
  /** What has come since the last call; empty only after the end. */
  readonly next: () => Promise<readonly T[]>;
}

export function createEventQueue<T>(): EventQueue<T> {
  let held: T[] = [];
  let ended = false;
  let wake: (() => void) | null = null;
  const rouse = (): void => {
    wake?.();
    wake = null;
  };
  return {
    push(value) {
      held.push(value);
      rouse();
    },
    end() {
      ended = true;
      rouse();
    },
    async next() {
      if (held.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
      const values = held;
      held = [];
      return values;
    },
  };
}
