import { describe, expect, it } from 'vitest';
import { fixTitle, preferredKind } from '../../../src/extension/fixTitles.ts';
import type { FixKind } from '../../../src/engine/violation.ts';

const offer = (kind: FixKind, reason: string | null = null) => ({ kind, title: 'Import X from a.b', reason });

describe('what a fix is called', () => {
  it('is its own title where it is safe', () => {
    expect(fixTitle(offer('safe'))).toBe('Import X from a.b');
  });

  it('says that a repair repairs', () => {
    expect(fixTitle(offer('repair'))).toBe('Import X from a.b (repairs what fails today)');
  });

  it('names the difference in a suggestion', () => {
    expect(fixTitle(offer('unsafe', 'they are different objects'))).toBe(
      'Suggestion: Import X from a.b (may change behavior: they are different objects)',
    );
  });

  it.each([
    ['they are different objects', ': today the class X in a.py, then in b.py'],
    ['the factory may hand out one that is there already', ', where this made a new one'],
    ['a, b and c are read', '; that takes a person'],
  ])('leaves the details of a reason to another action: %s', (head, details) => {
    expect(fixTitle(offer('unsafe', head + details))).toBe(
      `Suggestion: Import X from a.b (may change behavior: ${head})`,
    );
  });
});

describe('the preferred fix', () => {
  it.each([
    [['safe', 'repair', 'unsafe'], 'safe'],
    [['repair', 'unsafe', 'none'], 'repair'],
    [['unsafe'], undefined],
    [['none'], undefined],
    [[], undefined],
  ] as const)('of %j is %s', (kinds, preferred) => {
    expect(preferredKind(kinds.map((kind) => offer(kind)))).toBe(preferred);
  });
});
