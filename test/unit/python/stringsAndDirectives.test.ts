import { describe, expect, it } from 'vitest';
import { cut, factsOf } from './reading.ts';

const given = (source: string): string[] =>
  factsOf(source).strings.map(({ callee, value }) => `${callee} ${value}`);

describe('dotted strings', () => {
  it('finds those of patching calls, as decorators too', () => {
    expect(
      given(
        '@patch("a.b.C")\ndef f(): ...\nmock.patch.object(m, "x")\nmocker.patch(target="d.e")\n' +
          'patch.dict("sys.modules", {"g.h": None})\nmonkeypatch.setattr("i.j", k)\n',
      ),
    ).toEqual([
      'patch a.b.C',
      'mock.patch.object x',
      'mocker.patch d.e',
      'patch.dict sys.modules',
      'patch.dict g.h',
      'monkeypatch.setattr i.j',
    ]);
  });
  it('finds those of importing calls and of the module table', () => {
    expect(
      given(
        'importlib.import_module("a.b")\n__import__("c")\nsys.modules["d.e"] = x\ndel sys.modules["f"]\nsys.modules.pop("g.h", None)\n',
      ),
    ).toEqual([
      'importlib.import_module a.b',
      '__import__ c',
      'sys.modules d.e',
      'sys.modules f',
      'sys.modules.pop g.h',
    ]);
  });
  it('leaves strings alone that are data or no dotted names', () => {
    expect(
      given('PATHS = ["a.b"]\nlog("a.b")\npatch("a b")\nsetattr(x, "a", 1)\nrequest.patch("/a")\n'),
    ).toEqual([]);
  });
  it('gives the place of the content', () => {
    const source = `patch(r'''a.b''')\n`;
    const [fact] = factsOf(source).strings;
    expect([cut(source, fact!.span), cut(source, fact!.contentSpan)]).toEqual([`r'''a.b'''`, 'a.b']);
  });
  it('joins strings that stand side by side', () => {
    const source = 'patch("a."\n      "b")\n';
    const [fact] = factsOf(source).strings;
    expect(fact!.value).toBe('a.b');
    expect(cut(source, fact!.contentSpan)).not.toBe(fact!.value);
  });
});

describe('__all__', () => {
  const all = (source: string): unknown => factsOf(source).all;
  it('is undefined where there is none', () => expect(all('x = 1\n')).toBeUndefined());
  it('is read from lists and tuples and what is added', () =>
    expect(
      all('__all__ = ["a", "b"]\n__all__ += ("c",)\n__all__.extend(["d"])\n__all__.append("e")\n'),
    ).toEqual(['a', 'b', 'c', 'd', 'e']));
  it('is read from a sum and from an annotated name', () =>
    expect(all('__all__: list[str] = ["a"] + ["b"]\n')).toEqual(['a', 'b']));
  it('is computed where anything else happens to it', () => {
    for (const source of [
      '__all__ = [x for x in y]\n',
      '__all__ = ["a"] + b.__all__\n',
      '__all__ = ["a"]\nif x:\n    __all__ += ["b"]\n',
      '__all__ = ["a"]\n__all__.remove("a")\n',
      '__all__ = ("a")\n',
    ]) {
      expect([source, all(source)]).toEqual([source, 'computed']);
    }
  });
  it('is no business of a function', () => expect(all('def f():\n    __all__ = ["a"]\n')).toBeUndefined());
});

describe('directives', () => {
  it('are comments that begin with ssot-', () => {
    const source =
      '# ssot-disable-file a -- why \nx = 1  #ssot-disable-line\n# not ssot-disable\n"# ssot-no"\n';
    expect(factsOf(source).directives).toEqual([
      { text: 'ssot-disable-file a -- why', span: { start: 0, end: 29 }, ownLine: true },
      { text: 'ssot-disable-line', span: { start: 37, end: 55 }, ownLine: false },
    ]);
  });
});
