import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWordSearch } from '../../../src/project/wordSearch.ts';

describe('the search for many words', () => {
  it('finds what a pass for each word finds', () => {
    const beginning = fc.constantFrom(
      '"chat.gateway.core',
      "'chat.gateway.core",
      '.make_socket_hub',
      'ab_ab_',
      '',
    );
    const word = fc
      .tuple(beginning, fc.string({ unit: fc.constantFrom('a', 'b', '.', '_', '"'), maxLength: 4 }))
      .map((parts) => parts.join(''))
      .filter((each) => each !== '');
    const text = fc.array(fc.oneof(word, fc.constant('\n')), { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), text, (words, where) => {
        const found: string[] = [];
        const search = createWordSearch(words);
        search(Buffer.from(where), (word, at) => {
          found.push(`${word} at ${at}`);
          return false;
        });
        const expected = words.flatMap((word, index) =>
          Array.from(where, (_, at) => (where.startsWith(word, at) ? [`${index} at ${at}`] : [])).flat(),
        );
        expect(found.sort()).toEqual(expected.sort());
        expect(search(Buffer.from(where), () => true)).toBe(found.length > 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('looks at a few bytes of a text that holds none, however many words there are', () => {
    let looks = 0;
    const bytes = new Proxy(Buffer.from('nothing of that kind. '.repeat(500)), {
      get(target, key) {
        if (typeof key === 'string' && /^\d+$/.test(key)) looks++;
        return Reflect.get(target, key, target) as unknown;
      },
    });
    const words = Array.from({ length: 50 }, (_, index) => `chat.gateway.core.part${index + 10}`);
    expect(createWordSearch(words)(bytes, () => true)).toBe(false);
    expect(looks).toBeGreaterThan(0);
    expect(looks).toBeLessThan(bytes.length / 5);
  });
});
