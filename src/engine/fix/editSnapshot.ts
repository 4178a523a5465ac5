import type { FileSnapshot } from '../analysis.ts';
import { editNotebook } from '../notebook/editNotebook.ts';
import { cellAt } from '../notebook/notebook.ts';
import { notebookFacts } from '../notebook/notebookFacts.ts';
import { applyEdits, type Span, type TextEdit } from '../text.ts';
import type { FixEnvironment } from './environment.ts';

export type EditedSnapshot =
  | {
      readonly ok: true;
      readonly snapshot: FileSnapshot;
      /** What was done: the edits as they were given, or as they are inside of a notebook's cells. */
      readonly edits: readonly TextEdit[];
    }
  | { readonly ok: false; readonly reason: string };

/** A file as it would be after edits, read again. @param sites what the edits are for: a notebook's other cells stay */
export function editSnapshot(
  environment: FixEnvironment,
  file: string,
  before: FileSnapshot,
  edits: readonly TextEdit[],
  sites: readonly Span[],
): EditedSnapshot {
  const { notebook } = before;
  if (!notebook) {
    const text = applyEdits(before.text, edits);
    return { ok: true, snapshot: { text, facts: environment.parse(file, text) }, edits };
  }
  const result = editNotebook(notebook, edits);
  if (!result.ok) return result;
  // Cells are run one by one: another one that changes too may not be run again.
  const cells = new Set(sites.map(({ start }) => cellAt(notebook, start)?.index));
  const other = result.edits
    .map(({ span }) => cellAt(notebook, span.start))
    .find((cell) => !cells.has(cell?.index));
  if (other) return { ok: false, reason: `it would change cell ${other.index} of the notebook too` };
  const snapshot = {
    text: result.notebook.text,
    facts: notebookFacts(result.notebook),
    notebook: result.notebook,
  };
  return { ok: true, snapshot, edits: result.edits };
}
