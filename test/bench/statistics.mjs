// What many measurements come to.

/** @param {readonly number[]} values one at least @param {number} part 0 to 1 */
export function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? sorted[0];
}

/** @param {readonly number[]} values one at least */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * How many times longer `runs` took than `others`: the median of the ratios within each round, because what slows a busy
 * machine down comes and goes between rounds.
 *
 * @param {readonly import('./timedRun.mjs').Run[]} runs
 * @param {readonly import('./timedRun.mjs').Run[]} others
 * @param {'wall' | 'cpu'} what
 */
export function ratio(runs, others, what) {
  return median(runs.map((run, round) => run[what] / others[round][what]));
}
