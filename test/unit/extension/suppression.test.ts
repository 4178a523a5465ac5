import { describe, expect, it } from 'vitest';
import { suppressionOf } from '../../../src/extension/suppression.ts';

/** The text after the insertion, with `‸` where the cursor is. */
function suppressed(text: string, line: number, language = 'python'): string | undefined {
  const lines = text.split('\n');
  const insertion = suppressionOf(
    { lineAt: (at) => ({ text: lines[at] ?? '' }) },
    line,
    'legacy-import',
    language,
    '\n',
  );
  if (!insertion) return undefined;
  const at =
    lines.slice(0, insertion.line).join('\n').length + (insertion.line > 0 ? 1 : 0) + insertion.column;
  const inserted = insertion.before + (insertion.after === undefined ? '' : `‸${insertion.after}`);
  return text.slice(0, at) + inserted + text.slice(at);
}

describe('a suppression', () => {
  it('stands above the line, with the cursor at its reason', () => {
    expect(suppressed('import a\nimport b', 1)).toBe(
      'import a\n# ssot-disable-next-line legacy-import -- ‸\nimport b',
    );
  });

  it('is indented like the line', () => {
    expect(suppressed('def f():\n\t  import b', 1)).toBe(
      'def f():\n\t  # ssot-disable-next-line legacy-import -- ‸\n\t  import b',
    );
  });

  it('is a comment of the language', () => {
    expect(suppressed('import "b";', 0, 'typescript')).toBe(
      '// ssot-disable-next-line legacy-import -- ‸\nimport "b";',
    );
  });

  it('joins the one that stands there', () => {
    expect(suppressed('# ssot-disable-next-line factory-misuse -- why\nf()', 1)).toBe(
      '# ssot-disable-next-line factory-misuse, legacy-import -- why\nf()',
    );
  });

  it('cannot stand inside a continued line', () => {
    expect(suppressed('x = \\\n  Manager()', 1)).toBeUndefined();
  });

  it('is not put between JSX tags', () => {
    expect(suppressed('<ul>\n  <Manager />\n</ul>', 1, 'typescriptreact')).toBeUndefined();
    expect(suppressed('import b from "b";', 0, 'typescriptreact')).toBeDefined();
  });
});
