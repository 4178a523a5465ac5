/** A source of random choices that a seed repeats: the same seed gives the same ids in the same order. */
export interface Random {
  readonly hex: (digits: number) => string;
  /** An integer from `from` to `to`, both included. */
  readonly between: (from: number, to: number) => number;
  readonly uuid: () => string;
}

/** The mulberry32 generator: 32 bits of state are plenty for ids that only have to differ. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(next() * 16).toString(16)).join('');
  return {
    hex,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  };
}
