import { grouped } from '../grouped.ts';
import {
  asAWhole,
  doing,
  identity,
  identityAnywhere,
  inItsFile,
  justAsOpen,
  saying,
  type Comparable,
  type KeyOf,
} from './comparable.ts';
import { pairMoved } from './moved.ts';

/** What violations of today were before. */
export interface Matching<Before, Now> {
  /** Those that are one from before, all of it. */
  readonly same: ReadonlyMap<Now, Before>;
  /** Those of a statement that was split, joined with another or half fixed: what their names stood in. */
  readonly parts: ReadonlyMap<Now, readonly Before[]>;
  /** What is not there any more, or not with all of its names. */
  readonly absent: readonly Before[];
}

/**
 * Matches violations of today with those from before, whatever has happened in between. First by file and fingerprint. Then
 * among those whose file is gone, which was renamed: by fingerprint, and in files of which nothing was known by what the
 * statement says. Then by what it says in the same file: one that was split, joined with another, half fixed or moved into
 * another function is still the same debt. What is done with a class is known by the class alone: its name comes from
 * another module once its import is fixed.
 *
 * @param isThere whether a file exists
 */
export function matchViolations<Before extends Comparable, Now extends Comparable>(
  before: readonly Before[],
  now: readonly Now[],
  isThere: (file: string) => boolean,
): Matching<Before, Now> {
  const same = new Map<Now, Before>();
  const parts = new Map<Now, readonly Before[]>();
  const left = new Set(before);
  const leftInPart = new Set<Before>();
  const unknown = new Set(now);

  pairInPlace(identity);
  const knownFiles = new Set(before.map(({ file }) => file));
  const destinations = new Map<string, string>();
  pairRenamed(identityAnywhere, () => true);
  for (const keyOf of [saying, doing])
    pairRenamed(asAWhole(justAsOpen(keyOf)), ({ file }) => !knownFiles.has(file));
  const inPlace = [saying, doing].map(inItsFile);
  // What was suppressed is what is suppressed still, before it is anything else.
  for (const keyOf of [...inPlace.map(justAsOpen), ...inPlace]) {
    pairInPlace(asAWhole(keyOf));
    takeNames(keyOf);
  }
  return { same, parts, absent: before.filter((each) => left.has(each) || leftInPart.has(each)) };

  function pair(each: Before, found: Now): void {
    left.delete(each);
    unknown.delete(found);
    same.set(found, each);
  }

  /** Equal ones in their order. */
  function pairInPlace(keyOf: KeyOf): void {
    const candidates = grouped([...left].reverse(), keyOf);
    for (const violation of unknown) {
      const key = keyOf(violation);
      const found = key === undefined ? undefined : candidates.get(key)?.pop();
      if (found) pair(found, violation);
    }
  }

  function pairRenamed(keyOf: KeyOf, isWanted: (violation: Now) => boolean): void {
    const gone = [...left].filter(({ file }) => !isThere(file));
    if (gone.length === 0) return;
    for (const [each, found] of pairMoved(gone, [...unknown].filter(isWanted), keyOf, destinations))
      pair(each, found);
  }

  /** One from before is used up once each of its names stands in a statement of today. */
  function takeNames(keyOf: KeyOf): void {
    const pool = namePool([...left], keyOf);
    for (const violation of unknown) {
      const key = keyOf(violation);
      const from = key === undefined ? undefined : pool.take(key, violation.names);
      if (!from) continue;
      unknown.delete(violation);
      parts.set(violation, from);
    }
    for (const [each, names] of pool.touched()) {
      left.delete(each);
      if (names > 0) leftInPart.add(each);
    }
  }
}

interface NamePool<Before> {
  /** Takes names out: all of them, or none. @returns what they stood in */
  take(key: string, names: readonly string[]): readonly Before[] | undefined;
  /** What names were taken from, and how many it has left. */
  touched(): ReadonlyMap<Before, number>;
}

function namePool<Before extends Comparable>(before: readonly Before[], keyOf: KeyOf): NamePool<Before> {
  const named = before.flatMap((each) => {
    const key = keyOf(each);
    return key === undefined ? [] : each.names.map((name) => ({ each, place: `${key}\0${name}` }));
  });
  const places = grouped(named.reverse(), ({ place }) => place);
  const touched = new Map<Before, number>();
  return {
    take(key, names) {
      const taken: typeof named = [];
      for (const name of names) {
        const found = places.get(`${key}\0${name}`)?.pop();
        if (!found) {
          for (const back of taken.reverse()) places.get(back.place)!.push(back);
          return undefined;
        }
        taken.push(found);
      }
      for (const { each } of taken) touched.set(each, (touched.get(each) ?? each.names.length) - 1);
      return taken.length === 0 ? undefined : [...new Set(taken.map(({ each }) => each))];
    },
    touched: () => touched,
  };
}
