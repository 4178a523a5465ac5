import type { LogEntry } from './logEntry.ts';
import type { Seen } from './logSummary.ts';

interface Counted<Rest> {
  readonly rest: Rest;
  count: number;
  first: string | null;
  last: string | null;
  line: number;
}

/** Counts things by key; of more than `most` different ones it only notes that there are more. */
export interface Tally<Rest> {
  /** @param rest of the first of that key; made only then */
  readonly add: (key: string, entry: LogEntry, rest: () => Rest) => Rest | undefined;
  readonly list: () => readonly (Seen & Rest)[];
  readonly isCut: () => boolean;
}

export function createTally<Rest extends object>(most = 1000): Tally<Rest> {
  const all = new Map<string, Counted<Rest>>();
  let isCut = false;
  return {
    add(key, { time, line }, make) {
      const known = all.get(key);
      if (known === undefined) {
        if (all.size >= most) {
          isCut = true;
          return undefined;
        }
        const rest = make();
        all.set(key, { rest, count: 1, first: time, last: time, line });
        return rest;
      }
      known.count++;
      known.first = earlier(known.first, time);
      known.last = later(known.last, time);
      return known.rest;
    },
    list: () => [...all.values()].map(({ rest, ...seen }) => ({ ...seen, ...rest })),
    isCut: () => isCut,
  };
}

/** Times of one log are written alike, so that most compare as text; others by what they mean. */
const isBefore = (a: string, b: string): boolean => {
  const [first, second] = [Date.parse(a), Date.parse(b)];
  return first === second || Number.isNaN(first) || Number.isNaN(second) ? a < b : first < second;
};

export const earlier = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null || a === b || isBefore(a, b) ? a : b;

export const later = (a: string | null, b: string | null): string | null =>
  a === null ? b : b === null || a === b || isBefore(b, a) ? a : b;
