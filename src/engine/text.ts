/** A half-open stretch of a text, in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place in a text as people count it: both 1-based, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A stretch of a text as people count it; `end` is exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Replaces the text of `span` with `text`; an empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** True where two spans share a character, or where an insertion stands inside the other. */
export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Offsets at which each line of a text begins. */
export type LineStarts = ArrayLike<number>;

/**
 * Offsets at which each line begins. `\n`, `\r\n` and a lone `\r` end a line, as in Python and TypeScript. A byte order
 * mark stands before the first line: editors and compilers do not count it as a column.
 */
export function lineStarts(text: string): LineStarts {
  const first = text.startsWith('\uFEFF') ? 1 : 0;
  if (text.includes('\r')) {
    const starts = [first];
    const ends = /\r\n?|\n/g;
    while (ends.exec(text)) starts.push(ends.lastIndex);
    return starts;
  }
  // The usual case, for which the runtime has a search of its own. Counting first is cheaper than a list that grows.
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  const starts = new Int32Array(count);
  starts[0] = first;
  for (let line = 1, at = 0; line < count; line++) starts[line] = at = text.indexOf('\n', at) + 1;
  return starts;
}

/** The 1-based place of `offset`, found by bisection in the answer of {@link lineStarts}. */
export function positionAt(starts: LineStarts, offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: Math.max(offset - starts[low]!, 0) + 1 };
}

export function rangeOf(starts: LineStarts, span: Span): Range {
  return { start: positionAt(starts, span.start), end: positionAt(starts, span.end) };
}

/**
 * The text with every edit applied. Edits may come in any order but may not overlap: an overlap is a defect of the
 * plan that made them, and throws.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const parts: string[] = [];
  let at = 0;
  for (const { span, text: replacement } of ordered) {
    if (span.start < at) throw new RangeError(`edits overlap at offset ${span.start}`);
    parts.push(text.slice(at, span.start), replacement);
    at = span.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/** The span of a range in a text, as {@link lineStarts} has its lines; what lies outside of the text is drawn into it. */
export function spanOf(starts: LineStarts, { start, end }: Range, length: number): Span {
  const offset = ({ line, column }: Position): number =>
    Math.min((starts[line - 1] ?? length) + column - 1, starts[line] ?? length, length);
  return { start: offset(start), end: offset(end) };
}
