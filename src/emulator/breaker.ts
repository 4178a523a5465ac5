/** The breaker around the authentication: refusals in a row open it, and while it is open nobody is asked any more. */
export interface Breaker {
  readonly isOpen: (nowMs: number) => boolean;
  readonly note: (refused: boolean, nowMs: number) => void;
}

/** How long it stays open; it is then closed by the first token that is good. */
export const breakerOpenMs = 30_000;

/** Opens after `after` refusals in a row: it is open from the start for 0, and never where that is null. */
export function createBreaker(after: number | null): Breaker {
  let inARow = 0;
  let openUntilMs = after === 0 ? Number.POSITIVE_INFINITY : 0;
  return {
    isOpen: (nowMs) => nowMs < openUntilMs,
    note(refused, nowMs) {
      inARow = refused ? inARow + 1 : 0;
      if (after !== null && after > 0 && inARow >= after) openUntilMs = nowMs + breakerOpenMs;
    },
  };
}
