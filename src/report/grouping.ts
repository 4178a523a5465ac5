/** Things of files, by file, in the order in which they came. */
export function byFile<T extends { readonly file: string }>(things: readonly T[]): Map<string, T[]> {
  return groupBy(things, ({ file }) => file);
}

export function groupBy<T>(things: readonly T[], keyOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const key = keyOf(thing);
    const known = groups.get(key);
    if (known) known.push(thing);
    else groups.set(key, [thing]);
  }
  return groups;
}
