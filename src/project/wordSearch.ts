/** Shorter words would make all others be looked for as often: each of them gets a pass of its own. */
const shortestBlock = 6;

/** Is told of a word that stands at an offset, by its index; true ends the search. */
export type WordVisitor = (word: number, at: number) => boolean;

/**
 * Finds many words in bytes in one pass, whatever their number: Wu and Manber's search, which looks at the last two bytes of
 * a window and moves it on by as far as no word can begin before (A Fast Algorithm for Multi-Pattern Searching, 1994,
 * https://webglimpse.net/pubs/TR94-17.pdf). `Buffer.indexOf` makes a pass a word, and stops at every first letter.
 *
 * @returns whether a visitor ended the search
 */
export function createWordSearch(words: readonly string[]): (bytes: Buffer, visit: WordVisitor) => boolean {
  const all = words.map((word, index): Word => ({ index, bytes: Buffer.from(word) }));
  const short = all.filter(({ bytes }) => bytes.length < shortestBlock);
  const long = all.filter(({ bytes }) => bytes.length >= shortestBlock);
  const searchLong = long.length === 0 ? () => false : searchOf(long);
  return (bytes, visit) => short.some((word) => searchOne(bytes, word, visit)) || searchLong(bytes, visit);
}

interface Word {
  readonly index: number;
  readonly bytes: Buffer;
}

function searchOne(bytes: Buffer, { index, bytes: word }: Word, visit: WordVisitor): boolean {
  for (let at = bytes.indexOf(word); at >= 0; at = bytes.indexOf(word, at + 1))
    if (visit(index, at)) return true;
  return false;
}

function searchOf(words: readonly Word[]): (bytes: Uint8Array, visit: WordVisitor) => boolean {
  const width = Math.min(255, ...words.map(({ bytes }) => bytes.length));
  // By the two bytes that a window ends with: how far it may move, and what begins with a window that ends so.
  const shifts = new Uint8Array(65_536).fill(width - 1);
  const ending = new Map<number, Word[]>();
  for (const word of words) {
    for (let at = 1; at < width; at++) {
      const block = blockAt(word.bytes, at);
      shifts[block] = Math.min(shifts[block]!, width - 1 - at);
    }
    const block = blockAt(word.bytes, width - 1);
    const known = ending.get(block);
    if (known) known.push(word);
    else ending.set(block, [word]);
  }
  return (bytes, visit) => {
    for (let last = width - 1; last < bytes.length;) {
      const block = blockAt(bytes, last);
      const shift = shifts[block]!;
      if (shift > 0) last += shift;
      else {
        const start = last - width + 1;
        for (const word of ending.get(block)!)
          if (isAt(bytes, start, word.bytes) && visit(word.index, start)) return true;
        last++;
      }
    }
    return false;
  };
}

/** The two bytes that end at an offset, as a number. */
function blockAt(bytes: Uint8Array, last: number): number {
  return (bytes[last - 1]! << 8) | bytes[last]!;
}

function isAt(bytes: Uint8Array, start: number, word: Uint8Array): boolean {
  if (start + word.length > bytes.length) return false;
  for (let at = 0; at < word.length; at++) if (bytes[start + at] !== word[at]) return false;
  return true;
}
