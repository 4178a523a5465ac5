import { describe, expect, it } from 'vitest';
import { cut, factsOf } from './reading.ts';

/** `module: name as local` of every imported name. */
function imported(source: string): string[] {
  return factsOf(source).imports.flatMap(({ module, names }) =>
    names.map(({ name, local }) => `${module}: ${name} as ${local ?? '-'}`),
  );
}

describe('imports', () => {
  it('reads plain, dotted and renamed modules of one statement', () => {
    expect(imported('import a, b.c, d.e as f\n')).toEqual(['a: * as a', 'b.c: * as b', 'd.e: * as f']);
  });
  it('gives each module of a statement its own span', () => {
    const source = 'import a, b.c as d  # why\n';
    const { imports } = factsOf(source);
    expect(imports.map(({ span }) => cut(source, span))).toEqual(['a', 'b.c as d']);
    expect(imports.map(({ statement }) => cut(source, statement))).toEqual(
      Array(2).fill('import a, b.c as d'),
    );
  });
  it('reads names in brackets with comments, a trailing comma and two aliases of one symbol', () => {
    const source =
      'from p.m import (  # first\n    A as X,  # one\n    # nothing here\n    A as Y,\n    b,\n)\n';
    expect(imported(source)).toEqual(['p.m: A as X', 'p.m: A as Y', 'p.m: b as b']);
    const [fact] = factsOf(source).imports;
    expect(cut(source, fact!.statement)).toBe(source.trimEnd());
    expect(cut(source, fact!.names[1]!.localSpan)).toBe('Y');
  });
  it('reads backslash continuations and semicolons', () => {
    expect(imported('from a.\\\n  b import c, \\\n  d; import e; x = 1\n')).toEqual([
      'a.b: c as c',
      'a.b: d as d',
      'e: * as e',
    ]);
  });
  it('keeps the dots of relative imports', () => {
    expect(
      imported('from . import a\nfrom .. b import c\nfrom ...import d\nfrom ....e.f import g\n'),
    ).toEqual(['.: a as a', '..b: c as c', '...: d as d', '....e.f: g as g']);
  });
  it('reads a star import, which binds no name', () => {
    const facts = factsOf('from a import *\n');
    expect(facts.imports[0]!.names[0]).toMatchObject({ name: '*', local: undefined });
    expect(facts.bindings).toEqual([]);
  });
  it('reads lazy imports, and a name that is called lazy', () => {
    expect(imported('lazy import a\nlazy from b import c\nlazy = 1\n')).toEqual(['a: * as a', 'b: c as c']);
  });
  it('marks imports under TYPE_CHECKING, and not those of its else', () => {
    const facts = factsOf(
      'import typing\nif typing.TYPE_CHECKING:\n    from a import T\nelse:\n    from b import T\n',
    );
    expect(facts.imports.map(({ typeOnly }) => typeOnly)).toEqual([false, true, false]);
    expect(facts.bindings.map(({ space }) => space)).toEqual(['value', 'type', 'value']);
    expect(facts.blocks.map(({ condition }) => condition)).toEqual([
      undefined,
      'type-checking',
      'runtime-only',
    ]);
  });
  it('knows the negation of TYPE_CHECKING', () => {
    const facts = factsOf('if not TYPE_CHECKING:\n    import a\nelse:\n    import b\n');
    expect(facts.imports.map(({ typeOnly }) => typeOnly)).toEqual([false, true]);
  });
  it('puts imports into their blocks', () => {
    const facts = factsOf(
      'def f():\n    try:\n        import a\n    except (ImportError, x.E):\n        import b\n',
    );
    expect(facts.imports.map(({ block }) => facts.blocks[block]!.kind)).toEqual(['try', 'except']);
    expect(facts.blocks.at(-1)).toMatchObject({ of: 2, catches: ['ImportError', 'x.E'] });
    expect(facts.bindings.slice(1).map(({ scope }) => scope)).toEqual([1, 1]);
  });
  it('says where a try, a handler or an else cannot but raise', () => {
    const source =
      'try:\n    f()\n    assert False, "not refused"\nexcept A:\n    g()\n    raise\n' +
      'except B:\n    if c: raise\n    assert x\nelse:\n    raise D\n';
    const { blocks } = factsOf(source);
    expect(
      blocks.map(({ kind, raisesAt }) => [
        kind,
        raisesAt === undefined ? '' : source.slice(raisesAt).split('\n', 1)[0],
      ]),
    ).toEqual([
      ['module', ''],
      ['try', 'assert False, "not refused"'],
      ['except', 'raise'],
      ['except', ''],
      ['if', ''],
      ['else', 'raise D'],
    ]);
  });
  it('sees none in comments, docstrings and strings', () => {
    expect(imported('"""\nimport a\n"""\n# import b\nx = """\nfrom c import d\n"""\n')).toEqual([]);
  });
});
