import type { TextEdit } from '../text.ts';

/** A stretch of the first text that is kept, or text that is new. */
type Piece = { readonly start: number; readonly end: number } | { readonly text: string };

/**
 * The edits of a text that do what `first`, and then `second` on its outcome, do. Neither's own edits may overlap.
 *
 * @param length of the text that `first` is for
 */
export function composeEdits(
  length: number,
  first: readonly TextEdit[],
  second: readonly TextEdit[],
): TextEdit[] {
  const pieces = applyToPieces(applyToPieces([{ start: 0, end: length }], first), second);
  const edits: TextEdit[] = [];
  let at = 0;
  let text = '';
  for (const piece of [...pieces, { start: length, end: length }]) {
    if ('text' in piece) {
      text += piece.text;
      continue;
    }
    if (text !== '' || piece.start > at) edits.push({ span: { start: at, end: piece.start }, text });
    at = piece.end;
    text = '';
  }
  return edits;
}

function applyToPieces(pieces: readonly Piece[], edits: readonly TextEdit[]): Piece[] {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const result: Piece[] = [];
  let rest = pieces;
  let at = 0;
  for (const { span, text } of ordered) {
    const [before, behind] = splitPieces(rest, span.start - at);
    const [, after] = splitPieces(behind, span.end - span.start);
    result.push(...before, { text });
    rest = after;
    at = span.end;
  }
  return [...result, ...rest];
}

/** The pieces that make up the first `length` characters, and those behind them. */
function splitPieces(pieces: readonly Piece[], length: number): [Piece[], Piece[]] {
  const before: Piece[] = [];
  let left = length;
  for (const [index, piece] of pieces.entries()) {
    const size = 'text' in piece ? piece.text.length : piece.end - piece.start;
    if (size <= left) {
      before.push(piece);
      left -= size;
      continue;
    }
    const [head, tail]: [Piece, Piece] =
      'text' in piece
        ? [{ text: piece.text.slice(0, left) }, { text: piece.text.slice(left) }]
        : [
            { start: piece.start, end: piece.start + left },
            { start: piece.start + left, end: piece.end },
          ];
    return [left > 0 ? [...before, head] : before, [tail, ...pieces.slice(index + 1)]];
  }
  return [before, []];
}
