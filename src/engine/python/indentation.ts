import { behindLineEnd } from './lexemes.ts';
import { report, type Scanner } from './scanner.ts';
import { DEDENT, INDENT } from './tokenKinds.ts';
import { push } from './tokens.ts';

/** CPython's own limit (`MAXINDENT`): it refuses deeper files, and it bounds the reader's recursion. */
const MAX_LEVELS = 100;

/**
 * Reads the white space at the beginning of a logical line and says by tokens how the indentation changed. Answers the
 * offset of what follows. Blank lines and lines that hold only a comment change nothing (language reference, 2.1.8).
 */
export function readIndentation(s: Scanner, from: number): number {
  const { units, to, tokens } = s;
  let at = from;
  let column = 0;
  let tabColumn = 0;
  let continued = 0;
  for (; at < to; at++) {
    const c = units[at]!;
    if (c === 32) {
      column++;
      tabColumn++;
    } else if (c === 9) {
      column = (column & ~7) + 8;
      tabColumn++;
    } else if (c === 12) {
      column = tabColumn = 0;
    } else if (c === 92) {
      const next = at + 1 < to ? units[at + 1]! : 0;
      if (next !== 10 && next !== 13) break;
      // The indentation in front of the first backslash counts.
      if (continued === 0) continued = column;
      at = behindLineEnd(units, at + 1, to) - 1;
    } else break;
  }
  if (at >= to) return at;
  const c = units[at]!;
  if (c === 35 || c === 10 || c === 13) return at;
  if (continued !== 0) column = tabColumn = continued;

  const { columns, tabColumns } = s;
  let top = columns.length - 1;
  if (column > columns[top]!) {
    if (columns.length >= MAX_LEVELS) {
      if (columns.length === MAX_LEVELS) report(s, at, 'too many levels of indentation');
      if (columns.length > MAX_LEVELS) return at;
    }
    if (tabColumn <= tabColumns[top]!) report(s, at, 'inconsistent use of tabs and spaces in indentation');
    columns.push(column);
    tabColumns.push(tabColumn);
    push(tokens, INDENT, at, at, 0);
    return at;
  }
  while (column < columns[top]!) {
    if (column > columns[top - 1]!) {
      // Between two levels: taken for the inner one, so that the rest of the block stays in it.
      report(s, at, 'unindent does not match any outer indentation level');
      columns[top] = column;
      tabColumns[top] = tabColumn;
      return at;
    }
    columns.pop();
    tabColumns.pop();
    push(tokens, DEDENT, at, at, 0);
    top--;
  }
  if (tabColumn !== tabColumns[top]!) {
    report(s, at, 'inconsistent use of tabs and spaces in indentation');
    tabColumns[top] = tabColumn;
  }
  return at;
}
