/** Whole numbers of 32 bits, as many as come. They lie outside of the heap, where nothing has to go through them. */
export interface Numbers {
  values: Int32Array;
  length: number;
}

export function createNumbers(capacity: number): Numbers {
  return { values: new Int32Array(capacity), length: 0 };
}

/** Makes room for `count` more and answers where they begin. */
export function extend(numbers: Numbers, count: number): number {
  const at = numbers.length;
  numbers.length = at + count;
  if (numbers.length > numbers.values.length) {
    const wider = new Int32Array(Math.max(numbers.length, numbers.values.length * 2));
    wider.set(numbers.values);
    numbers.values = wider;
  }
  return at;
}

/** Appends those of `other` from index `from` up to `to`, and answers where they begin. */
export function extendWith(numbers: Numbers, other: Numbers, from: number, to: number): number {
  const at = extend(numbers, to - from);
  const { values } = numbers;
  // For few of them a view would cost more than the copy.
  if (to - from > 256) values.set(other.values.subarray(from, to), at);
  else for (let index = from; index < to; index++) values[at + index - from] = other.values[index]!;
  return at;
}
