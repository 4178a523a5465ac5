import { describe, expect, it } from 'vitest';
import { at, extract, usesOf } from './extract.ts';

describe('uses', () => {
  it.each([
    ['a call', `M();`, ['call']],
    ['a member’s call', `M.of();`, ['call of']],
    ['a construction', `new M();`, ['call']],
    ['a construction through a namespace', `new M.Manager();`, ['call Manager']],
    ['a base', `class A extends M {}`, ['base']],
    ['what is implemented', `class A implements M {}`, ['type annotation']],
    ['instanceof', `x instanceof M;`, ['isinstance']],
    ['a decorator', `@M class A {}`, ['decorator']],
    ['a called decorator', `class A { @M() a = 1; }`, ['decorator']],
    ['an annotation', `let x: M<M>;`, ['type annotation', 'type annotation']],
    ['a qualified annotation', `let x: M.N;`, ['type annotation N']],
    ['the type of a key', `interface A { [key: M]: N }`, ['type annotation']],
    ['a type query', `let x: typeof M;`, ['annotation']],
    ['an argument', `inject(M);`, ['argument']],
    ['an attribute', `x = M.a.b;`, ['attribute a b']],
    ['an element', `M['a'];`, ['attribute a']],
    ['a computed element', `M[a];`, ['attribute']],
    ['a bare name', `[M];`, ['bare']],
    ['a deleted attribute', `delete M.a;`, ['delete a']],
    ['a set attribute', `M.make = make;`, ['attribute make']],
    ['an exported name', `export { M };`, ['bare']],
    ['a default export', `export default M;`, ['bare']],
    ['an assertion', `x as M;`, ['type annotation']],
    ['a call through an assertion', `(M as N)();`, ['call']],
  ])('%s', (_name, text, expected) => {
    expect(usesOf(extract(text), 'M')).toEqual(expected);
  });

  it('reads both tags of an element, and no intrinsic one', () => {
    const facts = extract(`const e = <M><div><C.P a={b} /></div></M>;`, 'a.tsx');
    expect(facts.references.all().map(({ name, members }) => [name, ...members].join('.'))).toEqual([
      'M',
      'C.P',
      'b',
      'M',
    ]);
  });

  it('puts a type query of a type-only name into type space', () => {
    expect(usesOf(extract(`type M = 1; let x: typeof M;`), 'M')).toEqual(['type annotation']);
  });

  it('says where a name stands for a key as well', () => {
    const facts = extract(`f({ a, b: a }); export { a };`);
    expect(
      facts.references
        .all()
        .filter(({ name }) => name === 'a')
        .map(({ shorthand }) => shorthand),
    ).toEqual(['property', undefined, 'export']);
  });

  it('takes no key, member, label or declared name for a reference', () => {
    const text = `outer: for (;;) { break outer; } const o = { k: 1, m() {} }; o.p; class A { q = 1; } enum E { V }`;
    expect(
      extract(text)
        .references.all()
        .map(({ name }) => name),
    ).toEqual(['o']);
  });
});

describe('calls', () => {
  it.each([
    ['make().send()', 'send'],
    ['(make() as A)!.send()', 'send'],
    ['make()?.send', 'send'],
    ['make()[0].x', undefined],
    ['make()', undefined],
  ])('tells which attribute of a result is read at once: %s', (text, member) => {
    const reference = extract(text)
      .references.all()
      .find(({ name }) => name === 'make');
    expect(reference!.call!.member).toBe(member);
  });

  it('does not take an attribute of an awaited result for one of the call', () => {
    const reference = extract('async () => (await make()).send()').references.at(0);
    expect(reference.call!.member).toBeUndefined();
  });

  it('gives the call, its arguments and the await before it', () => {
    const text = `async function f() { return await new M(a, ...rest, ); }`;
    const reference = extract(text)
      .references.all()
      .find(({ name }) => name === 'M');
    const call = reference!.call!;
    expect(at(text, call.span)).toBe('new M(a, ...rest, )');
    expect(at(text, call.argumentsSpan)).toBe('a, ...rest, ');
    expect(at(text, call.awaitSpan!)).toBe('await new M(a, ...rest, )');
    expect(call.isNew).toBe(true);
    expect(call.arguments.map(({ span, spread }) => [at(text, span), spread])).toEqual([
      ['a', undefined],
      ['...rest', 'positional'],
    ]);
  });

  it('has an empty span for the arguments of new without parentheses', () => {
    const text = `new M;`;
    const { argumentsSpan } = extract(text).references.at(0).call!;
    expect([argumentsSpan.start, argumentsSpan.end]).toEqual([5, 5]);
  });

  it('says what a name or the result of its call is passed to', () => {
    const facts = extract(`run.task(make(), thing);`);
    expect(facts.references.all().map(({ name, argumentOf }) => [name, argumentOf])).toEqual([
      ['run', undefined],
      ['make', 'run.task'],
      ['thing', 'run.task'],
    ]);
  });

  it('records an attribute that is set on a name', () => {
    expect(extract(`C.make = a.make;`).memberAssignments).toMatchObject([
      { owner: 'C', member: 'make', target: 'a.make' },
    ]);
  });

  it('survives ten thousand operands', () => {
    expect(extract(Array(10_000).fill('a').join('+')).references.all()).toHaveLength(10_000);
  });
});
