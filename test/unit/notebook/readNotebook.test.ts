import { describe, expect, it } from 'vitest';
import { rangeInCell, rangeInFile } from '../../../src/engine/notebook/notebook.ts';
import { readNotebook } from '../../../src/engine/notebook/readNotebook.ts';
import { bytes, cell, file, notebook } from './cells.ts';

const read = (content: object) => readNotebook(bytes(file(content)));

/** Where a word of the module stands: in the file, and in its cell. */
function find(text: string, word: string) {
  const found = readNotebook(bytes(text));
  const start = found.text.indexOf(word);
  const span = { start, end: start + word.length };
  return { inFile: rangeInFile(found, span), inCell: rangeInCell(found, span) };
}

describe('reading a notebook', () => {
  it('puts its code cells together, and nothing else', () => {
    const content = notebook(['import a\n', cell('# Title', { kind: 'markdown' }), 'b = 1\nc = 2']);
    expect(read(content)).toMatchObject({
      text: 'import a\n\n\nb = 1\nc = 2\n\n',
      cells: [
        { index: 1, source: 'import a\n' },
        { index: 3, source: 'b = 1\nc = 2' },
      ],
      problem: undefined,
    });
  });

  it('takes a source that is one string, or is cut anywhere', () => {
    const content = notebook([
      { cell_type: 'code', source: 'a = 1\nb = 2' },
      { cell_type: 'code', source: ['im', 'port a\nimport', ' b'] },
    ]);
    expect(read(content).cells.map(({ source }) => source)).toEqual(['a = 1\nb = 2', 'import a\nimport b']);
  });

  it('takes format 3, whose cells are in worksheets and have another name for their source', () => {
    const content = {
      metadata: { name: '' },
      nbformat: 3,
      nbformat_minor: 0,
      worksheets: [
        {
          cells: [
            { cell_type: 'heading', level: 1, source: ['Title'] },
            { cell_type: 'code', input: ['import a\n', 'b'], language: 'python', outputs: [] },
            { cell_type: 'code', input: ['x <- 1'], language: 'R', outputs: [] },
          ],
        },
      ],
    };
    expect(read(content).cells).toMatchObject([{ index: 2, source: 'import a\nb' }]);
  });

  it('takes a byte order mark, escapes, and whatever order the keys are in', () => {
    const text = `\uFEFF{"nbformat": 4, "cells": [{"source": "s = \\"\\u00e9\\\\n\\ud83d\\ude00\\"\\nt", "cell_type": "code"}]}`;
    expect(readNotebook(bytes(text))).toMatchObject({ text: 's = "é\\n😀"\nt\n\n', problem: undefined });
    // The byte order mark is no column.
    expect(find(text, 't\n').inFile?.start).toEqual({ line: 1, column: text.indexOf('t", "cell_type') });
  });

  it.each([
    ['another kernel', { kernelspec: { language: 'R' } }],
    [
      'what ran last, whatever the kernel',
      { kernelspec: { language: 'python' }, language_info: { name: 'julia' } },
    ],
  ])('skips a notebook of %s', (_, kernel) => {
    expect(read(notebook(['import a'], kernel))).toMatchObject({ text: '', cells: [], problem: undefined });
  });

  it.each([{}, { kernelspec: { name: 'python3' } }, { language_info: { name: 'ipython' } }])(
    'takes the kernel %j for Python',
    (kernel) => {
      expect(read(notebook(['import a'], kernel)).text).toBe('import a\n\n');
    },
  );

  it('skips cells in another language', () => {
    const shell = cell('ls', { metadata: { vscode: { languageId: 'shellscript' } } });
    const own = cell('import a', { metadata: { vscode: { languageId: 'python' } } });
    expect(read(notebook([shell, own, '%%bash\nimport x', '%md\nimport y'])).cells).toMatchObject([
      { index: 2 },
    ]);
  });

  it('says in which line of the file something is, and in which of its cell', () => {
    const text = file(notebook(['# Title', 's = "ä"; import a\nimport b']));
    expect(find(text, 'import a')).toEqual({
      inFile: { start: { line: 18, column: 17 }, end: { line: 18, column: 25 } },
      inCell: { index: 2, range: { start: { line: 1, column: 10 }, end: { line: 1, column: 18 } } },
    });
    expect(text.split('\n')[17]!.slice(16, 24)).toBe('import a');
    expect(find(text, 'import b').inFile).toEqual({
      start: { line: 19, column: 6 },
      end: { line: 19, column: 14 },
    });
  });

  it('counts columns in UTF-16 units where all of it is one line', () => {
    const text = JSON.stringify(
      notebook([cell('x = "é😀"', { outputs: [{ text: 'é😀\ud800' }] }), 'import a']),
    );
    const at = text.indexOf('import a');
    expect(find(text, 'import a').inFile).toEqual({
      start: { line: 1, column: at + 1 },
      end: { line: 1, column: at + 9 },
    });
  });
});

describe('a file that is no notebook', () => {
  it.each([
    ['{"cells": [', 'it ends where an object is expected', 1, 12],
    ['{"cells": [{"cell_type": "code", "source": ["a\\n",]}]}', 'expected a value behind the comma', 1, 51],
    ['{"cells": []}\n<<<<<<< HEAD\n', 'expected the end', 2, 1],
    ['{"cells": [{"source": "a\n"}]}', 'a string is not closed on its line', 1, 23],
    ['{"cells": [{"source": "a}]}', 'a string is not closed', 1, 23],
    ['{"cells": [{"outputs": [{"a": nul}]}]}', 'expected a value', 1, 31],
    ['{"cells": [{"outputs": [1 2]}]}', 'expected a comma or the end of what is open', 1, 27],
    ['{"cells": {}}', 'expected an array', 1, 11],
    ['[]', 'expected an object', 1, 1],
    ['{"cells": [{"cell_type": "code", "source": "\\x"}]}', 'there is no such escape', 1, 45],
    ['{"cells": [{"cell_type": "code", "source": "\t"}]}', 'a control character is not escaped', 1, 45],
  ])('says where it breaks off: %s', (text, message, line, column) => {
    expect(readNotebook(bytes(text)).problem).toEqual({
      message: `it is not valid JSON: ${message}`,
      position: { line, column },
    });
  });

  it('still yields the cells before', () => {
    const text = file(notebook(['import a', 'import b'])).replace(/import b"[^]*/, 'import b"\n<<<<<<< HEAD');
    expect(readNotebook(bytes(text))).toMatchObject({
      cells: [{ source: 'import a' }],
      problem: { position: { line: 19 } },
    });
  });

  it('says so where it is other JSON; an empty file is a new notebook', () => {
    expect(readNotebook(bytes('{}')).problem?.message).toBe('it is no notebook: it has no cells');
    expect(readNotebook(bytes(' \n')).problem).toBeUndefined();
  });

  it('takes what Python writes beyond JSON', () => {
    const text = '{"cells": [{"outputs": [NaN, -Infinity, 1e9, -0.5, true, null]}]}';
    expect(readNotebook(bytes(text)).problem).toBeUndefined();
  });
});
