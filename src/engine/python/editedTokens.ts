/** The tokens of a text that is edited again and again, of which little changes at once. */
import type { TextChange } from '../textChange.ts';
import type { CodeUnits } from './codeUnits.ts';
import { namedText, type NamedText } from './nameTable.ts';
import { createScanner, type Scanner } from './scanner.ts';
import { readStretch } from './tokenizer.ts';
import { appendTokens, tokenCountsOf, tokensOf, type TokenCounts, type Tokens } from './tokens.ts';

/** A text that was read, with what a reading of it edited can begin from. */
export interface TokenizedText extends NamedText {
  readonly tokens: Tokens;
  /** In order; the first of them stands at the text's beginning. */
  readonly marks: readonly LineMark[];
  /** How far marks are apart at least, in code units: an edit has some of that read again. */
  readonly distance: number;
}

/** Tokens that another reading had already. */
export interface TakenTokens {
  /** So many at the beginning are the same. */
  readonly first: number;
  /** From token `from` on, token `i` is the other reading's token `i - shift`. */
  readonly from: number;
  readonly shift: number;
}

/**
 * The beginning of a line where nothing is open: how what follows is read depends on what stands before by the open
 * indentations alone. What stands before may depend on the word behind it: where it shows that a bracket was never closed.
 */
interface LineMark extends TokenCounts {
  readonly offset: number;
  /** As the scanner has them. */
  readonly columns: readonly number[];
  readonly tabColumns: readonly number[];
}

/** Reads all of a text. */
export function tokenizeText(text: string, units?: CodeUnits, distance = 2048): TokenizedText {
  const named = namedText(text, units);
  const s = createScanner(named, 0, text.length, false);
  const first = firstMark(s);
  const marks = [first];
  readStretch(s, first.offset, (offset) => {
    markIfDue(marks, s, offset, distance);
    return false;
  });
  return { ...named, tokens: s.tokens, marks, distance };
}

/**
 * Reads a text that was another one before: from the last mark but one before what has changed, which has the word behind it
 * unchanged as well, to the first one behind it where the indentation is the same. The tokens are those that {@link tokenizeText} finds. The earlier ones stay as they are.
 *
 * @param named with the table of the text before
 */
export function tokenizeEdited(
  before: TokenizedText,
  named: NamedText,
  { start, end, endBefore }: TextChange,
): { readonly text: TokenizedText; readonly taken: TakenTokens } {
  const { distance } = before;
  const expected = before.tokens.count + tokensOf(end - start);
  const s = createScanner(named, 0, named.text.length, false, expected);
  const last = before.marks.findLastIndex(({ offset }) => offset < start);
  const marks = last < 1 ? [firstMark(s)] : before.marks.slice(0, last);
  const from = marks.at(-1)!;
  appendTokens(s.tokens, before.tokens, before.marks[0]!, from, 0);
  s.columns.splice(0, 1, ...from.columns);
  s.tabColumns.splice(0, 1, ...from.tabColumns);
  const shift = end - endBefore;
  let next = marks.length;
  let met: LineMark | undefined;
  readStretch(s, from.offset, (offset) => {
    while (next < before.marks.length && before.marks[next]!.offset + shift < offset) next++;
    const mark = before.marks[next];
    if (offset >= end && mark && mark.offset + shift === offset && hasSameIndentation(mark, s)) met = mark;
    else markIfDue(marks, s, offset, distance);
    return met !== undefined;
  });
  const here = tokenCountsOf(s.tokens);
  if (met) {
    appendTokens(s.tokens, before.tokens, met, tokenCountsOf(before.tokens), shift);
    for (const mark of before.marks.slice(next)) marks.push(moved(mark, shift, met, here));
  }
  return {
    text: { ...named, tokens: s.tokens, marks, distance },
    taken: { first: from.tokens, from: here.tokens, shift: met ? here.tokens - met.tokens : 0 },
  };
}

const markAt = ({ tokens, columns, tabColumns }: Scanner, offset: number): LineMark => ({
  offset,
  ...tokenCountsOf(tokens),
  columns: [...columns],
  tabColumns: [...tabColumns],
});

/** The beginning of the text that a scanner is to read. */
const firstMark = (s: Scanner): LineMark => markAt(s, s.units[0] === 0xfeff ? 1 : 0);

function markIfDue(marks: LineMark[], s: Scanner, offset: number, distance: number): void {
  if (offset >= marks.at(-1)!.offset + distance) marks.push(markAt(s, offset));
}

const hasSameIndentation = (mark: LineMark, { columns, tabColumns }: Scanner): boolean =>
  isEqual(mark.columns, columns) && isEqual(mark.tabColumns, tabColumns);

const isEqual = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, at) => value === b[at]);

/** A mark whose text stands `shift` behind where it stood, and before which `to` stands where `from` stood. */
const moved = (mark: LineMark, shift: number, from: TokenCounts, to: TokenCounts): LineMark => ({
  offset: mark.offset + shift,
  tokens: mark.tokens + to.tokens - from.tokens,
  directives: mark.directives + to.directives - from.directives,
  problems: mark.problems + to.problems - from.problems,
  columns: mark.columns,
  tabColumns: mark.tabColumns,
});
