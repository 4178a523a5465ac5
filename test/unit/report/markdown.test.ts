import { describe, expect, it } from 'vitest';
import { differenceFrom } from '../../../src/report/difference.ts';
import { commentLimit, renderMarkdown, type MarkdownOptions } from '../../../src/report/markdown.ts';
import type { ScanResult } from '../../../src/report/scanResult.ts';
import type { Violation } from '../../../src/engine/violation.ts';
import { everything, scan, violation } from './sample.ts';

const options: MarkdownOptions = { limit: commentLimit, size: (text) => text.length };
const links = 'https://github.example/owner/repo/blob/abc';
const asBase = (violations: readonly Violation[]) =>
  violations.map((each) => ({ ...each, line: each.range.start.line }));

/** The scan beside one that had another violation in place of its second, and lacked its fourth. */
const compared: ScanResult = {
  ...everything,
  difference: differenceFrom(
    asBase(
      [
        ...everything.violations.filter((_, at) => at !== 1 && at !== 3),
        violation({ file: 'chat/old.py', line: 9, phase: '2', fingerprint: 'gone' }),
        violation({ file: 'chat/rooms.py', line: 31, fingerprint: 'aaaa000000000006' }),
      ].filter(({ fingerprint, suppressed }) => fingerprint !== 'aaaa000000000006' || !suppressed),
    ),
    everything.violations,
    () => false,
  ),
};

describe('Markdown', () => {
  it('is what the golden files have, with and without a base', async () => {
    await expect(renderMarkdown(everything, options)).toMatchFileSnapshot('golden/everything.md');
    await expect(renderMarkdown(compared, { ...options, links })).toMatchFileSnapshot('golden/compared.md');
  });

  it('says what is new, fixed and silenced', () => {
    const text = renderMarkdown(compared, options);
    expect(text).toMatch(/^## SSOT: 2 new violations, 1 fixed\n/);
    expect(text).toContain('(4 unchanged ones)');
    expect(text).toContain('1 that counted are suppressed or intentional now.');
    expect(text).toContain('- `chat/old.py:9` `legacy-import`');
  });

  it('mentions nobody, and shows no markup of others', () => {
    const text = renderMarkdown(everything, options);
    expect(text).not.toContain('@somebody');
    expect(text).not.toContain('<b>');
    expect(text).toContain('&#60;b&#62;\\`tick\\`&#60;/b&#62; \\| and \\*stars\\*');
  });

  it('links to the line in the repository', () => {
    expect(renderMarkdown(scan([violation({ line: 7 })]), { ...options, links: `${links}/` })).toContain(
      `[\`chat/rooms.py:7:1\`](<${links}/chat/rooms.py#L7>)`,
    );
  });

  it('stays within its limit, in characters or bytes, and counts what is left out', () => {
    const violations = Array.from({ length: 3000 }, (_, at) =>
      violation({ line: at + 1, message: `Größe ${'ä'.repeat(at % 300)}` }),
    );
    const difference = differenceFrom([], violations, () => false);
    const parseErrors = violations.map(({ file }) => ({ file, line: 1, message: 'no' }));
    const bytes = (text: string): number => Buffer.byteLength(text);
    for (const limit of [1200, 5000, commentLimit, 1024 * 1024])
      for (const size of [options.size, bytes]) {
        const text = renderMarkdown(scan(violations, { difference, parseErrors }), { limit, size });
        expect(size(text)).toBeLessThanOrEqual(limit);
        const shown = text.split('\n').filter((line) => line.includes('`legacy-import`:')).length;
        expect(text).toContain(`- … and ${3000 - shown} more`);
      }
  });

  it('stays within its limit however much there is of what it counts by', () => {
    const phases = Array.from({ length: 100 }, (_, at) => ({ id: String(at), title: '@'.repeat(5000) }));
    const base = Array.from({ length: 100 }, (_, at) => ({
      ...violation(),
      ruleId: `${at}${'`'.repeat(5000)}`,
      line: 1,
    }));
    const difference = differenceFrom(base, [], () => false);
    const text = renderMarkdown(scan([violation()], { phases, difference }), options);
    expect(text.length).toBeLessThanOrEqual(commentLimit);
  });

  it('is short where there is nothing', () => {
    expect(renderMarkdown(scan([]), options)).toMatch(/^## SSOT: no violations\n/);
  });
});
