/**
 * Tells which rows hold some ids, in the order of the rows. Asking takes time by how many there are, making it time that is linear
 * in all rows: of a file that is looked at, a dozen questions are asked.
 *
 * @param count how many rows there are
 * @param ids how many ids there are
 * @param idOf the id of a row
 */
export function createRowsByName(
  count: number,
  ids: number,
  idOf: (row: number) => number,
): (sought: Iterable<number>) => number[] {
  /** Where the rows of each id end; they begin where those of the id before end. */
  const ends = new Int32Array(ids);
  for (let row = 0; row < count; row++) ends[idOf(row)]!++;
  for (let id = 1; id < ids; id++) ends[id]! += ends[id - 1]!;
  const rows = new Int32Array(count);
  const next = new Int32Array(ids);
  next.set(ends.subarray(0, Math.max(0, ids - 1)), 1);
  for (let row = 0; row < count; row++) rows[next[idOf(row)]!++] = row;
  return (sought) => {
    const found: number[] = [];
    let groups = 0;
    for (const id of sought) {
      // The table of names may have got more since.
      if (id >= ids) continue;
      const first = id === 0 ? 0 : ends[id - 1]!;
      const end = ends[id]!;
      if (first < end) groups++;
      for (let at = first; at < end; at++) found.push(rows[at]!);
    }
    return groups > 1 ? found.sort((a, b) => a - b) : found;
  };
}
