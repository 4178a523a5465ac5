import { readNotebook } from '../../../src/engine/notebook/readNotebook.ts';
import { writeNotebook } from '../../../src/engine/notebook/writeNotebook.ts';
import type { TextEdit } from '../../../src/engine/text.ts';

/**
 * Fixtures have notebooks in the percent format, as editors and jupytext do: `# %%` on a line of its own begins a cell,
 * `# %% [markdown]` one of text. On their way to the engine they become real ones, with an output in every cell.
 */
const heading = /^# %%(?: \[(markdown)\])?$/;

/** The file that a fixture's notebook stands for. */
export function notebookBytes(text: string): Uint8Array {
  const cells: { isText: boolean; lines: string[] }[] = [];
  for (const line of text.split(/(?<=\n)/)) {
    const match = heading.exec(line.trimEnd());
    if (match) cells.push({ isText: match[1] !== undefined, lines: [] });
    else cells.at(-1)?.lines.push(line);
  }
  const content = {
    cells: cells.map(({ isText, lines }) => {
      // The last line of a cell has no line end.
      const source = lines.map((line, index) =>
        index === lines.length - 1 ? line.replace(/\n$/, '') : line,
      );
      return isText
        ? { cell_type: 'markdown', metadata: {}, source }
        : { cell_type: 'code', execution_count: 1, metadata: {}, outputs: [{ text: ['é'] }], source };
    }),
    metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return Buffer.from(`${JSON.stringify(content, null, 1)}\n`);
}

/** A fixture's notebook after edits of its module, by way of the file. */
export function editedNotebook(text: string, edits: readonly TextEdit[]): string {
  const before = readNotebook(notebookBytes(text));
  const after = readNotebook(writeNotebook(notebookBytes(text), edits));
  const sources = new Map(after.cells.map(({ index, source }) => [index, source]));
  const wasRead = new Set(before.cells.map(({ index }) => index));
  let index = 0;
  return text
    .split(/(?=^# %%)/m)
    .map((part) => {
      index++;
      const [head = ''] = part.split('\n', 1);
      return wasRead.has(index) ? `${head}\n${sources.get(index) ?? ''}\n` : part;
    })
    .join('');
}
