import { describe, expect, it } from 'vitest';
import { searched } from '../../../src/extension/editorSearch.ts';

describe('a search of the editor', () => {
  it('gives what it found', async () => {
    expect(await searched(() => Promise.resolve(['a', 'b']))).toEqual({ ok: true, found: ['a', 'b'] });
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('spawn rg ENOENT')), 'spawn rg ENOENT'],
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- an editor rejects with what it likes
    ['rejects with a text', () => Promise.reject('no ripgrep'), 'no ripgrep'],
    [
      'throws',
      () => {
        throw new Error('no search here');
      },
      'no search here',
    ],
  ])('that %s is a result with the reason', async (_name, search, reason) => {
    expect(await searched(search)).toEqual({ ok: false, reason });
  });
});
