import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createWordSearch } from '../../../src/project/wordSearch.ts';

describe('the search for many words', () => {
  it('finds what a pass for each word finds', () => {
    const beginning = fc.constantFrom('"chat.gateway.core', "'chat.gateway.core", '.make_socket_hub', '');
    const word = fc
      .tuple(beginning, fc.string({ unit: fc.constantFrom('a', 'b', '.', '_', '"'), maxLength: 4 }))
      .map((parts) => parts.join(''))
      .filter((each) => each !== '');
    const text = fc.array(fc.oneof(word, fc.constant('\n')), { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), text, (words, where) => {
        const found = createWordSearch(words)(Buffer.from(where));
        expect(found).toBe(words.some((each) => where.includes(each)));
      }),
      { numRuns: 2000 },
    );
  });

  it('makes one pass for words that begin alike', () => {
    const bytes = Buffer.from('nothing of that kind is here');
    const indexOf = vi.spyOn(bytes, 'indexOf');
    const found = createWordSearch(['chat.gateway.core.a', 'chat.gateway.core.b', 'chat.gateway.core'])(
      bytes,
    );
    expect(found).toBe(false);
    expect(indexOf).toHaveBeenCalledTimes(1);
  });
});
