/** A source of random choices that a seed repeats: the same seed gives the same ids in the same order. */
export interface Random {
  readonly hex: (digits: number) => string;
  /** An integer from `from` to `to`, both included. */
  readonly between: (from: number, to: number) => number;
  readonly uuid: () => string;
  /**
   * A source of its own for something with a name. What it gives depends on the seed and the name alone, so that fifty
   * connections that come in any order get the same ids each time.
   */
  readonly fork: (name: string) => Random;
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
    fork: (name) => createRandom(hashOf(`${seed}:${name}`)),
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
