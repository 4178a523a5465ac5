import type { PlaceInFile } from '../engine/placeIn.ts';

/** A place's line and column as people find them: `12:5`, and `cell 3:2:5` in a notebook, where nobody sees the file's lines. */
export function placeText({ range, cell }: PlaceInFile): string {
  const { line, column } = (cell?.range ?? range).start;
  return cell ? `cell ${cell.index}:${line}:${column}` : `${line}:${column}`;
}

/** The same without the column. */
export function lineText(place: PlaceInFile): string {
  return placeText(place).replace(/:\d+$/, '');
}
