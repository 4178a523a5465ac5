/** Shorter beginnings stand in nearly every file: looking for them first would only be one more pass. */
const shortestProbe = 12;

/**
 * A quick answer to whether bytes hold one of many words. Words that begin alike are looked for by their common beginning
 * first: a pass over the bytes is what costs, and most files hold none of them.
 */
export function createWordSearch(words: readonly string[]): (bytes: Buffer) => boolean {
  const probes = groupByBeginning(withoutCovered(words)).map(({ beginning, words: group }) => ({
    beginning: Buffer.from(beginning),
    words: group.map((word) => Buffer.from(word)),
  }));
  return (bytes) =>
    probes.some(({ beginning, words: group }) => {
      // Every word of the group begins no earlier than the first beginning.
      const from = bytes.indexOf(beginning);
      return from >= 0 && (group.length === 1 || group.some((word) => bytes.includes(word, from)));
    });
}

/** A word that holds another is found with it. */
function withoutCovered(words: readonly string[]): string[] {
  const all = [...new Set(words)];
  return all.filter((word) => !all.some((other) => other !== word && word.includes(other)));
}

interface Group {
  readonly beginning: string;
  readonly words: readonly string[];
}

/** Neighbours in sorted order share the longest beginnings. */
function groupByBeginning(words: readonly string[]): Group[] {
  const groups: Group[] = [];
  for (const word of [...words].sort()) {
    const last = groups.at(-1);
    const beginning = last && commonBeginning(last.beginning, word);
    if (last && beginning !== undefined && beginning.length >= shortestProbe)
      groups[groups.length - 1] = { beginning, words: [...last.words, word] };
    else groups.push({ beginning: word, words: [word] });
  }
  return groups;
}

function commonBeginning(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
