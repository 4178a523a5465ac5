import { describe, expect, it } from 'vitest';
import { readSuppressions, type Suppression } from '../../../src/engine/suppressions.ts';
import { lineStarts } from '../../../src/engine/text.ts';
import { factsOf } from '../../../src/project/sourceReader.ts';

function read(comment: string, today?: string): Suppression {
  const text = `x = 1\n# ${comment}\ny = 2\n`;
  return readSuppressions(factsOf('a.py', text), lineStarts(text), today)[0]!;
}

const disable = 'ssot-disable-next-line legacy-import';

describe('a suppression', () => {
  it('says rule, line and reason', () => {
    expect(read(`${disable}, broken-import -- the plugin API -- still`)).toMatchObject({
      scope: 'line',
      line: 3,
      rules: ['legacy-import', 'broken-import'],
      reason: 'the plugin API -- still',
      until: undefined,
      owner: undefined,
      problem: undefined,
    });
  });

  it.each([
    ['-- why [until 2027-03-31]', '2027-03-31', undefined],
    ['-- why [owner @web]', undefined, '@web'],
    ['-- why [owner: @web] [until: 2027-03-31]', '2027-03-31', '@web'],
    ['-- see [the docs] [until 2027-03-31][owner Ada Lovelace]', '2027-03-31', 'Ada Lovelace'],
    ['-- not [until 2027-03-31] at the end, see #12', '2027-03-31', undefined],
    ['-- [until 2027-03-31] why [Owner @web] so', '2027-03-31', '@web'],
    ['-- why [UNTIL 2027-03-31] [ owner @web ]', '2027-03-31', '@web'],
  ])('%s', (reason, until, owner) => {
    expect(read(`${disable} ${reason}`)).toMatchObject({ until, owner, problem: undefined });
  });

  it('counts up to and with its last day', () => {
    const comment = `${disable} -- why [until 2027-03-31]`;
    expect(read(comment, '2027-03-31').problem).toBeUndefined();
    expect(read(comment, '2027-04-01').problem).toBe('it expired on 2027-03-31');
    expect(read(comment).problem).toBeUndefined();
    expect(read(`${comment} [owner @web]`, '2027-04-01').problem).toBe('it expired on 2027-03-31; ask @web');
  });

  it.each(['2027-02-30', '31.3.2027', 'soon', ''])('has no effect until “%s”', (day) => {
    expect(read(`${disable} -- why [until ${day}]`, '2027-01-01').problem).toBe(
      `“${day}” is no date: write it as [until 2027-03-31]`,
    );
  });

  it.each([
    '[untill 2027-03-31]',
    '[until2027-03-31]',
    '[until 2027-03-31',
    '[UNTIL_2027-03-31]',
    'until 2027-03-31',
    'Until: 2027-03-31',
    'expires on 2027-03-31',
  ])('has no effect with %s, which was to be its last day', (slip) => {
    expect(read(`${disable} -- why ${slip}`, '2027-01-01').problem).toBe(
      `“${slip}” is no last day: write it as [until 2027-03-31]`,
    );
  });

  it('needs a reason beside its last day', () => {
    expect(read(`${disable} -- [until 2027-03-31]`).problem).toMatch(/^it gives no reason/);
  });
});
