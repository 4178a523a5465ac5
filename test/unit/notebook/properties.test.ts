import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editNotebook } from '../../../src/engine/notebook/editNotebook.ts';
import { notebookFacts } from '../../../src/engine/notebook/notebookFacts.ts';
import { rangeInCell, rangeInFile } from '../../../src/engine/notebook/notebook.ts';
import { readNotebook } from '../../../src/engine/notebook/readNotebook.ts';
import { writeNotebook } from '../../../src/engine/notebook/writeNotebook.ts';
import { applyEdits, type TextEdit } from '../../../src/engine/text.ts';
import { bytes, cell, lines, notebook } from './cells.ts';

/** Pieces of which cells are made: Python, commands, and what is easily taken for one of them. */
const piece = fc.constantFrom(
  'import a', 'from a import b', 'x = 1', 'if x:', '    y', '  ', '\n', '\n', '\n', '\r\n', '%time x', '%%time', '%%bash',
  '!ls', 'x?', 'y = !ls', '"""', "'", '(', ')', '\\\n', '# %', 'é', '😀', '\t', '\f', '"q"', '\\', '%', '?', '/', ';', '\u2028', '\ud800',
); // prettier-ignore
const source = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));

/** A source as a list of lines, as one string, or as a list that is cut anywhere. */
const written = (text: string): fc.Arbitrary<string | string[]> =>
  fc.oneof(
    fc.constant(lines(text)),
    fc.constant(text),
    fc.nat(text.length).map((at) => [text.slice(0, at), text.slice(at)]),
  );

const anyCell = source.chain(written).chain((text) =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constant({ cell_type: 'code', source: text, outputs: [{ text: ['"é\\'] }] }),
    },
    fc.constant({
      outputs: [],
      metadata: { vscode: { languageId: 'sql' } },
      cell_type: 'code',
      source: text,
    }),
    fc.constant({ cell_type: 'markdown', source: text }),
  ),
);

const escaped = (text: string): string =>
  text.replaceAll(/[\x80-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A notebook's file, in any layout that tools write. Half a surrogate pair has no bytes and is always escaped. */
const anyFile = fc
  .tuple(
    fc.array(anyCell, { maxLength: 5 }),
    fc.constantFrom(undefined, 1, 2, '\t'),
    fc.boolean(),
    fc.constantFrom('', '\n', '\r\n  '),
    fc.constantFrom('', '\uFEFF'),
  )
  .map(([cells, indent, ascii, end, mark]) => {
    const text = JSON.stringify(notebook(cells), null, indent);
    return mark + (ascii ? escaped(text) : text) + end;
  });

const decode = (written: Uint8Array): string => Buffer.from(written).toString('utf8');
const parse = (text: string): { cells: { source: string | string[] }[] } =>
  JSON.parse(text.replace(/^\uFEFF/, '')) as { cells: { source: string | string[] }[] };
const joined = (text: string | string[]): string => (typeof text === 'string' ? text : text.join(''));

describe('any notebook', () => {
  it('is the same bytes again where nothing is edited', () => {
    fc.assert(
      fc.property(anyFile, (text) => {
        expect(decode(writeNotebook(bytes(text), []))).toBe(text);
      }),
    );
  });

  it('has cells as JSON has them, and each character where the file has it', () => {
    fc.assert(
      fc.property(anyFile, (text) => {
        const found = readNotebook(bytes(text));
        const { cells } = parse(text);
        const fileLines = text.replace(/^\uFEFF/, '').split('\n');
        expect(found.problem).toBeUndefined();
        for (const { index, source: read, span } of found.cells) {
          expect(read).toBe(joined(cells[index - 1]!.source));
          for (let at = 0; at < read.length; at++) {
            const one = { start: span.start + at, end: span.start + at + 1 };
            const place = rangeInFile(found, one)!.start;
            const rest = fileLines[place.line - 1]!.slice(place.column - 1);
            const unit = /^(?:\\u[0-9a-f]{4}|\\.|[^])/.exec(rest)![0];
            expect(unit.length > 1 ? JSON.parse(`"${unit}"`) : unit).toBe(read[at]);
            expect(rangeInCell(found, one)?.index).toBe(index);
          }
        }
      }),
    );
  });

  it('is edited in the sources of the edited cells alone, or not at all', () => {
    let edits = 0;
    const place = fc.tuple(fc.nat(), fc.nat(3), source);
    fc.assert(
      fc.property(anyFile, fc.array(place, { minLength: 1, maxLength: 3 }), (text, places) => {
        const before = readNotebook(bytes(text));
        const wanted: TextEdit[] = [];
        for (const [at, length, inserted] of places) {
          const start = before.text.length === 0 ? 0 : at % before.text.length;
          const span = { start, end: Math.min(start + length, before.text.length) };
          if (wanted.every((other) => other.span.end < span.start || span.end < other.span.start))
            wanted.push({ span, text: inserted });
        }
        const edited = editNotebook(before, wanted);
        if (!edited.ok) return;
        edits++;
        expect(edited.notebook.text).toBe(applyEdits(before.text, edited.edits));
        const after = decode(writeNotebook(bytes(text), edited.edits));
        expect(readNotebook(bytes(after)).text).toBe(edited.notebook.text);
        const [was, is] = [parse(text), parse(after)];
        const sources = new Map(edited.notebook.cells.map((each) => [each.index, each.source]));
        const expected = was.cells.map((each, index) => sources.get(index + 1) ?? joined(each.source));
        expect(is.cells.map((each) => joined(each.source))).toEqual(expected);
        // What is between the sources is the same text, in the same layout.
        const holes = (content: string): string =>
          content.replaceAll(/("source":\s*)(?:"(?:[^"\\]|\\.)*"|\[(?:\s*"(?:[^"\\]|\\.)*",?)*\s*\])/g, '$1');
        expect(holes(after)).toBe(holes(text));
        for (const [index, each] of was.cells.entries())
          if (
            joined(each.source) === expected[index] &&
            !edited.edits.some(({ span }) => isIn(before, index, span.start))
          )
            expect(is.cells[index]).toEqual(each);
      }),
      { numRuns: 400 },
    );
    expect(edits).toBeGreaterThan(20);
  });

  it('is valid where JSON says so, and never throws where it is not', () => {
    const change = fc.tuple(
      fc.nat(),
      fc.nat(3),
      fc.constantFrom('', '"', '\\', '{', '}', '[', ']', ',', ':', '\n', '1', '<'),
    );
    fc.assert(
      fc.property(anyFile, change, (text, [at, length, inserted]) => {
        const start = at % (text.length + 1);
        const broken = text.slice(0, start) + inserted + text.slice(start + length);
        const found = readNotebook(bytes(broken));
        notebookFacts(found);
        let isValid = true;
        try {
          parse(broken);
        } catch {
          isValid = false;
        }
        // Strings that are passed over are not looked into.
        if (isValid)
          expect(found.problem?.message ?? '').not.toMatch(/not valid JSON: (?!expected an? (array|object))/);
        else if (!broken.includes('\\')) expect(found.problem).toBeDefined();
      }),
      { numRuns: 400 },
    );
  });
});

function isIn({ cells }: ReturnType<typeof readNotebook>, index: number, offset: number): boolean {
  return cells.some(
    (each) => each.index === index + 1 && each.span.start <= offset && offset <= each.span.end,
  );
}

describe('a notebook of any size', () => {
  const megabytes = 24 * 1024 * 1024;
  const parts = {
    'one long picture': '"x"'.replace('x', 'A'.repeat(megabytes)),
    'escapes alone': `"${'\\"'.repeat(megabytes / 2)}"`,
    'backslashes alone': `"${'\\\\'.repeat(megabytes / 2)}"`,
    'a string that is not closed': `"${'\\"'.repeat(megabytes / 2)}`,
    'a million short strings': `[${'"é",'.repeat(1_000_000)}""]`,
    'a million brackets': '['.repeat(1_000_000),
    'a million line ends': '\n'.repeat(megabytes),
    'a number without end': '1'.repeat(megabytes),
  };
  it.each(Object.entries(parts))('is read in linear time: %s', (_, part) => {
    const found = readNotebook(
      bytes(`{"cells":[{"cell_type":"code","source":"import a"},{"outputs":${part}}]}`),
    );
    expect(found.cells.length).toBe(1);
  });

  it.each([
    [
      'many cells on one line',
      JSON.stringify(notebook(Array.from({ length: 20_000 }, () => cell('import é\n%time x')))),
    ],
    ['one cell of many lines', JSON.stringify(notebook(['x = [\n%\n'.repeat(200_000)]))],
    ['one line of many quotes', JSON.stringify(notebook(['"\'?='.repeat(1_000_000)]))],
    ['many commands', JSON.stringify(notebook(['!ls\n  %time -x\n'.repeat(200_000)]))],
  ])(
    'is read in linear time: %s',
    (_, text) => {
      const found = readNotebook(bytes(text));
      expect(notebookFacts(found).cells?.length).toBe(found.cells.length);
      expect(found.cells.length).toBeGreaterThan(0);
    },
    60_000,
  );
});
