import { describe, expect, it } from 'vitest';
import { createRowsByName } from '../../../src/engine/python/rowsByName.ts';
import { cut, factsOf, reference, uses } from './reading.ts';

describe('how names are used', () => {
  it('tells calls, attributes and bare names apart', () => {
    expect(uses(factsOf('a.b.c()\na.b\na\n'))).toEqual(['a.b.c call', 'a.b attribute', 'a bare']);
  });
  it('gives a call its arguments with spans', () => {
    const source = 'f(x, *ys, key = z, **kw)\n';
    const { call } = reference(factsOf(source), 'f');
    expect(call!.arguments.map(({ span }) => cut(source, span))).toEqual(['x', '*ys', 'key = z', '**kw']);
    expect(call!.arguments.map(({ valueSpan }) => cut(source, valueSpan))).toEqual(['x', 'ys', 'z', 'kw']);
    expect(call!.arguments.map(({ keyword, spread }) => keyword ?? spread)).toEqual([
      undefined,
      'positional',
      'key',
      'keyword',
    ]);
    expect(cut(source, call!.argumentsSpan)).toBe('x, *ys, key = z, **kw');
  });
  it('gives an awaited call the span of its await', () => {
    const source = 'async def f():\n    m = await make(1)\n    return await (make())\n';
    const spans = factsOf(source)
      .references.all()
      .map(({ call }) => cut(source, call?.awaitSpan));
    expect(spans).toEqual(['await make(1)', 'await (make())']);
  });
  it('does not take the call before a longer awaited one for awaited', () => {
    const { call } = reference(factsOf('async def f():\n    await make().send()\n'), 'make');
    expect(call!.awaitSpan).toBeUndefined();
  });
  it('tells which attribute of a result is read at once, and not which of an awaited one', () => {
    const source =
      'async def f():\n    make().send()\n    make()[0].x\n    (await make()).send()\n    make()\n';
    const members = factsOf(source)
      .references.all()
      .map(({ call }) => call?.member ?? '-');
    expect(members).toEqual(['send', '-', '-', '-']);
  });
  it('knows what a name or the result of its call is passed to', () => {
    const facts = factsOf(
      'asyncio.create_task(make())\nrun(a.b)\nloop().run_until_complete((make()))\nrun(make().x)\n',
    );
    expect(facts.references.all().map(({ name, argumentOf }) => `${name} ${argumentOf ?? '-'}`)).toEqual([
      'asyncio -',
      'make asyncio.create_task',
      'run -',
      'a run',
      'loop -',
      'make loop().run_until_complete',
      'run -',
      'make -',
    ]);
  });
  it('takes part of an argument for no argument', () => {
    expect(uses(factsOf('f(a + b, [c], d if e else g)\n')).slice(1)).toEqual([
      'a bare',
      'b bare',
      'c bare',
      'd bare',
      'e bare',
      'g bare',
    ]);
  });
  it('finds isinstance and issubclass, tuples and unions included', () => {
    expect(uses(factsOf('isinstance(x, A)\nissubclass(y, (B.C, D))\nisinstance(z, E | F)\n'))).toEqual([
      'isinstance call',
      'x argument',
      'A isinstance',
      'issubclass call',
      'y argument',
      'B.C isinstance',
      'D isinstance',
      'isinstance call',
      'z argument',
      'E isinstance',
      'F isinstance',
    ]);
  });
  it('finds what mocks are specified by', () => {
    expect(uses(factsOf('Mock(spec=A)\nx(spec_set=b.B)\nmock.MagicMock(C)\ncreate_autospec(D)\n'))).toEqual([
      'Mock call',
      'A spec',
      'x call',
      'b.B spec',
      'mock.MagicMock call',
      'C spec',
      'create_autospec call',
      'D spec',
    ]);
  });
  it('finds bases, decorators and deletions', () => {
    expect(uses(factsOf('@d\n@e.f(x)\nclass C(B, G[T], metaclass=M): pass\ndel C, a.b, s[i]\n'))).toEqual([
      'd decorator',
      'e.f call',
      'x argument',
      'B base',
      'G base',
      'T annotation',
      'M argument',
      'C delete',
      'a.b delete',
      's bare',
      'i bare',
    ]);
  });
  it('finds annotations, in strings with their places', () => {
    const source = 'def f(a: A, b: "B.C" = d) -> Optional["E"]: ...\nx: list[F]\n';
    const facts = factsOf(source);
    expect(uses(facts)).toEqual([
      'A annotation',
      'B.C annotation',
      'd bare',
      'Optional annotation',
      'E annotation',
      'list annotation',
      'F annotation',
    ]);
    const inString = reference(facts, 'B.C');
    expect(inString.inString).toBe(true);
    expect(cut(source, inString.span)).toBe('B.C');
    expect(inString.space).toBe('type');
  });
  it('takes the strings of Literal and the metadata of Annotated for no annotations', () => {
    expect(uses(factsOf('x: Literal["A"]\ny: Annotated["B", "C"]\n'))).toEqual([
      'Literal annotation',
      'Annotated annotation',
      'B annotation',
    ]);
  });
  it('lets an annotation in a string that is no expression pass', () => {
    expect(uses(factsOf('x: "not an expression"\ny: "also [ not"\n'))).toEqual([]);
  });
  it('reads the names in f-strings, nested ones and format specifications included', () => {
    const source = `f"{a!r:>{b}} {{no}} {f'{c["k"]}'} {d=} {e:%H:%M}"\n`;
    expect(uses(factsOf(source))).toEqual(['a bare', 'b bare', 'c bare', 'd bare', 'e bare']);
  });
  it('reads f-strings that only Python 3.12 takes', () => {
    const source = 'f"{"a" + x["b"]} {"\\n".join(y)} {\n  z  # why\n}"\n';
    expect(uses(factsOf(source))).toEqual(['x bare', 'y argument'].concat('z bare'));
  });
  it('takes a named escape in an f-string for text', () => {
    expect(uses(factsOf('f"\\N{BULLET} {a}"\nrf"\\N{b}"\n'))).toEqual(['a bare', 'b bare']);
  });
  it('reads template strings', () => {
    expect(uses(factsOf('t"{a} {b!s}"\n'))).toEqual(['a bare', 'b bare']);
  });
  it('reads what an augmented assignment reads', () => {
    expect(uses(factsOf('a += b\nc.d += 1\n'))).toEqual(['a bare', 'b bare', 'c.d attribute']);
  });
  it('takes a class pattern for an instance test', () => {
    expect(uses(factsOf('match x:\n    case A(y=z) | b.C: pass\n    case d.E if g: pass\n'))).toEqual([
      'x bare',
      'A isinstance',
      'b.C attribute',
      'd.E attribute',
      'g bare',
    ]);
  });
  it('normalises names as Python compares them', () => {
    const [first, second] = factsOf('ﬁn = 1\nprint(fin)\n')
      .bindings.concat()
      .map(({ name }) => name);
    expect([first, second]).toEqual(['fin', undefined]);
  });
});

describe('references by name', () => {
  /** So many that an index is made for them. */
  const many = 'other\n'.repeat(1500);

  const placesOf = (text: string, name: string): number[] => {
    const { references } = factsOf(text);
    return references.select({ names: new Set([name]) }).map((index) => references.at(index).span.start);
  };

  it.each([
    ['few', ''],
    ['many', many],
  ])('are found where the name is written in several ways: among %s', (_, others) => {
    expect(placesOf(`fin\nﬁn\nfin\n${others}`, 'fin')).toEqual([0, 4, 7]);
  });

  it('are found among more names of one hash than a search looks at', () => {
    // By a polynomial over 31 “Aa” and “BB” are the same.
    const names = Array.from({ length: 64 }, (_, at) =>
      Array.from({ length: 6 }, (_, bit) => ((at >> bit) & 1 ? 'Aa' : 'BB')).join(''),
    );
    const text = `${names.join('\n')}\n`;
    for (const [at, name] of names.entries())
      expect(placesOf(text + text + many, name)).toEqual([13 * at, 13 * at + text.length]);
  });

  it('are those of a stretch alone, however many others there are', () => {
    const ids = [7, 3, 7, 5, 7, 3, 7];
    const rows = createRowsByName(ids.length, 8, (row) => ids[row]!);
    expect(rows([7], { from: 0, to: ids.length })).toEqual([0, 2, 4, 6]);
    expect(rows([7], { from: 1, to: 5 })).toEqual([2, 4]);
    expect(rows([3, 7], { from: 2, to: 6 })).toEqual([2, 4, 5]);
    expect(rows([3], { from: 2, to: 5 })).toEqual([]);
    expect(rows([0, 9], { from: 0, to: ids.length })).toEqual([]);
  });

  it('say where what stands behind a name is assigned to', () => {
    const targets = (source: string): string[] =>
      factsOf(source)
        .references.all()
        .flatMap(({ name, isTarget }) => (isTarget ? [name] : []));
    expect(targets('a.b[c] = d\nx, e["k"].f = y\nfor g().h in i: pass\nj |= k\nl.m |= n\n')).toEqual([
      'a',
      'e',
      'g',
      'l',
    ]);
    expect(targets('with a as b[c], d as e.f: pass\ng[0] += h\n')).toEqual(['b', 'g']);
    expect(targets('del a[b]\nc[d]: int\ne[f](g)\nh = i[j]\nk.l = m\n')).toEqual([]);
  });
});
