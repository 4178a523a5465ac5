import type { FileFacts } from '../facts.ts';
import { extractNotebookFacts } from '../python/extractFacts.ts';
import type { Notebook } from './notebook.ts';

/** What the engine knows of the module that a notebook is. */
export function notebookFacts({ text, cells }: Notebook): FileFacts {
  return extractNotebookFacts(
    text,
    cells.map(({ span }) => span),
  );
}
