import { describe, expect, it } from 'vitest';
import { bindingOf, extract } from './extract.ts';

/** `exported<local` and `exported@import.imported`. */
function exportsOf(text: string, path?: string): string[] {
  return extract(text, path).exports.map(
    ({ exported, local, import: index, imported, typeOnly }) =>
      `${typeOnly ? 'type ' : ''}${exported}${local === undefined ? '' : `<${local}`}${index === undefined ? '' : `@${index}.${imported}`}`,
  );
}

describe('exports', () => {
  it.each([
    [
      'declarations',
      `export const a = 1, { b } = c; export function f() {} export class D {}`,
      ['a<a', 'b<b', 'f<f', 'D<D'],
    ],
    ['types', `export interface A {} export type B = 1; export enum C {}`, ['type A<A', 'type B<B', 'C<C']],
    ['a list', `export { a, b as c, type D };`, ['a<a', 'c<b', 'type D<D']],
    ['a default name', `export default a;`, ['default<a']],
    ['a default class', `export default class A {}`, ['default<A']],
    ['a default class without a name', `export default class {}`, ['default<default']],
    ['a default expression', `export default new A();`, ['default<default']],
    ['re-exports', `export * from 'm'; export { a as b } from 'n';`, ['*@0.0', 'b@1.0']],
    ['a namespace re-export', `export * as n from 'm';`, ['n@0.0']],
    ['export equals', `export = a;`, ['export=<a']],
    ['nothing of a namespace', `namespace N { export const a = 1; }`, []],
  ])('%s', (_name, text, expected) => {
    expect(exportsOf(text)).toEqual(expected);
  });

  it('binds a default export that has no name of its own', () => {
    expect(bindingOf(extract(`export default new A();`), 'default')).toMatchObject({
      kind: 'variable',
      calls: 'A',
    });
    expect(bindingOf(extract(`export default async () => 1;`), 'default')).toMatchObject({
      kind: 'function',
      isAsync: true,
    });
  });
});

describe('CommonJS exports', () => {
  it.each([
    ['a member', `exports.a = a;`, ['a<a']],
    ['a member without a name', `module.exports.a = () => 1;`, ['a<exports.a']],
    ['the whole', `module.exports = A;`, ['export=<A']],
    [
      'an object',
      `module.exports = { a, b: c, d: require('m').D };`,
      ['export=<export=', 'a<a', 'b<c', 'd@0.0'],
    ],
    ['another module', `module.exports = require('m');`, ['*@0.0']],
    ['a spread module', `module.exports = { ...require('m') };`, ['export=<export=', '*@0.0']],
  ])('%s', (_name, text, expected) => {
    expect(exportsOf(text, 'a.cjs')).toEqual(expected);
  });
});
