import { describe, expect, it } from 'vitest';
import { editNotebook } from '../../../src/engine/notebook/editNotebook.ts';
import { readNotebook } from '../../../src/engine/notebook/readNotebook.ts';
import { writeNotebook } from '../../../src/engine/notebook/writeNotebook.ts';
import { bytes, cell, file, notebook } from './cells.ts';

/** The file after `old` was replaced in the module by `text`, all the way that a fix goes. */
function replaced(content: string, old: string, text: string): string {
  const before = readNotebook(bytes(content));
  const start = before.text.indexOf(old);
  expect(start).toBeGreaterThanOrEqual(0);
  const edited = editNotebook(before, [{ span: { start, end: start + old.length }, text }]);
  if (!edited.ok) return `refused: ${edited.reason}`;
  const written = Buffer.from(writeNotebook(bytes(content), edited.edits)).toString('utf8');
  expect(readNotebook(bytes(written)).text).toBe(edited.notebook.text);
  return written;
}

describe('writing a notebook', () => {
  const content = file(
    notebook(['import a\nimport b\n', cell('c = "é"\nd', { outputs: [{ data: 'x'.repeat(99) }] })]),
  );

  it('changes the string of the line and nothing else', () => {
    expect(replaced(content, 'import b', 'import beta')).toBe(content.replace('import b', 'import beta'));
    expect(replaced(content, '"é"', '"è\\t"')).toBe(content.replace('\\"é\\"', '\\"è\\\\t\\"'));
  });

  it('adds lines in the layout of the list', () => {
    expect(replaced(content, 'import b', 'import x\nimport b')).toBe(
      content.replace('"import b', '"import x\\n",\n    "import b'),
    );
    expect(replaced(content, 'd\n', 'd\ne\n')).toBe(content.replace('"d"', '"d\\n",\n    "e"'));
  });

  it('takes lines away, the last one with the line end before it', () => {
    expect(replaced(content, 'import a\n', '')).toBe(content.replace('"import a\\n",\n    ', ''));
    expect(replaced(content, 'd\n', '')).toBe(content.replace('\\n",\n    "d"', '"'));
    const one = file(notebook(['import a']));
    expect(replaced(one, 'import a\n', '')).toBe(one.replace(/\[\s*"import a"\s*\]/, '[]'));
  });

  it.each([
    ['{"cells":[{"cell_type":"code","source":["a"]}]}', '["a","b"]'],
    ['{"cells": [{"cell_type": "code", "source": ["a"]}]}', '["a", "b"]'],
    ['{"cells":[{"cell_type":"code","source":["a\\n","c"]}]}', '["a\\n","b\\n","c"]'],
    ['{"cells":[{"cell_type":"code","source":[\n\t"a"\n]}]}', '[\n\t"a",\n\t"b"\n]'],
  ])('keeps the layout of %s', (text, list) => {
    const written = replaced(text, 'a\n', 'a\nb\n');
    expect(written).toBe(text.replace(/\[(?=[^[]*$)[^\]]*\]/, list.replace('"a",', '"a\\n",')));
  });

  it('keeps a source that is one string', () => {
    const text = '{"cells": [{"source": "a\\nb \\u00e9\\/", "cell_type": "code"}]}\r\n';
    expect(replaced(text, 'b', 'c\n"d"')).toBe(text.replace('\\nb', '\\nc\\n\\"d\\"'));
  });

  it('escapes the half that is left of a character', () => {
    const text = '{"cells": [{"source": ["s = \'😀\'"], "cell_type": "code"}]}';
    expect(replaced(text, '\ude00', 'x')).toBe(text.replace('😀', '\\ud83dx'));
    expect(replaced(text, '\ud83d', 'x')).toBe(text.replace('😀', 'x\\ude00'));
  });

  it('escapes what is beyond ASCII where the notebook does', () => {
    const text = '{"cells": [{"source": ["s = \\"\\u00E9\\"\\n", "b"], "cell_type": "code"}]}';
    expect(replaced(text, 'b', '"ü😀"')).toBe(text.replace('"b"', '"\\"\\u00fc\\ud83d\\ude00\\""'));
    expect(replaced(text.replace('\\u00E9', 'é'), 'b', 'ü')).toContain('["s = \\"é\\"\\n", "ü"]');
  });

  it('keeps a byte order mark, and every byte of what is not edited', () => {
    const text = `\uFEFF${content.replaceAll('\n', '\r\n')}   `;
    expect(replaced(text, 'import b', 'import c')).toBe(text.replace('import b', 'import c'));
  });

  it('keeps lines together that were cut in odd places', () => {
    const text = '{"cells": [{"source": ["im", "port a\\nimp", "ort b\\nc"], "cell_type": "code"}]}';
    expect(replaced(text, 'import b', 'import d')).toBe(
      '{"cells": [{"source": ["im", "port a\\n", "import d\\n", "c"], "cell_type": "code"}]}',
    );
  });
});

describe('an edit of a notebook', () => {
  const content = file(notebook(['import a\n%time b()\n!ls', '!cd x\nc\n', '  d = 1\n  e']));

  it.each([
    ['over two cells', 'c\n\n\n', 'c'],
    ['of a command', '0;    b()', 'b()'],
    ['that makes a command', 'c', '!c'],
    ['that asks for help', 'c', 'c?'],
    ['that breaks a line magic in two', 'b()', 'b(\n)'],
    ['of indentation that the cell does not count', ' \fe', ' \fif e: pass'],
    ['that makes a cell of another language', 'import a', '%%bash'],
  ])('is refused: one %s', (_, old, text) => {
    expect(replaced(content, old, text)).toMatch(/^refused: /);
  });

  it('may be in several cells, and touch what stands beside a command', () => {
    const before = readNotebook(bytes(content));
    const edits = ['import a', 'b()', 'e\n\n'].map((old) => {
      const start = before.text.indexOf(old);
      return { span: { start, end: start + 1 }, text: 'x' };
    });
    const edited = editNotebook(before, edits);
    expect(edited).toMatchObject({
      ok: true,
      notebook: { cells: [{ source: 'xmport a\n%time x()\n!ls' }, {}, { source: '  d = 1\n  x' }] },
    });
  });
});
