import { describe, expect, it } from 'vitest';
import { extractPythonFacts } from '../../../src/engine/python/extractFacts.ts';

/** Each source with the text at which its first problem is reported, and what stays readable behind it. */
const rejected: readonly [title: string, source: string, message: string][] = [
  ['an unexpected indent', 'x = 1\n    y = 2\n', 'unexpected indent'],
  [
    'a dedent to no level',
    'if x:\n        a\n    b\n',
    'unindent does not match any outer indentation level',
  ],
  [
    'tabs and spaces that contradict',
    'if x:\n        a\n\tb\n',
    'inconsistent use of tabs and spaces in indentation',
  ],
  ['a string that is not closed', 'x = "abc\n', 'unterminated string literal'],
  ['a triple-quoted one', 'x = """abc\n', 'unterminated triple-quoted string literal'],
  ['a bracket that is not closed', 'x = (1,\n', "'(' was never closed"],
  ['a bracket that was not opened', 'x = 1)\n', "unmatched ')'"],
  [
    'brackets that do not match',
    'x = (1]\n',
    "closing parenthesis ']' does not match opening parenthesis '('",
  ],
  ['a missing block', 'def f():\nx = 1\n', 'expected an indented block'],
  ['a missing colon', 'if x\n    y\n', "expected ':'"],
  ['two names side by side', 'print x\n', 'invalid syntax'],
  ['a try without handlers', 'try:\n    x\ny\n', "expected 'except' or 'finally' block"],
  ['an await in a plain function', 'def f():\n    await g()\n', "'await' outside async function"],
  ['an await in a module', 'await g()\n', "'await' outside function"],
  ['a return in a class', 'class C:\n    return 1\n', "'return' outside function"],
  ['a yield in a module', 'yield 1\n', "'yield' outside function"],
  ['a break outside of a loop', 'def f():\n    break\n', "'break' outside loop"],
  [
    'a late __future__ import',
    'import a\nfrom __future__ import b\n',
    'from __future__ imports must occur at the beginning of the file',
  ],
  ['a star import in a function', 'def f():\n    from a import *\n', 'import * only allowed at module level'],
  ['a call that is assigned to', 'f() = 1\n', 'cannot assign to function call'],
  ['a curly quote', 'x = “a”\n', 'invalid character in a name'],
  ['an f-string field that is not closed', 'f"{x"\n', 'unterminated string literal'],
];

describe('a file that CPython rejects', () => {
  it.each(rejected)('for %s says so', (_title, source, message) => {
    expect(extractPythonFacts(source).syntaxErrors.map((problem) => problem.message)).toContain(message);
  });
  it.each(rejected)('for %s still yields the function behind', (_title, source) => {
    if (source.includes('"""')) return;
    const { bindings } = extractPythonFacts(`${source}def behind():\n    pass\n`);
    expect(bindings.map(({ name }) => name)).toContain('behind');
  });
  it('reports a bracket that is not closed once, where it opens, and reads on from the next statement', () => {
    const source = 'from a import (\n    b,\nimport c\nx = [d,\ndef f():\n    return g(1)\n';
    const facts = extractPythonFacts(source);
    expect(facts.syntaxErrors.map(({ offset }) => source[offset])).toEqual(['(', '[']);
    expect(facts.imports.map(({ module }) => module)).toEqual(['a', 'c']);
    expect(facts.references.all().map(({ name }) => name)).toEqual(['d', 'g']);
  });
  it.each([
    ['@\n', 1],
    // The indentation is a mistake of its own.
    [' @\n', 2],
    ['@d\nx = 1\n', 1],
    ['if x:\n    @d\n', 1],
    ['match x:\n    case 1: pass\n    y\n', 1],
    ['else:\n    x\n', 1],
  ])('loses no definition behind %j, and reports %i', (before, problems) => {
    const facts = extractPythonFacts(`${before}def behind():\n    pass\n`);
    expect(facts.bindings.map(({ name }) => name)).toContain('behind');
    expect(facts.syntaxErrors).toHaveLength(problems);
  });
  it('reads the suite of a header that cannot be read', () => {
    const facts = extractPythonFacts('if x y:\n    import a\nimport b\n');
    expect(facts.imports.map(({ module }) => module)).toEqual(['a', 'b']);
    expect(facts.syntaxErrors).toHaveLength(1);
  });
});

describe('a file that CPython compiles', () => {
  it.each([
    ['an empty file', ''],
    ['a file without a last line end', 'x = 1'],
    ['a byte order mark', '\ufeffimport a\n'],
    ['carriage returns alone', 'if x:\r    y\rz\r'],
    ['form feeds between functions', 'def f():\n    pass\n\f\ndef g():\n    pass\n'],
    ['tabs', 'if x:\n\ty\n\tif z:\n\t\tw\n'],
    ['a comment at a deeper level', 'if x:\n    y\n        # deeper\nz\n'],
    ['numbers before keywords', 'x = 1if y else 0x1for z\n'],
    ['an await in a generator', 'def f():\n    return (await x for x in y)\n'],
    [
      'soft keywords as names',
      'match, case, type, lazy, _ = 1, 2, 3, 4, 5\nprint(type(match)[case])\ntype = 1\n',
    ],
    ['semicolons at the end', 'x = 1;\nif y: z; w;\n'],
    ['a lambda with defaults', 'f = lambda a, *b, c=1, **d: (a, b)\n'],
    ['slices', 'x[1:2, ::3, ...]\nx[:]\nx[a:=1]\nx[*y]\n'],
    ['decorated expressions', '@(lambda f: f)\n@x[0].y\ndef f(): ...\n'],
    ['a continuation in an indentation', 'if x:\n    y = 1 + \\\n  2\n'],
    ['exceptions without brackets', 'try: pass\nexcept A, B: pass\n'],
    ['chained comparison and not in', 'a < b not in c is not d\n'],
  ])('is read without errors: %s', (_title, source) => {
    expect(extractPythonFacts(source).syntaxErrors).toEqual([]);
  });
});
