import { grouped } from '../engine/grouped.ts';

/** Things of files, by file, in the order in which they came. */
export function byFile<T extends { readonly file: string }>(things: readonly T[]): Map<string, T[]> {
  return grouped(things, ({ file }) => file);
}
