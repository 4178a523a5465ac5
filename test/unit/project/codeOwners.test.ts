import fc from 'fast-check';
import ignore from 'ignore';
import { describe, expect, it } from 'vitest';
import { parseCodeOwners } from '../../../src/project/codeOwners.ts';
import { readCodeOwners } from '../../../src/project/codeOwnersFile.ts';
import { makeFolder } from './chat.ts';

const owners = (text: string, path: string): string => parseCodeOwners(text).ownersOf(path).join(' ');

describe('a CODEOWNERS file', () => {
  // The examples of GitHub's own documentation, in our words.
  const example = [
    '# everything, unless a later line matches',
    '*       @global-1 @global-2',
    '*.js    @js-owner #a comment behind it',
    '*.go docs@example.com',
    '*.txt @octo-org/octocats',
    '/build/logs/ @doctocat',
    'docs/* docs@example.com',
    'apps/ @octocat',
    '/docs/ @doctocat',
    '/scripts/ @doctocat @octocat',
    '**/logs @octocat',
    '/apps/ @octocat',
    '/apps/github',
    '/apps/github/doctocat @doctocat',
  ].join('\n');

  it.each([
    ['README.md', '@global-1 @global-2'],
    ['src/deep/a.js', '@js-owner'],
    ['cmd/main.go', 'docs@example.com'],
    ['notes.txt', '@octo-org/octocats'],
    ['build/logs/today.txt', '@octocat'],
    ['docs/a.md', '@doctocat'],
    ['scripts/run', '@doctocat @octocat'],
    ['deep/logs/x', '@octocat'],
    ['apps/web/x.py', '@octocat'],
    ['apps/github/x.py', ''],
    ['apps/github/doctocat/x.py', '@doctocat'],
  ])('gives %s to %s', (path, expected) => {
    expect(owners(example, path)).toBe(expected);
  });

  it('means only the files of a folder by `folder/*`', () => {
    expect(owners('docs/* @a', 'docs/start.md')).toBe('@a');
    expect(owners('docs/* @a', 'docs/build/start.md')).toBe('');
    expect(owners('docs/** @a', 'docs/build/start.md')).toBe('@a');
    expect(owners('/* @a', 'start.md')).toBe('@a');
    expect(owners('/* @a', 'docs/start.md')).toBe('');
  });

  it('lets the last match win, whatever it says', () => {
    expect(owners('* @a\n/src/ @b\n*.py @c', 'src/x.py')).toBe('@c');
    expect(owners('*.py @c\n/src/', 'src/x.py')).toBe('');
  });

  it('finds what its patterns match, however they begin', () => {
    const part = fc.constantFrom('a', 'b', 'ab', 'a.py', '*', '**', '*.py', 'a*', '?b', '\\a');
    const pattern = fc
      .tuple(
        fc.constantFrom('', '/'),
        fc.array(part, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('', '/'),
      )
      .map(([before, parts, after]) => before + parts.join('/') + after)
      .filter((each) => !each.endsWith('/*'));
    const path = fc
      .array(fc.constantFrom('a', 'b', 'ab', 'ba', 'a.py', 'b.py'), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(pattern, path, (written, file) => {
        const matches = ignore({ ignorecase: false }).add(written).ignores(file);
        expect(owners(`${written} @a`, file)).toBe(matches ? '@a' : '');
      }),
      { numRuns: 2000 },
    );
  });

  it('reads spaces, line ends and the mark at the start of a file', () => {
    expect(owners('\uFEFF/my\\ files/ @a\r\n', 'my files/x.py')).toBe('@a');
    expect(owners('/my\\ files/ @a', 'my/x.py')).toBe('');
  });

  it('takes letters as they are', () => {
    expect(owners('/Src/ @a', 'src/x.py')).toBe('');
  });

  it('passes over what GitHub does: negations, ranges, and owners that are none', () => {
    expect(owners('* @a\n!x.py @b', 'x.py')).toBe('@a');
    expect(owners('* @a\n[xy].py @b', 'x.py')).toBe('@a');
    expect(owners('* @a\nx.py somebody', 'x.py')).toBe('@a');
    expect(owners('* @a\nx.py @b somebody', 'x.py')).toBe('@a');
    expect(owners('', 'x.py')).toBe('');
  });

  it('is looked for in three places of the repository, the first of which counts', async () => {
    const folder = makeFolder({
      '.git/HEAD': 'ref: refs/heads/main\n',
      'docs/CODEOWNERS': '* @docs\n',
      CODEOWNERS: '/pkg/src/ @root\n',
      'pkg/src/x.py': '',
    });
    const found = await readCodeOwners(folder.at('pkg'));
    expect(found?.path).toBe(folder.at('CODEOWNERS'));
    expect(found?.ownersOf(folder.at('pkg/src/x.py'))).toEqual(['@root']);
    expect(found?.ownersOf(folder.at('../elsewhere.py'))).toEqual([]);
    folder.write({ '.github/CODEOWNERS': '* @github\n' });
    expect((await readCodeOwners(folder.path))?.ownersOf(folder.at('a.py'))).toEqual(['@github']);
  });

  it('may be missing', async () => {
    const folder = makeFolder({ '.git/HEAD': '' });
    expect(await readCodeOwners(folder.path)).toBeUndefined();
  });
});
