import { describe, expect, it } from 'vitest';
import { extract } from './extract.ts';

/** The parser reads an await anywhere: that it may not stand there is found by the walk, on which the gate of fixes relies. */
describe('an await', () => {
  it.each([
    ['the body of an async function', 'async function f() { await g(); }'],
    ['the top level', 'await g();'],
    ['an async function in a default', 'async function f(h = async () => await g()) {}'],
    ['a default that is none of a parameter', 'async function f() { const { a = await g() } = b; }'],
  ])('may stand in %s', (_where, text) => {
    expect(extract(text).syntaxErrors).toEqual([]);
  });

  it.each([
    ['a synchronous function', 'function f() { await g(); }'],
    ['the default of a parameter', 'async function f(a = await g()) {}'],
    ['a default inside of a parameter', 'async function f({ a: [b = await g()] }) {}'],
    ['the default of an arrow function', 'const f = async (a = await g()) => a;'],
    ['an initializer of a class', 'class A { a = await g(); }'],
  ])('may not stand in %s', (_where, text) => {
    expect(extract(text).syntaxErrors).toHaveLength(1);
  });
});
