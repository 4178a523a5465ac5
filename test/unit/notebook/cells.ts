/** Notebooks for tests, as Jupyter writes them. */

export interface CellOptions {
  readonly kind?: 'code' | 'markdown' | 'raw';
  readonly outputs?: readonly unknown[];
  readonly metadata?: object;
}

/** Source lines as the format has them: each with its line end. */
export function lines(source: string): string[] {
  return source === '' ? [] : source.split(/(?<=\n)/);
}

export function cell(source: string | readonly string[], options: CellOptions = {}): object {
  const { kind = 'code', outputs = [], metadata = {} } = options;
  const text = typeof source === 'string' ? lines(source) : source;
  return kind === 'code'
    ? { cell_type: kind, execution_count: null, metadata, outputs, source: text }
    : { cell_type: kind, metadata, source: text };
}

/** @param cells their sources, or cells */
export function notebook(cells: readonly (string | object)[], kernel: object = python): object {
  return {
    cells: cells.map((each) => (typeof each === 'string' ? cell(each) : each)),
    metadata: kernel,
    nbformat: 4,
    nbformat_minor: 5,
  };
}

export const python = {
  kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
  language_info: { name: 'python', version: '3.12.1' },
};

/** As `nbformat` writes it: with one space of indentation and a line end behind it. */
export function file(content: object): string {
  return `${JSON.stringify(content, null, 1)}\n`;
}

export function bytes(text: string): Uint8Array {
  return Buffer.from(text);
}
