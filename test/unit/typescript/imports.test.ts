import { describe, expect, it } from 'vitest';
import { at, bindingOf, extract } from './extract.ts';

/** Each form as `form module names`, a name as `name>local` or `name^exported`, with `type ` before it. */
function formsOf(text: string, path?: string): string[] {
  return extract(text, path).imports.map(({ form, module, names, typeOnly }) => {
    const written = names.map(
      ({ name, local, exported, typeOnly: isType }) =>
        (isType ? 'type ' : '') +
        name +
        (local === undefined ? '' : `>${local}`) +
        (exported === undefined ? '' : `^${exported}`),
    );
    return `${typeOnly ? 'type ' : ''}${form} ${module} ${written.join(', ')}`.trim();
  });
}

describe('import forms', () => {
  it.each([
    ['named and aliased', `import { a, b as c } from 'm';`, 'from m a>a, b>c'],
    ['default', `import d from 'm';`, 'from m default>d'],
    ['default and named', `import d, { a } from 'm';`, 'from m default>d, a>a'],
    ['namespace', `import * as n from 'm';`, 'module m *>n'],
    ['side effect', `import 'm';`, 'side-effect m'],
    ['type only', `import type { A } from 'm';`, 'type from m type A>A'],
    ['inline type', `import { type A, b } from 'm';`, 'from m type A>A, b>b'],
    ['string name', `import { 'a-b' as c } from 'm';`, 'from m a-b>c'],
    ['re-export', `export { a, b as c, default as d } from 'm';`, 'reexport m a^a, b^c, default^d'],
    ['type re-export', `export type { A } from 'm';`, 'type reexport m type A^A'],
    ['star re-export', `export * from 'm';`, 'reexport m *'],
    ['namespace re-export', `export * as n from 'm';`, 'reexport m *^n'],
    ['import equals', `import n = require('m');`, 'module m *>n'],
    ['import type node', `let x: import('m').A.B;`, 'type import-type m type A'],
    ['typeof import', `let x: typeof import('m');`, 'type import-type m type *'],
    ['require', `const n = require('m');`, 'require m *>n'],
    ['require, destructured', `const { a, b: c, ...rest } = require('m');`, 'require m a>a, b>c, *>rest'],
    ['member of require', `const x = require('m').a;`, 'require m a>x'],
    ['require without a name', `require('m').a();`, 'require m a'],
    ['dynamic', `void import('m');`, 'dynamic m *'],
    ['dynamic, awaited', `const { a } = await import('m');`, 'dynamic m a>a'],
    ['dynamic, a member', `export const x = (await import('m')).a;`, 'dynamic m a>x'],
    ['dynamic, then', `import('m').then(({ a }) => a());`, 'dynamic m a>a'],
    ['assigned require', `let x; x = require('m').a;`, 'require m a>x'],
  ])('%s', (_name, text, expected) => {
    expect(formsOf(text)).toEqual([expected]);
  });

  it('reads JSDoc imports in JavaScript', () => {
    const text = `/** @import { A } from 'm' */\n/** @type {import('n').B} */\nconst x = 1;`;
    expect(formsOf(text, 'a.js')).toEqual(['type from m type A>A', 'type import-type n type B']);
  });

  it('reads no JSDoc in TypeScript', () => {
    expect(formsOf(`/** @type {import('n').B} */\nconst x = 1;`)).toEqual([]);
  });

  it('does not take a promise of a module for the module', () => {
    const facts = extract(`const p = import('m');`);
    expect(bindingOf(facts, 'p').kind).toBe('variable');
  });

  it('gives the spans of the statement, the specifier and each name', () => {
    const text = `/* before */ import d, { a as b } from "m"; // behind`;
    const [fact] = extract(text).imports;
    expect(at(text, fact!.statement)).toBe(`import d, { a as b } from "m";`);
    expect(at(text, fact!.moduleSpan)).toBe('m');
    expect(fact!.names.map(({ span }) => at(text, span))).toEqual(['d', 'a as b']);
    expect(at(text, fact!.names[1]!.nameSpan)).toBe('a');
    expect(at(text, fact!.names[1]!.localSpan!)).toBe('b');
  });

  it('gives the whole statement to a module that a declaration requires', () => {
    const text = `const { a } = require('m');`;
    const [fact] = extract(text).imports;
    expect(at(text, fact!.statement)).toBe(text);
  });

  it('binds what it imports to the import and the name', () => {
    const facts = extract(`import x from 'l';\nimport d, { a as b } from 'm';`);
    expect(bindingOf(facts, 'b')).toMatchObject({ kind: 'import', import: 1, imported: 1, space: 'both' });
  });
});

describe('module strings', () => {
  it.each([
    'jest.mock',
    'jest.doMock',
    'jest.requireActual',
    'vi.mock',
    'vi.importActual',
    'require.resolve',
  ])('%s', (callee) => {
    const text = `${callee}('./m', () => ({}));`;
    const [fact] = extract(text).strings;
    expect(fact).toMatchObject({ value: './m', callee });
    expect(at(text, fact!.contentSpan)).toBe('./m');
    expect(at(text, fact!.span)).toBe(`'./m'`);
  });

  it('has the module that an augmentation names', () => {
    const facts = extract(`export {};\ndeclare module './m' { interface A {} }`);
    expect(facts.strings).toMatchObject([{ value: './m', callee: 'declare module' }]);
  });

  it('leaves strings held as data alone', () => {
    expect(extract(`const path = './m'; log('./m'); jest.fn('./m');`).strings).toEqual([]);
  });
});
