import { grouped } from '../grouped.ts';

interface InFile {
  readonly file: string;
}

type Pair<Before, Now> = readonly [before: Before, now: Now];

type Group<Before, Now> = readonly [before: readonly Before[], now: readonly Now[]];

/**
 * Pairs what lay in files that are gone with what is the same today. Where several are, the likeliest go together: first
 * those whose file the rest of its file has gone to, then those in files of the same name, then of the same folder, and
 * among those the ones whose paths end most alike.
 *
 * @param destinations by file, where it is known to have gone; takes in what is found
 */
export function pairMoved<Before extends InFile, Now extends InFile>(
  before: readonly Before[],
  now: readonly Now[],
  keyOf: (each: Before | Now) => string | undefined,
  destinations: Map<string, string>,
): readonly Pair<Before, Now>[] {
  const groups = commonGroups(before, now, keyOf, keyOf);
  const isCertain = ([those, these]: Group<Before, Now>): boolean => those.length + these.length === 2;
  const certain = groups.filter(isCertain).map(([[each], [found]]): Pair<Before, Now> => [each!, found!]);
  for (const [each, found] of certain) destinations.set(each.file, found.file);
  const likenesses: readonly Likeness[] = [
    [(file) => destinations.get(file), (file) => file],
    [nameOf, nameOf],
    [folderOf, folderOf],
    [() => '', () => ''],
  ];
  const likely = groups
    .filter((group) => !isCertain(group))
    .flatMap(([those, these]) => pairLikeliest(those, these, likenesses));
  return [...certain, ...likely];
}

/** What a file of before and one of today have in common where one has become the other. */
type Likeness = readonly [before: (file: string) => string | undefined, now: (file: string) => string];

function pairLikeliest<Before extends InFile, Now extends InFile>(
  before: readonly Before[],
  now: readonly Now[],
  likenesses: readonly Likeness[],
): Pair<Before, Now>[] {
  const left = { before: new Set(before), now: new Set(now) };
  const pairs: Pair<Before, Now>[] = [];
  for (const [keyBefore, keyNow] of likenesses)
    for (const [those, these] of commonGroups(
      [...left.before],
      [...left.now],
      ({ file }) => keyBefore(file),
      ({ file }) => keyNow(file),
    ))
      pairByEnding(those, these, 1);
  return pairs;

  /** The longest common ending first. @param length of the ending that all of them have, with one more character */
  function pairByEnding(those: readonly Before[], these: readonly Now[], length: number): void {
    const ending = ({ file }: InFile): string | undefined => file.at(-length);
    if (those.length > 1 || these.length > 1)
      for (const [longerThose, longerThese] of commonGroups(those, these, ending, ending))
        pairByEnding(longerThose, longerThese, length + 1);
    const rest = these.filter((each) => left.now.has(each));
    for (const [index, each] of those.filter((other) => left.before.has(other)).entries()) {
      const found = rest[index];
      if (!found) return;
      left.before.delete(each);
      left.now.delete(found);
      pairs.push([each, found]);
    }
  }
}

/** Those of both sides by what they have in common. */
function commonGroups<Before, Now>(
  before: readonly Before[],
  now: readonly Now[],
  keyBefore: (each: Before) => string | undefined,
  keyNow: (each: Now) => string | undefined,
): readonly Group<Before, Now>[] {
  const groups = grouped(before, keyBefore);
  return [...grouped(now, keyNow)].flatMap(([key, these]) => {
    const those = key === undefined ? undefined : groups.get(key);
    return those ? [[those, these]] : [];
  });
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}
