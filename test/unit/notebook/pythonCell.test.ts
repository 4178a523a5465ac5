import { describe, expect, it } from 'vitest';
import { notebookFacts } from '../../../src/engine/notebook/notebookFacts.ts';
import { pythonOf } from '../../../src/engine/notebook/pythonCell.ts';
import { readNotebook } from '../../../src/engine/notebook/readNotebook.ts';
import { bytes, file, notebook } from './cells.ts';

const blank = (source: string): string | undefined =>
  pythonOf(source)?.python.replaceAll(/ +(?=\r?\n|$)/g, '');

describe('what of a cell is Python', () => {
  it.each([
    ['%matplotlib inline\nimport a', '\nimport a'],
    ['import a\n%load_ext autoreload\n%autoreload 2', 'import a\n\n'],
    ['!pip install "x\nimport a', '\nimport a'],
    ['!ls \\\n  -l\nimport a', '\n\nimport a'],
    ['?open\nopen?\nopen??\nimport a', '\n\n\nimport a'],
    ['a.b[0].c?\n%time?', '\n'],
    ['files = !ls *.py\nhere = %pwd\nimport a', 'files = 0\nhere = 0\nimport a'],
    ['if a:\n    !ls\n    %cd x\nelse:\n    b', 'if a:\n    0\n    0\nelse:\n    b'],
    ['for x in y:\n    z = !echo {x}', 'for x in y:\n    z = 0'],
    ['/f 1\n,g a b\n;h a', '\n\n'],
    ['x = (1\n  % y)\n!ls', 'x = (1\n  % y)\n'],
    ['s = """\n%time\n!ls\n"""\n%time', 's = """\n%time\n!ls\n"""\n'],
    ['a = b \\\n  != c', 'a = b \\\n  != c'],
    ['a = b != c  # why?', 'a = b != c  # why?'],
    ['f(x=!1)', 'f(x=!1)'],
    ["t = 'it\\'s?' ", "t = 'it\\'s?'"],
    ['%time x = load()', '0;    x = load()'],
    ['%timeit -n 10 -r3 load()', '0;                load()'],
    ['%time load(', ''],
    ['%timeit', ''],
    ['%%time\nimport a', '\nimport a'],
    ['\n\n%%capture out\n%%timeit -n 3\n\nimport a\n%time a.b()', '\n\n\n\n\nimport a\n0;    a.b()'],
    ['%%time?\nimport a', '\nimport a'],
    ['  %%time\n  import a', ' \f\n\f\fimport a'],
    ['%%capture out\n\timport a\n\tb', '\n\fimport a\n\fb'],
    ['%sql select 1\nimport a', '\nimport a'],
    ['import a\r\n!ls\r\nimport b', 'import a\r\n\r\nimport b'],
    ['import a;', 'import a;'],
    ['', ''],
  ])('%j', (source, python) => {
    expect(blank(source)).toBe(python);
    expect(pythonOf(source)?.python.length).toBe(source.length);
  });

  it.each([
    '%%bash\nls',
    '\n%%writefile a.py\nimport a',
    '%%html',
    '%%time\n%%sh\nls',
    '%md # Title',
    '%sql\nselect 1',
  ])('is nothing in another language: %j', (source) => {
    expect(pythonOf(source)).toBeUndefined();
  });

  it('keeps what it leaves out, which may use names', () => {
    expect(pythonOf('%timeit a()\n!echo {b}\nc?')?.hidden).toBe('%timeit \n!echo {b}\nc?');
    const read = readNotebook(bytes(file(notebook(['!echo {b}', '%%bash\necho', 'import a']))));
    expect(read.hidden).toBe('!echo {b}\n%%bash\necho');
  });
});

describe('the facts of a notebook', () => {
  const facts = (...cells: readonly string[]) => notebookFacts(readNotebook(bytes(file(notebook(cells)))));
  const errors = (...cells: readonly string[]) => facts(...cells).syntaxErrors.map(({ message }) => message);

  it('take cells that are indented as a whole, or have prompts', () => {
    expect(
      errors('  import a\n  if a:\n      b\n', '>>> import c\n>>> if c:\n...     d\n', '\timport e'),
    ).toEqual([]);
  });

  it('let what is open in a cell end with it', () => {
    const { imports, syntaxErrors } = facts(
      'f(',
      'import a',
      's = """',
      'import b',
      'if x:',
      'import c',
      'f"{',
      'd',
    );
    expect(imports.map(({ module }) => module)).toEqual(['a', 'b', 'c']);
    expect(syntaxErrors.map(({ message }) => message)).toEqual([
      "'(' was never closed",
      'unterminated triple-quoted string literal',
      'expected an indented block',
      "f-string: expecting '}'",
    ]);
  });

  it('do not join a statement with the next cell', () => {
    expect(errors('if a:\n    b', 'else:\n    c')).toHaveLength(1);
    expect(errors('@a', 'def b(): pass')).toHaveLength(1);
  });

  it('let every cell await, and begin with a __future__ import', () => {
    const awaits = 'await a()\nasync for b in c():\n    await d\nx = [await e async for e in f()]';
    expect(errors(awaits, 'from __future__ import annotations\nimport a')).toEqual([]);
    expect(errors('def f():\n    await a()')).toEqual(["'await' outside async function"]);
  });

  it('bind names for all cells', () => {
    const { bindings, references } = facts('import a', 'def f():\n    return a');
    expect(bindings.map(({ name, scope }) => [name, scope])).toEqual([
      ['a', 0],
      ['f', 0],
    ]);
    expect(references.all().map(({ name }) => name)).toEqual(['a']);
  });
});
