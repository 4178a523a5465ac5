/**
 * Whether a name looks like a source by one of its `lookAlikes`: it holds the parts that a pattern writes out, in whatever
 * order and case. Wider than the rule `look-alike-class`, which asks for their order too: a census has to miss nothing.
 */
export type Likeness = (name: string) => boolean;

export function likenessOf(patterns: readonly string[]): Likeness {
  const parted = patterns.map(partsOf);
  return (name) => {
    const lower = name.toLowerCase();
    return parted.some((parts, index) =>
      patterns[index]!.includes('*') ? holdsAll(lower, parts) : name === patterns[index],
    );
  };
}

/** The parts of a pattern that are written out, in lower case. */
export function partsOf(pattern: string): string[] {
  return pattern
    .toLowerCase()
    .split('*')
    .filter((part) => part !== '');
}

function holdsAll(lower: string, parts: readonly string[]): boolean {
  return parts.length > 0 && parts.every((part) => lower.includes(part));
}
