import type { Span, TextEdit } from '../text.ts';

/** The line that holds `offset`: from its first character to the first of the next line. */
export function lineAround(text: string, offset: number): Span {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  const end = /\r\n?|\n/g;
  end.lastIndex = offset;
  return { start, end: end.exec(text) ? end.lastIndex : text.length };
}

/** The white space before the first other character of the line that holds `offset`. */
export function indentationAt(text: string, offset: number): string {
  const { start } = lineAround(text, offset);
  return /^[ \t\f]*/.exec(text.slice(start, offset))![0];
}

/** The line end that a text uses: that of its first line. */
export function lineEndOf(text: string): string {
  return /\r\n?|\n/.exec(text)?.[0] ?? '\n';
}

/** The line end for a new line beside the one that holds `offset`: its own, or that of the line before the last. */
export function lineEndAt(text: string, offset: number): string {
  const { start, end } = lineAround(text, offset);
  const lineEnd = /(\r\n?|\n)$/;
  return lineEnd.exec(text.slice(start, end))?.[0] ?? lineEnd.exec(text.slice(0, start))?.[0] ?? '\n';
}

/** The lines that hold `span`, from the first character of the first to the end of the last with its line end. */
export function linesAround(text: string, span: Span): Span {
  return { start: lineAround(text, span.start).start, end: lineAround(text, span.end).end };
}

/**
 * True where nothing but white space stands before `span` on its lines, and nothing but a comma and a comment behind
 * it. A line that a backslash continues is none of its own.
 */
export function hasOwnLines(text: string, span: Span): boolean {
  const lines = linesAround(text, span);
  if (text.slice(lines.start, span.start).trim() !== '') return false;
  if (/\\(\r\n?|\n)$/.test(text.slice(0, lines.start))) return false;
  return /^[ \t]*,?[ \t]*((#|\/\/).*)?(\r\n?|\n)?$/.test(text.slice(span.end, lines.end));
}

/**
 * The lines above the one that holds `offset` which are nothing but comments in the way of TypeScript: empty where there are
 * none. Such a comment speaks of what stands below it.
 */
export function commentsAbove(text: string, offset: number): Span {
  const { start: end } = lineAround(text, offset);
  let start = end;
  while (start > 0) {
    const line = lineAround(text, start - 1);
    const written = text.slice(line.start, start).trim();
    const opening = written.endsWith('*/') ? text.lastIndexOf('/*', start - 1) : -1;
    const first = written.startsWith('//') ? line.start : opening;
    if (first < 0) break;
    const whole = lineAround(text, first);
    if (text.slice(whole.start, first).trim() !== '') break;
    start = whole.start;
  }
  return { start, end };
}

/**
 * Edits that take items out of a comma-separated list and leave at least one in it. An item with lines of its own goes
 * with them and with the comment above, so that its comments go with it.
 *
 * @returns undefined where a comment stands so that it cannot be told which item it belongs to
 */
export function removeItems(
  text: string,
  items: readonly Span[],
  removed: ReadonlySet<number>,
): TextEdit[] | undefined {
  const inner = [...removed].sort((a, b) => a - b);
  if (inner.every((index) => hasOwnLines(text, items[index]!)))
    return inner.map((index) => {
      const { start } = commentsAbove(text, items[index]!.start);
      return { span: { start, end: linesAround(text, items[index]!).end }, text: '' };
    });
  const edits: TextEdit[] = [];
  for (let index = 0; index < items.length; index++) {
    if (!removed.has(index)) continue;
    let last = index;
    while (removed.has(last + 1)) last++;
    const next = items[last + 1];
    const before = items[index - 1];
    if (!next && !before) return undefined;
    const span = next
      ? { start: items[index]!.start, end: next.start }
      : { start: before!.end, end: items[last]!.end };
    const kept = items.slice(index, last + 1);
    if (hasComment(text, span, kept)) return undefined;
    edits.push({ span, text: '' });
    index = last;
  }
  return edits;
}

/** Whether a comment stands in `span` outside of `items`, between which nothing but commas and comments can stand. */
export function hasComment(text: string, span: Span, items: readonly Span[]): boolean {
  const gaps = [span.start, ...items.flatMap(({ start, end }) => [start, end]), span.end];
  for (let at = 0; at < gaps.length; at += 2)
    if (/#|\/\/|\/\*/.test(text.slice(gaps[at], gaps[at + 1]))) return true;
  return false;
}
