import { applyEdits, type TextEdit } from '../text.ts';
import { assembleNotebook, within, type Cell, type CellSource, type Notebook } from './notebook.ts';
import { pythonOf } from './pythonCell.ts';

/** Edits of one cell, in offsets of its source. */
export interface CellEdits {
  /** 1-based, among all cells of the notebook. */
  readonly index: number;
  /** The length of the source that they are for. */
  readonly length: number;
  readonly edits: readonly TextEdit[];
}

export type NotebookEditResult =
  | {
      readonly ok: true;
      readonly notebook: Notebook;
      /** The same edits of the module, each inside of one cell. */
      readonly edits: readonly TextEdit[];
    }
  | { readonly ok: false; readonly reason: string };

/**
 * A notebook after edits of its module, each of which must stay in one cell. What is no Python must be the same
 * afterwards: a line that becomes a command, or a command that is edited, is refused.
 */
export function editNotebook(notebook: Notebook, edits: readonly TextEdit[]): NotebookEditResult {
  const inside = edits.map((edit) => insideCell(notebook, edit));
  if (!inside.every((edit) => edit !== undefined))
    return refused('it would change more than one cell at once');
  const changed = new Map(editsByCell(notebook, inside).map((each) => [each.index, each.edits]));
  const sources: CellSource[] = [];
  for (const { index, span, source } of notebook.cells) {
    const own = changed.get(index) ?? [];
    const shown = notebook.text.slice(span.start, span.end);
    const python = applyEdits(shown, own);
    const edited = applyEdits(source, own);
    // A form feed stands in the module for indentation that the cell does not count.
    const isSame = own.length === 0 || pythonOf(edited)?.python === python;
    const isHidden = own.some(
      ({ span: { start, end } }) => source.slice(start, end) !== shown.slice(start, end),
    );
    if (!isSame || isHidden || own.some(({ text }) => text.includes('\f')))
      return refused('a command of the notebook, or its indentation, stands in the way');
    sources.push({ index, source: edited, places: undefined, python });
  }
  return { ok: true, notebook: assembleNotebook(sources, notebook.hidden, notebook.problem), edits: inside };
}

/** Edits of the module, each inside of one cell, sorted out by cell. */
export function editsByCell(notebook: Notebook, edits: readonly TextEdit[]): CellEdits[] {
  return notebook.cells.flatMap((cell) => {
    const own = edits
      .filter(({ span }) => isIn(cell, span.start))
      .map(({ span, text }) => ({ span: within(cell, span), text }));
    return own.length === 0 ? [] : [{ index: cell.index, length: cell.source.length, edits: own }];
  });
}

/** An edit that stays in its cell; undefined for one that does not. */
function insideCell({ cells, text }: Notebook, edit: TextEdit): TextEdit | undefined {
  const { start, end } = edit.span;
  const cell = cells.find((each) => isIn(each, start));
  if (!cell || end > cell.span.end + 1) return undefined;
  if (end <= cell.span.end) return edit;
  // The last line of a cell has no line end of its own: where it goes, that of the line before it does.
  const before = edit.text === '' ? /(?:\r\n?|\n)?$/.exec(text.slice(cell.span.start, start))![0].length : 0;
  return {
    span: { start: start - before, end: cell.span.end },
    text: edit.text.replace(/(?:\r\n?|\n)$/, ''),
  };
}

function isIn({ span }: Cell, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

function refused(reason: string): NotebookEditResult {
  return { ok: false, reason };
}
