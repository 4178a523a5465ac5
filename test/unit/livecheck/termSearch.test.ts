import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foreignHits } from '../../../src/livecheck/foreignHits.ts';
import { createTermSearch } from '../../../src/livecheck/termSearch.ts';

/** The same by looking for each term at each place. */
function oneByOne(terms: readonly string[], text: string): Set<string> {
  const isName = (at: number): boolean => /^[A-Za-z0-9]$/u.test(text[at] ?? '');
  return new Set(
    terms.filter((term) => {
      if (term === '') return false;
      for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1))
        if (!isName(at - 1) && !isName(at + term.length)) return true;
      return false;
    }),
  );
}

describe('a search for many terms', () => {
  it('finds what a search for each of them finds', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '-', 'ä', '\ud83d'), maxLength: 6 });
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', '-', ' ', 'ä', '\ud83d'), maxLength: 60 });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 12 }), texts, (terms, text) => {
        const search = createTermSearch(terms.map((term) => ({ text: term, value: term })));
        expect(search(text)).toEqual(oneByOne(terms, text));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes a name for itself alone', () => {
    const search = createTermSearch([
      { text: 'user-1', value: 1 },
      { text: 'user-12', value: 12 },
    ]);
    expect([...search('for user-12, not the other')]).toEqual([12]);
    expect([...search('"user-1":"user-12"')]).toEqual([1, 12]);
    expect([...search('superuser-1')]).toEqual([]);
  });
});

describe('what sockets received of other users', () => {
  const terms = (name: string) => [
    { what: 'user-id' as const, text: `user-of-${name}` },
    { what: 'marker' as const, text: `marker-of-${name}` },
  ];
  const frame = (text: string, evidence: string) => ({
    text,
    json: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : null,
    evidence,
  });

  it('is found wherever it stands, once for a frame and a kind, and never among one’s own', () => {
    const hits = foreignHits([
      { terms: terms('anna'), frames: [frame('{"user_id":"user-of-anna","is":"marker-of-anna"}', 'E-01')] },
      {
        terms: terms('ben'),
        frames: [
          frame('{"message":"seen by user-of-anna, said user-of-anna: marker-of-anna"}', 'E-02'),
          frame('plain user-of-anna', 'E-03'),
          frame('{"user_id":"user-of-ben"}', 'E-04'),
        ],
      },
    ]);
    expect(hits).toEqual([
      [],
      [
        { of: 0, what: 'user-id', evidence: 'E-02' },
        { of: 0, what: 'marker', evidence: 'E-02' },
        { of: 0, what: 'user-id', evidence: 'E-03' },
      ],
    ]);
  });

  it('is found behind escapes, and what needs escaping too', () => {
    const hits = foreignHits([
      { terms: [{ what: 'user-id', text: 'anna "a" müller' }], frames: [] },
      { terms: terms('ben'), frames: [frame('{"by":"\\u0061nna \\"a\\" m\\u00fcller"}', 'E-01')] },
    ]);
    expect(hits[1]).toEqual([{ of: 0, what: 'user-id', evidence: 'E-01' }]);
  });

  it('is not a word that is too short to be anybody’s', () => {
    const hits = foreignHits([
      { terms: [{ what: 'connection-id', text: 'c1' }], frames: [] },
      { terms: [{ what: 'connection-id', text: 'c1' }], frames: [frame('{"id":"c1"}', 'E-01')] },
    ]);
    expect(hits.flat()).toEqual([]);
  });
});
