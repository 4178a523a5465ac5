/** A text to look for, and what is to be known where it is found. */
export interface Term<T> {
  readonly text: string;
  readonly value: T;
}

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  /** Where to go on when no child fits: the node of the longest suffix of this one's text. */
  fallback: Node<T> | null;
  /** The nearest node on the way of fallbacks at which a term ends. */
  shorter: Node<T> | null;
  readonly ends: Term<T>[];
}

const node = <T>(): Node<T> => ({ next: new Map(), fallback: null, shorter: null, ends: [] });

/**
 * Makes a search for many terms at once (Aho and Corasick, 1975): one pass over a text whatever the number of terms. A term
 * counts where it stands by itself, so that `user-1` is not found in `user-12`. Gives each value once for a text.
 */
export function createTermSearch<T>(terms: readonly Term<T>[]): (text: string) => ReadonlySet<T> {
  const root = node<T>();
  for (const term of terms) {
    let at = root;
    for (const character of units(term.text)) {
      const next = at.next.get(character) ?? node<T>();
      at.next.set(character, next);
      at = next;
    }
    if (at !== root) at.ends.push(term);
  }
  link(root);
  return (text) => {
    const found = new Set<T>();
    let at = root;
    for (let index = 0; index < text.length; index += 1) {
      at = step(root, at, text[index]!);
      for (let end: Node<T> | null = at; end !== null; end = end.shorter)
        for (const term of end.ends)
          if (standsAlone(text, index + 1 - term.text.length, index + 1)) found.add(term.value);
    }
    return found;
  };
}

/** Breadth first, so that a node's fallback, which is less deep, is linked before it. */
function link<T>(root: Node<T>): void {
  const queue = [root];
  for (let at = queue.shift(); at !== undefined; at = queue.shift())
    for (const [character, child] of at.next) {
      child.fallback = at === root ? root : step(root, at.fallback!, character);
      child.shorter = child.fallback.ends.length > 0 ? child.fallback : child.fallback.shorter;
      queue.push(child);
    }
}

function step<T>(root: Node<T>, from: Node<T>, character: string): Node<T> {
  for (let at: Node<T> | null = from; at !== null; at = at.fallback) {
    const next = at.next.get(character);
    if (next !== undefined) return next;
  }
  return root;
}

/** UTF-16 code units, as the text's indices count them. */
const units = (text: string): string[] => text.split('');

const partOfName = /[A-Za-z0-9]/u;
const standsAlone = (text: string, start: number, end: number): boolean =>
  !partOfName.test(text[start - 1] ?? ' ') && !partOfName.test(text[end] ?? ' ');
