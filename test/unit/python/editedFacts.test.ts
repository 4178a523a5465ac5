import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { readEditedPython, readPython, type PythonReading } from '../../../src/engine/python/editedFacts.ts';
import { extractPythonFacts } from '../../../src/engine/python/extractFacts.ts';
import { namedText } from '../../../src/engine/python/nameTable.ts';
import { NAME } from '../../../src/engine/python/tokenKinds.ts';
import { tokenize } from '../../../src/engine/python/tokenizer.ts';
import type { Tokens } from '../../../src/engine/python/tokens.ts';
import { tableOf } from '../../../src/engine/references.ts';
import { lineStarts } from '../../../src/engine/text.ts';
import { piece } from './pieces.ts';

vi.setConfig({ testTimeout: 600_000 });

/** `SSOT_RUNS=5000` tries more than the usual runs do. */
const runs = Number(process.env['SSOT_RUNS'] ?? 150);

/** The tokens as rows, with names in the place of their ids. */
const rowsOf = ({ kinds, starts, ends, values, count, names, directives, problems }: Tokens): unknown => ({
  rows: Array.from({ length: count }, (_, at) => {
    const kind = kinds[at]!;
    const value = kind === NAME ? names[values[at]!] : values[at];
    return `${kind} ${starts[at]!}-${ends[at]!} ${value}`;
  }),
  directives,
  problems,
});

/** Checks that a reading is what a reading of all of its text is. */
function expectWhole({ text: read, facts: found, lines }: PythonReading): void {
  expect(rowsOf(read.tokens)).toEqual(rowsOf(tokenize(namedText(read.text))));
  const { references, bindingIndex: _, ...facts } = found;
  const { references: expected, bindingIndex: __, ...others } = extractPythonFacts(read.text);
  expect(facts).toEqual(others);
  expect(references.all()).toEqual(expected.all());
  const names = new Set(expected.all().flatMap(({ name }, at) => (at % 3 === 0 ? [name] : [])));
  expect(references.select({ names })).toEqual(tableOf(expected.all()).select({ names }));
  expect(Array.from(lines)).toEqual(Array.from(lineStarts(read.text)));
}

const line = fc.constantFrom(
  'import a.b as m  # ssot-disable-next-line: x',
  'class C(Base):',
  '    def method(self, x: "T" = {"a": [1, 2]}) -> None:',
  '        return [y for y in f(x) if y]',
  '\tif x:',
  '  # ssot-disable legacy-import',
  '        s = f"{a!r:>{width}} and {b}"',
  '    t = """a text',
  'of lines"""',
  'call(',
  '    one,',
  ')',
  'x = 1 + \\',
  'else:',
  '',
  'naïve = ﬁn',
);
/** Statements that can be read, of all that a function's facts are made of. */
const statement = fc.constantFrom(
  `@decorated(lambda x: x)
async def outer(a: "T", b=[y for y in z], *c, d: m.T = None) -> "Result":
    """What it does."""
    from . import inner as own, other
    import a.b, c.d as e
    with patch("a.b.c") as p, suppress(ImportError):
        await p.call(own, key=e.f(1)[2], **b).member
    try:
        C.make = own
        value = await other()
    except (ImportError, m.Error) as error:
        raise
    else:
        assert False
    return value
`,
  `def failing():
    def nested(x):
        return [x for x in (yield)]
    class Local(Base, metaclass=Meta):
        field: T = alias.name
    raise Error(f"{nested!r} of {Local}")
`,
  `class C(Base):
    @property
    def value(self) -> T:
        match self.kind:
            case A(b=c) if c:
                return sys.modules["a.b"]
    def other[T: int](self, x: T) -> None: ...
    if FLAG:
        def maybe(self): return lambda y: y + self.x
`,
  `if TYPE_CHECKING:
    def typed(): from a import b
`,
  `def declares():
    global shared
    shared = 1
    def nested():
        nonlocal other
        other = 2
    other = shared
`,
  `class Redirected:
    def moved(self): pass
    global moved
`,
  'def binds(x=(bound := 1)): pass\n',
  '__all__ = ["a"]\n',
  'for x in y:\n    def looped(): return x\n',
  'def broken(:\n    pass\n',
  'x = 1  # ssot-disable-line legacy-import: why\n',
  'from m import (a, b as c)\n',
);
/** Long enough to be read from marks: some thousand characters, well-formed here and broken there. */
const source = fc.oneof(
  fc
    .array(fc.oneof({ weight: 12, arbitrary: line }, { weight: 1, arbitrary: piece }), {
      minLength: 60,
      maxLength: 160,
    })
    .chain((lines) => fc.constantFrom('\n', '\r\n', '\r').map((end) => lines.join(end))),
  fc.array(statement, { minLength: 10, maxLength: 60 }).map((statements) => statements.join('')),
);
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(5), fc.nat(900)),
  typed: fc.oneof(piece, line, statement, fc.constantFrom('', '    ', '\n', '\r'), source),
});

const edits = fc.array(edit, { minLength: 1, maxLength: 8 });
/** Where marks are near to one another, more of them are met. */
const distance = fc.constantFrom(1, 60, 2048);

describe('the tokens and facts of an edited text', () => {
  it('are those of a reading from the beginning, edit after edit', () => {
    fc.assert(
      fc.property(source, edits, distance, (text, all, apart) => {
        let read = readPython(text, undefined, apart);
        expectWhole(read);
        for (const { at, removed, typed } of all) {
          const { text: before } = read.text;
          const start = Math.floor(at * before.length);
          const earlier = read;
          read = readEditedPython(read, before.slice(0, start) + typed + before.slice(start + removed));
          expectWhole(read);
          // Whoever holds on to the earlier text has its facts as they were.
          expectWhole(earlier);
        }
      }),
      { numRuns: runs },
    );
  });

  it('are taken over but for those around the edit', () => {
    const method = (index: number): string =>
      `    def method${index}(self):\n        return self.value${index}["key"]\n`;
    const text = `class C:\n${Array.from({ length: 500 }, (_, index) => method(index)).join('')}`;
    const before = readPython(text);
    const at = text.indexOf('value250');
    const { units, reads } = counting(`${text.slice(0, at)}x${text.slice(at)}`);
    const after = readEditedPython(before, `${text.slice(0, at)}x${text.slice(at)}`, units);
    expectWhole(after);
    expect(reads()).toBeLessThan(text.length / 2);
    const kept = before.facts.bindings.filter((binding, at) => binding === after.facts.bindings[at]);
    expect(kept.length).toBeGreaterThan(170);
    expect(kept.length).toBeLessThanOrEqual(250);
  });

  it('know what is declared behind a function that is taken over', () => {
    const method = 'def moved(self): pass\n';
    const text = `class C:\n    ${method}${'    x = 1\n'.repeat(500)}    global moved\n    y = 2\n`;
    const read = readPython(text);
    const without = readEditedPython(read, text.replace('    global moved\n', ''));
    expectWhole(without);
    expectWhole(readEditedPython(without, text));
    expectWhole(without);
    expectWhole(read);
  });

  it.each([
    ['a function without a name', `a = 1\n${'#\n'.repeat(2200)}def ?():\n    x = 1\n`, 'a = ', 'aa = '],
    [
      'a bracket that a word behind shows to be open',
      `f(\n${'    a,\n'.repeat(900)}def g(): pass\ny = 2\n`,
      'def',
      'dex',
    ],
    ['the same by an import', `f(\n${'    a,\n'.repeat(900)}from m import n\ny = 2\n`, 'import', 'imports'],
    ['a byte order mark that comes to the beginning', 'a\ufeffx = 1\ny = 2\n', 'a', ''],
    ['a byte order mark that goes from it', '\ufeffx = 1\ny = 2\n', '\ufeff', 'a\ufeff'],
  ])('know %s', (_, text, from, to) => {
    const read = readPython(text);
    const edited = readEditedPython(read, text.replace(from, to));
    expectWhole(edited);
    expectWhole(readEditedPython(edited, text));
    expectWhole(read);
  });

  it('find their names among many, though the table of names gets more with each edit', () => {
    const text = Array.from({ length: 1500 }, (_, at) => `name_${at % 100}\n`).join('');
    const before = readPython(text);
    const edited = Array.from({ length: 600 }, (_, at) => `new_${at}\n`).join('');
    const after = readEditedPython(before, edited + text);
    const sought = { names: new Set(['name_7', 'new_3']) };
    expect(before.facts.references.select(sought)).toEqual(
      Array.from({ length: 15 }, (_, at) => 100 * at + 7),
    );
    expect(after.facts.references.select(sought)).toEqual([
      3,
      ...Array.from({ length: 15 }, (_, at) => 600 + 100 * at + 7),
    ]);
  });

  it('forget names that were typed in between', () => {
    let read = readPython('x = 1\n');
    for (let edit = 0; edit < 1000; edit++) read = readEditedPython(read, `x = name${edit}\n`);
    expect(read.text.tokens.names.length).toBeLessThan(300);
    expectWhole(read);
  });

  it('know the strings of the text as it is now', () => {
    const text = `${'# a comment of a line\n'.repeat(100)}from m import n\nx: "n" = patch("m.n")\n`;
    const read = readEditedPython(readPython(text), text.replace('from m', 'import o\nfrom m'));
    expectWhole(read);
  });
});

/** The code units of a text, and how many of them were looked at. */
function counting(text: string): { readonly units: Uint16Array; readonly reads: () => number } {
  let reads = 0;
  const units = new Proxy(
    Uint16Array.from(text, (unit) => unit.charCodeAt(0)),
    {
      get(all, key) {
        reads++;
        return Reflect.get(all, key) as unknown;
      },
    },
  );
  return { units, reads: () => reads };
}
