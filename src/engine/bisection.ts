/**
 * The index of the first value of at least `bound` in numbers that only grow, among all or between two indices; the index
 * behind the last where there is none.
 */
export function firstAtLeast(values: ArrayLike<number>, bound: number, from = 0, to = values.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
