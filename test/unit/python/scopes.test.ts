import { describe, expect, it } from 'vitest';
import { binding, bound, factsOf, reference } from './reading.ts';

const scopeOf = (source: string, name: string): string => {
  const facts = factsOf(source);
  const block = facts.blocks[reference(facts, name).scope]!;
  return block.name ?? block.kind;
};

describe('scopes', () => {
  it('binds parameters, targets and imports of a function in it', () => {
    expect(bound(factsOf('def f(a, /, b, *c, d=1, **e):\n    g, (h, *i) = b\n    import j\n'))).toEqual(
      ['f@module'].concat('abcdeghij'.split('').map((name) => `${name}@f`)),
    );
  });
  it('tells the kinds of parameters', () => {
    const f = binding(factsOf('def f(a, /, b: T, *c, d=1, **e): ...\n'), 'f');
    expect(f.kind === 'function' && f.parameters).toEqual([
      { name: 'a', kind: 'positional-only', hasDefault: false },
      { name: 'b', kind: 'positional', hasDefault: false, annotation: 'T' },
      { name: 'c', kind: 'rest', hasDefault: false },
      { name: 'd', kind: 'keyword-only', hasDefault: true },
      { name: 'e', kind: 'keyword-rest', hasDefault: false },
    ]);
  });
  it('evaluates defaults, decorators and bases outside', () => {
    const source = '@deco\ndef f(a=default): ...\nclass C(Base): ...\ng = lambda b=value: b\n';
    expect(['deco', 'default', 'Base', 'value'].map((name) => scopeOf(source, name))).toEqual(
      Array(4).fill('module'),
    );
    expect(scopeOf(source, 'b')).toBe('lambda');
  });
  it('evaluates the first iterable of a comprehension outside and the rest inside', () => {
    const source = '[x for x in xs if c for y in ys]\n';
    expect(['xs', 'x', 'c', 'ys'].map((name) => scopeOf(source, name))).toEqual([
      'module',
      'comprehension',
      'comprehension',
      'comprehension',
    ]);
    expect(bound(factsOf(source))).toEqual(['x@comprehension', 'y@comprehension']);
  });
  it('binds a walrus outside of comprehensions', () => {
    const facts = factsOf('def f():\n    return [y for x in xs if (y := g(x))]\n');
    expect(bound(facts)).toContain('y@f');
    expect(binding(facts, 'y')).toMatchObject({ calls: 'g' });
  });
  it('obeys global and nonlocal, wherever they stand', () => {
    const source = [
      'def f():',
      '    x = 1',
      '    def g():',
      '        from m import z',
      '        global y, z',
      '        nonlocal x',
      '        x = y = 2',
      '',
    ].join('\n');
    expect(bound(factsOf(source))).toEqual(['f@module', 'x@f', 'g@f', 'z@module', 'x@f', 'y@module']);
  });
  it('gives type parameters a scope, in which annotations and bases are read', () => {
    const source = 'def f[T: Bound](a: T = default): ...\nclass C[U](Base[U]): ...\ntype A[V] = list[V]\n';
    expect(bound(factsOf(source))).toEqual([
      'f@module',
      'T@type-parameters',
      'a@f',
      'C@module',
      'U@type-parameters',
      'A@module',
      'V@type-parameters',
    ]);
    expect(scopeOf(source, 'Base')).toBe('type-parameters');
    expect(scopeOf(source, 'default')).toBe('module');
  });
  it('binds what patterns capture, and takes match and case for names elsewhere', () => {
    const source =
      'match = case = 1\nmatch(case)\nmatch x:\n    case [a, *b] | {"k": c, **d} as e: pass\n    case _: pass\n';
    expect(bound(factsOf(source))).toEqual(
      ['match', 'case', 'a', 'b', 'c', 'd', 'e'].map((name) => `${name}@module`),
    );
  });
  it('binds with, for and except targets in their blocks', () => {
    const source =
      'with (a as b, c() as (d, e)): pass\nfor f, *g in h: pass\ntry: pass\nexcept* E as i: pass\n';
    const facts = factsOf(source);
    expect(facts.bindings.map(({ name, block }) => `${name} ${facts.blocks[block]!.kind}`)).toEqual([
      'b with',
      'd with',
      'e with',
      'f loop',
      'g loop',
      'i except',
    ]);
    expect(facts.blocks[1]!.contexts).toEqual(['a', 'c']);
  });
});

describe('bindings', () => {
  it('says what a variable is set to', () => {
    const facts = factsOf('A = b.C\nd = e.f(1)\ng = None\nh, i = j, k\nl: T = m\nn = await_(o) + 1\n');
    expect(binding(facts, 'A')).toMatchObject({ kind: 'alias', target: 'b.C' });
    expect(binding(facts, 'd')).toMatchObject({ kind: 'variable', calls: 'e.f' });
    expect(binding(facts, 'g')).toMatchObject({ kind: 'variable', isNone: true });
    expect(binding(facts, 'h').kind).toBe('variable');
    expect(binding(facts, 'l')).toMatchObject({ kind: 'alias', target: 'm', annotation: 'T' });
    expect(binding(facts, 'n')).not.toHaveProperty('calls');
  });
  it('does not take a tuple for an alias', () => {
    expect(binding(factsOf('a = b, c\n'), 'a').kind).toBe('variable');
  });
  it('records attributes that are set on a name', () => {
    expect(factsOf('C.make = make\nself.a.b = 1\nC.x: int\n').memberAssignments).toMatchObject([
      { owner: 'C', member: 'make', target: 'make' },
      { owner: 'self.a', member: 'b' },
    ]);
  });
  it('sees when a function cannot end without raising', () => {
    const source = [
      'def a():\n    log()\n    raise E',
      'def b():\n    if x:\n        raise E',
      'def c():\n    if x:\n        return 1\n    raise E',
      'def d():\n    def inner():\n        return 1\n    raise E',
      'def e():\n    yield 1\n    raise E\n',
    ].join('\n');
    const functions = factsOf(source).bindings.flatMap((each) =>
      each.kind === 'function' ? [`${each.name} ${each.alwaysRaises}`] : [],
    );
    expect(functions).toEqual(['a true', 'b false', 'c false', 'd true', 'inner false', 'e false']);
  });
  it('gives the dotted name that a result is annotated with', () => {
    const source = [
      'def a() -> m.T: ...',
      'def b() -> "m.T": ...',
      'def c() -> Optional[T]: ...',
      'def d(x: T): ...\n',
    ].join('\n');
    const functions = factsOf(source).bindings.flatMap((each) =>
      each.kind === 'function' ? [`${each.name} ${each.returns ?? '-'}`] : [],
    );
    expect(functions).toEqual(['a m.T', 'b m.T', 'c -', 'd -']);
  });
  it('takes decorators into a definition', () => {
    const source = 'x\n@d\nasync def f():\n    pass\n\n# behind\n';
    const f = binding(factsOf(source), 'f');
    expect(
      f.kind === 'function' && [f.isAsync, f.decorators, source.slice(f.definition.start, f.definition.end)],
    ).toEqual([true, ['d'], '@d\nasync def f():\n    pass']);
  });
});
