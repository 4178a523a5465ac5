import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEntries, type BaselineEntry } from '../../../../src/engine/baseline/entry.ts';
import {
  parseBaseline,
  renderBaseline,
  updateBaseline,
  type BaselineText,
} from '../../../../src/engine/baseline/format.ts';

const entry = (file: string, fingerprint = '0123456789abcdef', names = ['SocketHub']): BaselineEntry => ({
  file,
  ruleId: 'legacy-import',
  fingerprint,
  module: 'chat.sockets',
  names,
});

function parsed(text: string): BaselineText {
  const result = parseBaseline(text);
  if (!result.ok) throw new Error(`line ${result.line}: ${result.message}`);
  return result.baseline;
}

const anyEntry = fc.record({
  file: fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom(
      'a\tb.py',
      '# odd.py',
      '=======.py',
      ' spaced .py',
      'per%cent.py',
      '%41.py',
      'ünï/çödé.py',
    ),
  ),
  ruleId: fc.constantFrom('legacy-import', 'broken-import', 'direct-construction'),
  fingerprint: fc.stringMatching(/^[0-9a-f]{16}$/),
  module: fc.constantFrom('', 'chat.sockets', 'src/chat/sockets', '@scope/chat'),
  names: fc.uniqueArray(fc.stringMatching(/^[A-Za-z_$*][\w$]*$/), { maxLength: 3 }),
});
const anyEntries = fc.uniqueArray(anyEntry, { selector: (each) => `${each.file}\0${each.fingerprint}` });

const comment: unknown = expect.stringMatching(/^# [0-9a-f]{6}$/);

describe('the text of a baseline', () => {
  it('has one line per entry, sorted, each with a comment of its own below', () => {
    expect(
      renderBaseline([entry('b.py'), entry('a.py', 'fedcba9876543210', ['A', 'B'])])
        .split('\n')
        .slice(2),
    ).toEqual([
      'a.py\tlegacy-import\tfedcba9876543210\tchat.sockets\tA,B',
      comment,
      'b.py\tlegacy-import\t0123456789abcdef\tchat.sockets\tSocketHub',
      comment,
      '',
    ]);
  });

  it('gives back what was put in, whatever a file is called', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        expect(parsed(renderBaseline(entries)).entries).toEqual([...entries].sort(compareEntries));
      }),
    );
  });

  it('has other comments below neighbours, even where the same is said of two files', () => {
    const text = renderBaseline(Array.from({ length: 500 }, (_, index) => entry(`chat/m${index}.py`)));
    const comments = text.split('\n').filter((line) => /^# [0-9a-f]{6}$/.test(line));
    expect(new Set(comments).size).toBeGreaterThan(490);
  });

  it('is read with the line ends of Windows and with a byte order mark', () => {
    const text = renderBaseline([entry('a.py'), entry('b.py')]);
    expect(parsed(`\uFEFF${text.replaceAll('\n', '\r\n')}`).entries).toEqual(parsed(text).entries);
  });

  it('leaves the comment of an entry that goes, and gives one to an entry that comes', () => {
    const before = parsed(renderBaseline([entry('a.py'), entry('b.py'), entry('c.py')]));
    const after = updateBaseline(before, [entry('a.py'), entry('bb.py', 'bbbbbb9876543210')]);
    expect(after.split('\n').slice(2)).toEqual([
      'a.py\tlegacy-import\t0123456789abcdef\tchat.sockets\tSocketHub',
      comment,
      comment,
      comment,
      'bb.py\tlegacy-import\tbbbbbb9876543210\tchat.sockets\tSocketHub',
      comment,
      '',
    ]);
  });

  it('leaves a line that stays as it stands, with the line ends of its file', () => {
    const text = renderBaseline([entry('A.py'), entry('b.py')]).replace('A.py', '%41.py');
    expect(updateBaseline(parsed(text), [entry('A.py'), entry('b.py')])).toBe(text);
    const windows = text.replaceAll('\n', '\r\n');
    expect(updateBaseline(parsed(windows), [entry('A.py')])).toBe(windows.replace(/^b\.py\t.*\r\n/m, ''));
  });

  it('puts what stands in place of an entry between the comments around it', () => {
    const before = parsed(renderBaseline(['a.py', 'b.py', 'c.py'].map((file) => entry(file))));
    const after = updateBaseline(before, [entry('a.py'), entry('b.py', 'bbbbbb9876543210'), entry('c.py')]);
    const [, , a, ofA, , ofB, ...rest] = renderBaseline(before.entries).split('\n');
    const b = 'b.py\tlegacy-import\tbbbbbb9876543210\tchat.sockets\tSocketHub';
    expect(after.split('\n').slice(2)).toEqual([a, ofA, b, comment, ofB, ...rest]);
  });

  it('says line and reason of what it cannot read', () => {
    const text = renderBaseline([entry('a.py')]);
    expect(parseBaseline('a.py\n')).toMatchObject({ ok: false, line: 1 });
    expect(parseBaseline(text.replace('baseline 1', 'baseline 2'))).toMatchObject({
      ok: false,
      line: 1,
      message: 'this baseline is of version 2, and version 1 is what can be read',
    });
    expect(parseBaseline(`${text}nothing\n`)).toMatchObject({ ok: false, line: 5 });
    const marked = parseBaseline(`${text}<<<<<<< HEAD\n`);
    expect(marked).toMatchObject({ ok: false, line: 5 });
    expect(!marked.ok && marked.message).toContain('merge');
  });
});
