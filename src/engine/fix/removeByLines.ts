import type { Span, TextEdit } from '../text.ts';
import { lineAround, removeItems } from './list.ts';

/** Items that go from a list, and what is said of them behind their lines. */
export interface Removal {
  readonly edits: readonly TextEdit[];
  /** The comments that go along, by the item behind which each stood. */
  readonly comments: ReadonlyMap<number, string>;
}

/** A line of a list, with the items that stand on it. */
interface Line {
  readonly items: readonly number[];
  /** Whether something else stands before them, as the beginning of the statement. */
  readonly isFirst: boolean;
  /** The comma and the comment behind them; undefined where something else stands there, as the closing parenthesis. */
  readonly behind: { readonly end: number; readonly comment: string } | undefined;
}

/**
 * Takes items out of a list, by their lines where comments stand between them.
 *
 * @returns undefined where it cannot be told what becomes of a comment
 */
export function removeWithComments(
  text: string,
  items: readonly Span[],
  removed: ReadonlySet<number>,
): Removal | undefined {
  const edits = removeItems(text, items, removed);
  return edits ? { edits, comments: new Map() } : removeByLines(text, items, removed);
}

/**
 * A comment of Python speaks of its line: it stays there where one of the line's items does, and goes along with the last of
 * them where none does. One that speaks to a tool does neither where it could be meant for more than one item.
 */
function removeByLines(
  text: string,
  items: readonly Span[],
  removed: ReadonlySet<number>,
): Removal | undefined {
  const lines = linesOf(text, items);
  if (!lines) return undefined;
  const edits: TextEdit[] = [];
  const comments = new Map<number, string>();
  const isGone = (item: number): boolean => removed.has(item);
  for (const line of lines.filter((each) => each.items.some(isGone))) {
    const isAlone = line.items.length === 1 && !line.isFirst;
    const comment = line.behind?.comment ?? '';
    if (!isAlone && isForTool.test(comment)) return undefined;
    if (!line.items.every(isGone)) {
      edits.push(...removeFromLine(items, line, removed));
      continue;
    }
    edits.push({ span: wholeOf(text, items, line), text: '' });
    if (comment !== '') comments.set(line.items.at(-1)!, comment);
  }
  return { edits, comments };
}

const isForTool =
  /#\s*(noqa|type:|pragma\b|pylint:|pyright:|ruff:|isort:|mypy:|flake8|fmt:|yapf:|nosec|nosonar|ssot-)/i;

/**
 * The lines of a list; undefined where an item goes over several, where a comma begins one, or where comments are not those of
 * Python.
 */
function linesOf(text: string, items: readonly Span[]): Line[] | undefined {
  const whole = text.slice(items[0]!.start, lineAround(text, items.at(-1)!.end).end);
  if (/\/\/|\/\*/.test(whole.replaceAll(/#.*/g, ''))) return undefined;
  const byStart = new Map<number, number[]>();
  for (const [index, { start, end }] of items.entries()) {
    const line = lineAround(text, start);
    if (end > line.end) return undefined;
    const on = byStart.get(line.start);
    if (on) on.push(index);
    else byStart.set(line.start, [index]);
  }
  const lines: Line[] = [];
  for (const [start, on] of byStart) {
    const [first, last] = [items[on[0]!]!, items[on.at(-1)!]!];
    const isFirst = text.slice(start, first.start).trim() !== '';
    if (isFirst && on[0] !== 0) return undefined;
    const rest = text.slice(last.end, lineAround(text, last.end).end);
    const found = /^[ \t]*,?[ \t]*(#[^\r\n]*)?(?=[\r\n]|$)/.exec(rest);
    const behind = found && { end: last.end + found[0].length, comment: found[1]?.trimEnd() ?? '' };
    lines.push({ items: on, isFirst, behind: behind ?? undefined });
  }
  return lines;
}

/** Takes items out of a line that keeps others. */
function removeFromLine(
  items: readonly Span[],
  { items: on }: Line,
  removed: ReadonlySet<number>,
): TextEdit[] {
  const edits: TextEdit[] = [];
  let isBehindKept = false;
  for (const item of on) {
    if (!removed.has(item)) {
      isBehindKept = true;
      continue;
    }
    // What stands before the first that stays goes with the comma behind it, all others with the one before.
    const span = isBehindKept
      ? { start: items[item - 1]!.end, end: items[item]!.end }
      : { start: items[item]!.start, end: items[item + 1]!.start };
    edits.push({ span, text: '' });
  }
  return edits;
}

/** What goes with all items of a line: the line itself, unless the list begins or ends on it. */
function wholeOf(text: string, items: readonly Span[], { items: on, isFirst, behind }: Line): Span {
  const { start } = items[on[0]!]!;
  const { end } = items[on.at(-1)!]!;
  if (!behind) return { start, end: end + /^([ \t]*,)?/.exec(text.slice(end))![0].length };
  if (!isFirst) return lineAround(text, start);
  const blank = /[ \t]*$/.exec(text.slice(lineAround(text, start).start, start))![0].length;
  return { start: start - blank, end: behind.end };
}
