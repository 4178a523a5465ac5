import { describe, expect, it } from 'vitest';
import { at, extract } from './extract.ts';

describe('directives', () => {
  it.each([
    [
      'a line',
      `// ssot-disable-next-line legacy-import -- why\na();`,
      'ssot-disable-next-line legacy-import -- why',
      true,
    ],
    ['the end of a line', `a(); // ssot-disable-line x -- y`, 'ssot-disable-line x -- y', false],
    ['a block', `/* ssot-disable-file x -- y */ a();`, 'ssot-disable-file x -- y', true],
    [
      'JSX',
      `const e = <a>{/* ssot-disable-next-line x -- y */}</a>;`,
      'ssot-disable-next-line x -- y',
      false,
    ],
    ['an empty body', `function f() {\n  // ssot-disable-line x -- y\n}`, 'ssot-disable-line x -- y', true],
  ])('are found in %s', (_name, text, expected, ownLine) => {
    const { directives } = extract(text, 'a.tsx');
    expect(directives).toMatchObject([{ text: expected, ownLine }]);
    expect(at(text, directives[0]!.span)).toMatch(/^\/[/*]/);
  });

  it.each([
    ['a string', `a('// ssot-disable-line x');`],
    ['a template', 'a(`\n// ssot-disable-line x ${b} // ssot-disable-line y`);'],
    ['JSX text', `const e = <a>// ssot-disable-line x</a>;`],
    ['the middle of a comment', `// see ssot-disable-line`],
    ['a regular expression', `a(/\\/* ssot-x/);`],
  ])('are not found in %s', (_name, text) => {
    expect(extract(text, 'a.tsx').directives).toEqual([]);
  });
});

describe('syntax errors', () => {
  it('are told with their place, and what can be read is read', () => {
    const facts = extract(`import { a } from 'm';\nconst = ;\na();`);
    expect(facts.syntaxErrors[0]).toMatchObject({ offset: 29 });
    expect(facts.imports).toHaveLength(1);
    expect(facts.references.all().map(({ name }) => name)).toEqual(['a']);
  });

  it.each([
    ['a synchronous function', `function f() { await g(); }`, 1],
    ['a class property', `class A { a = await g(); }`, 1],
    ['an import in a synchronous function', `function f() { const m = await import('m'); }`, 1],
    ['an async function', `async function f() { await g(); }`, 0],
    ['a module', `await g(); export {};`, 0],
    [
      'a block of an async function',
      `const f = async () => { if (x) { for await (const a of b) g(a); } };`,
      0,
    ],
  ])('hold an await in %s', (_name, text, count) => {
    expect(extract(text).syntaxErrors).toHaveLength(count);
  });

  it('tell of a nesting that no stack holds, and nothing is thrown', () => {
    const { syntaxErrors } = extract('['.repeat(100_000));
    expect(syntaxErrors.length).toBeGreaterThan(0);
  });
});
