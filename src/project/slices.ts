/** Thrown in the middle of work that nobody waits for any more. */
export class Cancelled extends Error {}

/** How long work goes on before it lets other messages in, in milliseconds. */
const slice = 25;

/** Lets all in that waits. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Lets waiting messages in once a slice of time is used up; true where it did. @throws Cancelled */
export function createPause(isCancelled: () => boolean = () => false): () => Promise<boolean> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < slice) return false;
    await nextTurn();
    since = performance.now();
    if (isCancelled()) throw new Cancelled('cancelled');
    return true;
  };
}
