import { describe, expect, it } from 'vitest';
import { renderGithub } from '../../../src/report/github.ts';
import { workflowCommand } from '../../../src/report/workflowCommand.ts';
import type { Violation } from '../../../src/engine/violation.ts';
import { everything, scan, violation } from './sample.ts';

/** The annotations as the runner reads them. */
function annotations(
  text: string,
): { level: string; file: string | undefined; title: string; message: string }[] {
  return text.split('\n').flatMap((line) => {
    const match = /^::(error|warning|notice) (.*?)::(.*)$/.exec(line);
    if (!match) return [];
    const [, level = '', list = '', message = ''] = match;
    const properties = new Map(list.split(',').map((each) => each.split('=', 2) as [string, string]));
    return [
      {
        level,
        file: properties.get('file'),
        title: properties.get('title')!.replaceAll('%3A', ':').replaceAll('%2C', ','),
        message: message.replaceAll('%0A', '\n').replaceAll('%25', '%'),
      },
    ];
  });
}

const many = (count: number, more: (index: number) => Partial<Violation>): Violation[] =>
  Array.from({ length: count }, (_, index) => violation({ line: index + 1, ...more(index) }));

describe('annotations for GitHub', () => {
  it('are what the golden file has', async () => {
    await expect(renderGithub(everything)).toMatchFileSnapshot('golden/everything.github.txt');
  });

  it('cannot be broken out of by a text', () => {
    const command = workflowCommand({
      level: 'error',
      title: 'a,b:c\n::error::x%',
      message: 'one\r\n::set-output name=x::y 100%',
      place: { file: 'a,file=b:c.py', line: 1, endLine: 1 },
    });
    expect(command).toBe(
      '::error file=a%2Cfile=b%3Ac.py,line=1,endLine=1,title=a%2Cb%3Ac%0A%3A%3Aerror%3A%3Ax%25::one%0D%0A::set-output name=x::y 100%25',
    );
  });

  it('are one for each violation as long as GitHub shows them all', () => {
    const found = annotations(renderGithub(scan(many(10, () => ({})))));
    expect(found).toHaveLength(10);
    expect(found.every(({ title }) => title === 'legacy-import')).toBe(true);
  });

  it('are one for each file and rule where there are more', () => {
    const found = annotations(renderGithub(scan(many(30, (at) => ({ file: `f${at % 3}.py` })))));
    expect(found.map(({ file, title }) => [file, title])).toEqual([
      ['f0.py', 'legacy-import (10 in this file)'],
      ['f1.py', 'legacy-import (10 in this file)'],
      ['f2.py', 'legacy-import (10 in this file)'],
    ]);
    expect(found[0]!.message.split('\n').map((line) => line.split(':')[0])).toEqual([
      '1',
      '4',
      '7',
      '10',
      '13',
      '16',
      '19',
      '22',
      '25',
      '28',
    ]);
  });

  it('count what is left after that, so that none is lost', () => {
    const violations = many(40, (at) => ({
      file: `f${at % 20}.py`,
      ruleId: at % 2 ? 'broken-import' : 'legacy-import',
    }));
    const found = annotations(renderGithub(scan(violations)));
    expect(found).toHaveLength(10);
    expect(found.at(-1)).toMatchObject({ file: undefined, title: '22 more in 11 files' });
    const told = found.slice(0, -1).map(({ title }) => Number(/\((\d+) in/.exec(title)?.[1] ?? 1));
    expect(told.reduce((sum, each) => sum + each, 0) + 22).toBe(40);
  });

  it('keep to the limit of each level, with what could not be read among the warnings', () => {
    const parseErrors = many(30, () => ({})).map(({ file, range }) => ({
      file,
      line: range.start.line,
      message: 'no',
    }));
    for (const severity of ['error', 'warning', 'info'] as const) {
      const found = annotations(
        renderGithub(
          scan(
            many(500, (at) => ({ severity, file: `f${at}.py` })),
            { parseErrors },
          ),
        ),
      );
      const level = severity === 'info' ? 'notice' : severity;
      expect(found.filter((each) => each.level === level)).toHaveLength(10);
      expect(found.filter(({ title }) => title === '30 places were not read in full')).toHaveLength(1);
    }
  });

  it('are none for what is suppressed or deliberate', () => {
    const text = renderGithub(scan([violation({ suppressed: true }), violation({ intentional: true })]));
    expect(text).toBe('0 violations\n');
  });
});
