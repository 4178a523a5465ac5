import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { readonly type: 'minor' }) => void;

/** Where V8 puts what is new; what is large has a place of its own. */
const youngSpaces = new Set(['new_space', 'new_large_object_space']);

/**
 * Gives a function that collects the garbage among what is young, once it may take more than half of its room: to be called
 * while nobody waits. V8 collects where the room is used up, which is in the middle of an answer, and doubles the time that
 * it takes.
 *
 * @returns whether it was due. Where the runtime does not let itself be told, it never is
 */
export function createYoungCollection(): () => boolean {
  let collect: Collect | undefined;
  let isPossible = true;
  return () => {
    if (!isPossible || !isDue()) return false;
    collect ??= collector();
    isPossible = collect !== undefined;
    collect?.({ type: 'minor' });
    return isPossible;
  };
}

function isDue(): boolean {
  return getHeapSpaceStatistics().some(
    ({ space_name: name, space_used_size: used, space_available_size: available }) =>
      youngSpaces.has(name) && used > available,
  );
}

/** V8's own function, which it gives to contexts that are made once the flag is set: a tested way, though meant for tests. */
function collector(): Collect | undefined {
  setFlagsFromString('--expose-gc');
  return runInNewContext('globalThis.gc') as Collect | undefined;
}
