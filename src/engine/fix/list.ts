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

/** True where nothing but white space stands before `span` on its line, and nothing but a comma and a comment behind it. */
export function hasOwnLine(text: string, span: Span): boolean {
  const line = lineAround(text, span.start);
  if (text.slice(line.start, span.start).trim() !== '') return false;
  const rest = text.slice(span.end, lineAround(text, span.end).end);
  return /^[ \t]*,?[ \t]*((#|\/\/).*)?(\r\n?|\n)?$/.test(rest);
}

/**
 * Edits that take items out of a comma-separated list and leave at least one in it. An item with a line of its own
 * goes with its whole line, so that its comment goes with it.
 *
 * @returns undefined where a comment stands so that it cannot be told which item it belongs to
 */
export function removeItems(
  text: string,
  items: readonly Span[],
  removed: ReadonlySet<number>,
): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  const inner = [...removed].sort((a, b) => a - b);
  if (inner.every((index) => hasOwnLine(text, items[index]!)))
    return inner.map((index) => ({ span: lineAround(text, items[index]!.start), text: '' }));
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
    if (/#|\/\/|\/\*/.test(text.slice(span.start, span.end))) return undefined;
    edits.push({ span, text: '' });
    index = last;
  }
  return edits;
}
