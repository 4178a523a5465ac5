import { describe, expect, it } from 'vitest';
import { at, bindingOf, extract } from './extract.ts';

describe('definitions', () => {
  it('knows a class with its bases, decorators and members', () => {
    const text = `@Injectable()\nexport class A extends b.B<C> { make() {} static of = async () => 1; }`;
    const facts = extract(text);
    const a = bindingOf(facts, 'A');
    expect(a).toMatchObject({
      kind: 'class',
      space: 'both',
      scope: 0,
      bases: ['b.B'],
      decorators: ['Injectable'],
    });
    expect(a.kind === 'class' && at(text, a.definition)).toBe(text);
    const members = facts.bindings.filter(({ scope }) => a.kind === 'class' && scope === a.body);
    expect(members).toMatchObject([
      { name: 'make', kind: 'function', isAsync: false },
      { name: 'of', kind: 'function', isAsync: true },
    ]);
  });

  it('points a generic class to its body, not to the block of its type parameters', () => {
    const facts = extract(`class A<T extends (x: T) => void> { m() {} }`);
    const a = bindingOf(facts, 'A');
    expect(a.kind === 'class' && facts.blocks[a.body]).toMatchObject({ kind: 'class', name: 'A' });
  });

  it('knows a class or function that a constant is set to by that name', () => {
    const facts = extract(`const A = class extends B {}; const f = async (x: C) => 1;`);
    expect(bindingOf(facts, 'A')).toMatchObject({ kind: 'class', bases: ['B'] });
    expect(bindingOf(facts, 'f')).toMatchObject({
      kind: 'function',
      isAsync: true,
      parameters: [{ name: 'x', annotation: 'C' }],
    });
  });

  it('says where a try or its handler cannot but throw', () => {
    const text = `try { f(); throw a; } catch (e) { if (x) throw e; log(e); } try { g(); } catch (e) { throw new B(e); }`;
    expect(
      extract(text).blocks.flatMap(({ kind, raisesAt }) =>
        kind === 'try' || kind === 'except' ? [raisesAt && text.slice(raisesAt).split(';', 1)[0]] : [],
      ),
    ).toEqual(['throw a', undefined, undefined, 'throw new B(e)']);
  });

  it('tells a parameter’s kind, default and annotation', () => {
    const facts = extract(`function f(this: W, a: ns.A | null, { b }: B, c?: C, d = 1, ...rest: D[]) {}`);
    const f = bindingOf(facts, 'f');
    expect(f.kind === 'function' && f.parameters).toEqual([
      { name: 'a', kind: 'positional', hasDefault: false, annotation: 'ns.A' },
      { name: '{ b }', kind: 'positional', hasDefault: false, annotation: 'B' },
      { name: 'c', kind: 'positional', hasDefault: true, annotation: 'C' },
      { name: 'd', kind: 'positional', hasDefault: true },
      { name: 'rest', kind: 'rest', hasDefault: false },
    ]);
  });

  it.each([
    ['function make(): Promise<A> {}', 'Promise'],
    ['const make = async (): Promise<m.A> => a;', 'Promise'],
    ['function make(): m.A | undefined {}', 'm.A'],
    ['function make() {}', undefined],
  ])('gives the name that a result is annotated with: %s', (text, returns) => {
    const make = bindingOf(extract(text), 'make');
    expect(make.kind === 'function' && make.returns).toBe(returns);
  });

  it.each([
    ['throws', `{ log(); throw new Error(); }`, true],
    ['may return before', `{ if (x) return; throw new Error(); }`, false],
    ['returns in a function of its own', `{ const f = () => { return 1; }; throw f; }`, true],
    ['throws on a condition', `{ if (x) throw new Error(); }`, false],
  ])('knows whether a constructor always raises: %s', (_name, body, expected) => {
    expect(bindingOf(extract(`class A { constructor() ${body} }`), 'constructor')).toMatchObject({
      alwaysRaises: expected,
    });
  });

  it.each([
    ['another name', `const X = a.Y;`, { kind: 'alias', target: 'a.Y' }],
    ['another name through an assertion', `const X = a as B;`, { kind: 'alias', target: 'a' }],
    ['a member taken out of a name', `const { X } = ns;`, { kind: 'alias', target: 'ns.X' }],
    ['a call', `const X = await make.it(1);`, { kind: 'variable', calls: 'make.it' }],
    ['a construction', `const X: T = new A();`, { kind: 'variable', calls: 'A', annotation: 'T' }],
    ['nothing', `let X = null;`, { kind: 'variable', isNone: true }],
    ['undefined', `let X = undefined;`, { kind: 'variable', isNone: true }],
    ['an interface', `interface X {}`, { kind: 'type', space: 'type' }],
    ['an enum', `enum X {}`, { kind: 'enum', space: 'both' }],
    ['a namespace', `namespace X {}`, { kind: 'namespace' }],
    ['import equals a name', `import X = a.B;`, { kind: 'alias', target: 'a.B' }],
  ])('binds %s', (_name, text, expected) => {
    expect(bindingOf(extract(text), 'X')).toMatchObject(expected);
  });
});

describe('scopes', () => {
  it('lifts var out of a block and keeps let in it', () => {
    const facts = extract(`function f() { if (x) { var a = 1; let b = 2; } }`);
    const [f, inner] = [facts.blocks[1]!, facts.blocks[2]!];
    expect([f.kind, inner.kind]).toEqual(['function', 'if']);
    expect(bindingOf(facts, 'a')).toMatchObject({ scope: 1, block: 2 });
    expect(bindingOf(facts, 'b')).toMatchObject({ scope: 2, block: 2 });
  });

  it('binds an assignment where its target is declared', () => {
    const facts = extract(`function set() { instance = new A(); }\nlet instance;`);
    const set = facts.bindings.filter(({ name }) => name === 'instance');
    expect(set.map(({ scope, block }) => [scope, block])).toEqual([
      [0, 1],
      [0, 0],
    ]);
  });

  it('binds nothing by assigning to what nothing declares', () => {
    expect(extract(`somewhere = 1;`).bindings).toEqual([]);
  });

  it('does not take a class’s member for the target of an assignment', () => {
    const facts = extract(`let a; class C { a = 1; m() { a = 2; } }`);
    expect(
      facts.bindings.filter(({ name }) => name === 'a').map(({ scope }) => facts.blocks[scope]!.kind),
    ).toEqual(['module', 'class', 'module']);
  });

  it('ties the handlers of a try to it', () => {
    const { blocks } = extract(`try { a(); } catch (error) { b(); } finally { c(); }`);
    expect(blocks.map(({ kind, of }) => [kind, of])).toEqual([
      ['module', undefined],
      ['try', undefined],
      ['except', 1],
      ['finally', 1],
    ]);
  });

  it('lets the clauses of a switch share a scope', () => {
    const facts = extract(`switch (x) { case 1: let a = 1; break; default: a; }`);
    const { scope, block } = bindingOf(facts, 'a');
    expect([facts.blocks[scope]!.kind, facts.blocks[block]!.kind]).toEqual(['block', 'case']);
    expect(facts.references.all().find(({ name }) => name === 'a')!.scope).toBe(scope);
  });

  it('sees what infer names from the branches of its conditional type', () => {
    const facts = extract(`type R<F> = F extends (a: infer A) => void ? A : never;`);
    expect(facts.references.all().find(({ name }) => name === 'A')!.scope).toBe(bindingOf(facts, 'A').scope);
  });
});
