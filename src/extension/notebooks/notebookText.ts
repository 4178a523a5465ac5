/** A cell as the editor has it. */
export interface EditorCell {
  readonly isCode: boolean;
  /** As the editor names languages. */
  readonly language: string;
  readonly text: string;
}

/** As much of a notebook's file as the analysis reads, of cells that may not be saved yet. */
export function notebookText(cells: readonly EditorCell[]): string {
  return JSON.stringify({
    cells: cells.map(({ isCode, language, text }) =>
      isCode
        ? { cell_type: 'code', metadata: { vscode: { languageId: language } }, source: text }
        : { cell_type: 'markdown', source: '' },
    ),
    nbformat: 4,
    nbformat_minor: 5,
  });
}
