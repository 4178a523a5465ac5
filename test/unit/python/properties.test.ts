import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { extractPythonFacts, factsFromTokens } from '../../../src/engine/python/extractFacts.ts';
import { scanImportLines } from '../../../src/engine/python/importLines.ts';
import { codeUnitsOf } from '../../../src/engine/python/codeUnits.ts';
import { namedText } from '../../../src/engine/python/nameTable.ts';
import { tableOf } from '../../../src/engine/references.ts';
import { tokenize } from '../../../src/engine/python/tokenizer.ts';
import { piece } from './pieces.ts';

// What is asserted is counted: a busy machine may take its time.
vi.setConfig({ testTimeout: 120_000 });

const source = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(' '.slice(pieces.length % 2)));

const GAP = /^(?:[ \t\f\r\n\ufeff]|\\\r?\n|\\\r|#[^\r\n]*)*$/;

describe('tokens', () => {
  it('cover every character once: between them stand only white space, comments and continuations', () => {
    fc.assert(
      fc.property(source, (text) => {
        const { starts, ends, count } = tokenize(namedText(text));
        let at = 0;
        for (let i = 0; i < count; i++) {
          expect(starts[i]).toBeGreaterThanOrEqual(at);
          expect(ends[i]).toBeGreaterThanOrEqual(starts[i]!);
          expect(text.slice(at, starts[i])).toMatch(GAP);
          at = ends[i]!;
        }
        expect(at).toBe(text.length);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('facts', () => {
  it.each([
    { title: 'few', others: '', numRuns: 500 },
    // So many that an index is made for them.
    { title: 'many', others: '\nother.name(a)\n'.repeat(600), numRuns: 40 },
  ])('find of $title references what a search through all of them finds', ({ others, numRuns }) => {
    fc.assert(
      fc.property(source, fc.nat(), (text, seed) => {
        const { references } = extractPythonFacts(text + others);
        const all = extractPythonFacts(text + others).references.all();
        const at = seed % Math.max(all.length, 1);
        const one = all[at];
        if (!one) return;
        const { name, use, block, scope, span } = one;
        const names = new Set([name, 'missing']);
        const several = new Set([...names, ...all.slice(at, at + 3).map((each) => each.name)]);
        for (const sought of [
          {},
          { names },
          { names: several },
          { use },
          { block },
          { scope },
          { startsIn: span },
          { given: span },
          { names: several, startsIn: { start: span.start - 10, end: span.end + 10 } },
          { names, use, scope, startsIn: { start: 0, end: span.end } },
        ]) {
          const found = references.select(sought);
          expect(found).toEqual(tableOf(all).select(sought));
          expect(found.map((index) => references.at(index))).toEqual(found.map((index) => all[index]));
        }
        // Who has one of them and who has all hold the same.
        expect(references.all()[at]).toBe(references.at(at));
      }),
      { numRuns },
    );
  });

  it('come of any text, and every list points into the others', () => {
    fc.assert(
      fc.property(source, (text) => {
        const { blocks, bindings, references, imports, strings } = extractPythonFacts(text);
        blocks.forEach(({ parent, scope, span }, index) => {
          expect(parent).toBeLessThan(index);
          expect(scope).toBeLessThanOrEqual(index);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
        });
        for (const { block, scope, span, name } of bindings) {
          expect(blocks[block]).toBeDefined();
          expect(blocks[scope]!.scope).toBe(scope);
          expect(text.slice(span.start, span.end).normalize('NFKC')).toBe(name);
        }
        for (const { nameSpan, name, block } of references.all()) {
          expect(text.slice(nameSpan.start, nameSpan.end).normalize('NFKC')).toBe(name);
          expect(blocks[block]).toBeDefined();
        }
        for (const binding of bindings) {
          if (binding.kind === 'import')
            expect(imports[binding.import]!.names[binding.imported]).toBeDefined();
        }
        for (const { contentSpan, span } of strings) {
          expect(contentSpan.start).toBeGreaterThan(span.start);
        }
      }),
      { numRuns: 2000 },
    );
  });
  it('keep a definition at the end, whatever single line stands before it', () => {
    const line = fc
      .array(piece, { maxLength: 12 })
      .map((pieces) => pieces.join(' ').replace(/[\r\n\\]|"""|'''/g, ''));
    fc.assert(
      fc.property(line, (text) => {
        const { bindings } = extractPythonFacts(`${text}\ndef last_one():\n    pass\n`);
        expect(bindings.map(({ name }) => name)).toContain('last_one');
      }),
      { numRuns: 1000 },
    );
  });
});

/** A text, and its code units, that count how often they are asked for a character. */
function counting(text: string): { text: string; units: Uint16Array; reads: () => number } {
  let reads = 0;
  const counted = new Proxy(Object(text) as object, {
    get(_target, key) {
      if (key === 'length') return text.length;
      if (key === 'charCodeAt') {
        return (at: number) => {
          reads++;
          return text.charCodeAt(at);
        };
      }
      if (key === 'indexOf') {
        return (needle: string, from: number) => {
          const found = text.indexOf(needle, from);
          reads += (found < 0 ? text.length : found) - from;
          return found;
        };
      }
      if (key === 'slice') {
        return (start: number, end: number) => {
          reads += Math.max(0, end - start);
          return text.slice(start, end);
        };
      }
      const value: unknown = Reflect.get(Object(text) as object, key);
      return typeof value === 'function' ? (value.bind(text) as unknown) : value;
    },
  });
  const units = new Proxy(codeUnitsOf(text), {
    get(all, key) {
      reads++;
      return Reflect.get(all, key) as unknown;
    },
  });
  return { text: counted as unknown as string, units, reads: () => reads };
}

/** Inputs made to be slow: each is a piece and how it is closed. */
const slow: readonly [string, string][] = [
  ['(', ''],
  ['[', ']'],
  ['{', '}'],
  ['f"{', ''],
  ["f'''{", "}'''"],
  ['f"', ''],
  ['"', ''],
  ["'''", ''],
  ['"""\\', ''],
  ['\\N{', ''],
  ['f"\\N{', ''],
  ['\\\n', ''],
  ['not ', ''],
  ['- ', ''],
  ['lambda: ', ''],
  ['x if y else ', ''],
  ['x = ', ''],
  ['x.', ''],
  ['x(', ''],
  ['await ', ''],
  ['*', ''],
  ['x, ', ''],
  ['(x for x in ', ''],
  ['if x:\n ', ''],
  ['(\nimport ', ''],
  ['(\nfrom ', ''],
  ['match ', ''],
  ['match x:\n case ', ''],
  ['@', ''],
  ['x: "', ''],
  ['x: "a"\n', ''],
  ['# ssot-', ''],
  ['def f(', ''],
  ['class C[', ''],
  ['global x\n', ''],
  ['x[', ''],
  ['import x.', ''],
  ['a\t', ''],
  ['\ud835', ''],
];

describe('any input', () => {
  it.each(slow)('of many %j takes linear work', (opening, closing) => {
    const work = (count: number): number => {
      const { text, units, reads } = counting(`x = ${opening.repeat(count)}${closing.repeat(count)}`);
      const facts = extractPythonFacts(text, units);
      expect(facts.blocks.length).toBeGreaterThan(0);
      return reads();
    };
    const small = work(500);
    expect(work(5000)).toBeLessThan(small * 11 + 5000);
  });
  it.each(slow)('of many %j is read in steps linear in its tokens', (opening, closing) => {
    const text = `${opening.repeat(3000)}${closing.repeat(3000)}\n`;
    const named = namedText(text);
    const tokens = tokenize(named);
    let steps = 0;
    tokens.kinds = new Proxy(tokens.kinds, {
      get(kinds, key) {
        steps++;
        return Reflect.get(kinds, key) as unknown;
      },
    });
    factsFromTokens(named, tokens);
    expect(steps).toBeLessThan(tokens.count * 60 + 1000);
  });
  it('may set as many names at once as it reads, each of which is looked at a few times', () => {
    const list = Array.from({ length: 3000 }, (_, at) => `x${at}`).join(', ');
    const named = namedText(`${list} = ${list}\n`);
    const tokens = tokenize(named);
    let looks = 0;
    tokens.names = new Proxy(tokens.names, {
      get(names, key) {
        looks++;
        return Reflect.get(names, key) as unknown;
      },
    });
    factsFromTokens(named, tokens);
    expect(looks).toBeLessThan(3000 * 20);
  });
  it('may be one line of 20 MB', () => {
    const text = `x = [${'a.b(c), '.repeat(2_500_000)}]\n`;
    expect(tokenize(namedText(text)).count).toBe(7 * 2_500_000 + 6);
  });
  it('may nest ten thousand brackets', () => {
    for (const [open, close] of ['()', '[]', '{}'].map((pair) => pair.split(''))) {
      const text = `${open!.repeat(10_000)}x${close!.repeat(10_000)}\nimport after\n`;
      const facts = extractPythonFacts(text);
      expect(facts.syntaxErrors.map(({ message }) => message)).toContain('too many nested parentheses');
      expect(facts.imports).toHaveLength(1);
    }
  });
  it('may be any bytes for the fast pass', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), source, (bytes, text) => {
        scanImportLines(bytes);
        const { modules, firstNames, names } = scanImportLines(new TextEncoder().encode(text));
        expect(firstNames).toHaveLength(modules.length + 1);
        expect(firstNames.at(-1)).toBe(names.length);
      }),
    );
  });
  it('has no import, read in full, that the fast pass misses', () => {
    fc.assert(
      fc.property(source, (text) => {
        if (/[^\0-\x7f]/.test(text)) return;
        const facts = extractPythonFacts(text);
        if (facts.syntaxErrors.length > 0) return;
        const found = scanImportLines(new TextEncoder().encode(text)).modules;
        for (const { module } of facts.imports) expect(found).toContain(module);
      }),
      { numRuns: 2000 },
    );
  });
});
