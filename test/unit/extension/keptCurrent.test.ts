import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepCurrent } from '../../../src/extension/keptCurrent.ts';

const rest = 100;

function trial() {
  const asked: { cancelled: boolean; answer: (isAnswered: boolean) => Promise<void> }[] = [];
  const seen = { isWanted: false };
  const kept = keepCurrent(
    () => seen.isWanted,
    () => {
      let resolve: (isAnswered: boolean) => void = () => undefined;
      const promise = new Promise<boolean>((settle) => (resolve = settle));
      const asking = {
        cancelled: false,
        answer: async (isAnswered: boolean) => {
          resolve(isAnswered);
          await promise;
          await Promise.resolve();
        },
      };
      asked.push(asking);
      return { cancel: () => (asking.cancelled = true), answered: promise };
    },
    rest,
  );
  return { asked, seen, kept };
}

describe('what is kept current', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is not asked for before somebody looks, and then once', async () => {
    const { asked, seen, kept } = trial();
    kept.looked();
    kept.changed();
    vi.runAllTimers();
    expect(asked).toHaveLength(0);
    seen.isWanted = true;
    kept.looked();
    kept.looked();
    expect(asked).toHaveLength(1);
    await asked[0]!.answer(true);
    kept.looked();
    vi.runAllTimers();
    expect(asked).toHaveLength(1);
  });

  it('is asked for once more after many changes, when they rest', async () => {
    const { asked, seen, kept } = trial();
    seen.isWanted = true;
    kept.looked();
    await asked[0]!.answer(true);
    for (let change = 0; change < 5; change++) {
      kept.changed();
      vi.advanceTimersByTime(rest - 1);
    }
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(asked).toHaveLength(2);
  });

  it('is asked for again where it changed while it was asked for', async () => {
    const { asked, seen, kept } = trial();
    seen.isWanted = true;
    kept.looked();
    kept.changed();
    vi.runAllTimers();
    expect(asked).toHaveLength(1);
    await asked[0]!.answer(true);
    vi.runAllTimers();
    expect(asked).toHaveLength(2);
  });

  it('gives up what a change overtakes, and asks once more when changes rest', async () => {
    const { asked, seen, kept } = trial();
    seen.isWanted = true;
    kept.looked();
    kept.changed();
    expect(asked[0]!.cancelled).toBe(true);
    await asked[0]!.answer(false);
    kept.looked();
    expect(asked).toHaveLength(1);
    vi.advanceTimersByTime(rest);
    expect(asked).toHaveLength(2);
    await asked[1]!.answer(true);
    vi.runAllTimers();
    expect(asked).toHaveLength(2);
  });

  it('is asked for at once where it is known that nothing else is about to change', async () => {
    const { asked, seen, kept } = trial();
    kept.changedNow();
    expect(asked).toHaveLength(0);
    seen.isWanted = true;
    kept.looked();
    kept.changed();
    kept.changedNow();
    await asked[0]!.answer(false);
    expect(asked).toHaveLength(2);
    await asked[1]!.answer(true);
    vi.runAllTimers();
    expect(asked).toHaveLength(2);
  });

  it('is given up where nobody looks any more, and asked for when somebody does', async () => {
    const { asked, seen, kept } = trial();
    seen.isWanted = true;
    kept.looked();
    seen.isWanted = false;
    kept.looked();
    expect(asked[0]!.cancelled).toBe(true);
    // Somebody looks again before it has stopped.
    seen.isWanted = true;
    kept.looked();
    expect(asked).toHaveLength(1);
    await asked[0]!.answer(false);
    expect(asked).toHaveLength(2);
  });

  it('is not asked for over and over where there is no answer', async () => {
    const { asked, seen, kept } = trial();
    seen.isWanted = true;
    kept.looked();
    await asked[0]!.answer(false);
    vi.runAllTimers();
    expect(asked).toHaveLength(1);
    kept.looked();
    expect(asked).toHaveLength(2);
  });
});
