import type { TextOf } from './sourceText.ts';
import {
  createJsonCursor,
  JsonProblem,
  passArray,
  passColon,
  passEnd,
  passObject,
  passString,
  passValue,
  peek,
  type JsonCursor,
} from './jsonCursor.ts';

/** A JSON string of a source, with its quotes, in bytes of the file. */
export interface Literal {
  readonly start: number;
  readonly end: number;
  /** 1-based line of the file, and where that line begins. */
  readonly line: number;
  readonly lineStart: number;
}

/** A cell as the file has it. */
export interface RawCell {
  /** 1-based, among all cells. */
  readonly index: number;
  readonly isCode: boolean;
  /** The language that the cell itself names, in lower case. */
  readonly language: string | undefined;
  readonly source: RawSource | undefined;
}

/** A cell's text: one string, or a list of strings that make one. */
export interface RawSource {
  readonly isList: boolean;
  /** The value with its quotes or brackets. */
  readonly start: number;
  readonly end: number;
  readonly literals: readonly Literal[];
}

export interface RawNotebook {
  readonly cells: readonly RawCell[];
  /** The language of its kernel, in lower case; undefined where it names none. */
  readonly language: string | undefined;
  readonly problem: RawProblem | undefined;
}

export interface RawProblem {
  readonly message: string;
  /** Byte of the file. */
  readonly start: number;
  readonly line: number;
  readonly lineStart: number;
}

/** The cursor, and how bytes of the file become a text. */
type Reading = JsonCursor & { readonly textOf: TextOf };

type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

/**
 * Finds the cells of a notebook in the bytes of its file: format 4, and format 3 with its worksheets
 * (https://nbformat.readthedocs.io/en/latest/format_description.html). Nothing but keys, languages and kinds is decoded.
 * Where the JSON breaks off, what stands before is there all the same.
 */
export function findCells(bytes: Uint8Array, textOf: TextOf): RawNotebook {
  const cursor: Reading = { ...createJsonCursor(bytes), textOf };
  const cells: RawCell[] = [];
  const kernel: Draft<Pick<RawNotebook, 'language'>> = { language: undefined };
  // An editor makes a new notebook of an empty file.
  if (peek(cursor) === undefined) return { cells, language: undefined, problem: undefined };
  const seen = new Set<string>();
  const readCells = (): void => {
    seen.add('cells');
    passArray(cursor, () => readCell(cursor, cells));
  };
  try {
    readMembers(cursor, {
      cells: readCells,
      worksheets: () => {
        seen.add('cells');
        passArray(cursor, () => readMembers(cursor, { cells: readCells }));
      },
      metadata: () => readKernel(cursor, kernel),
    });
    passEnd(cursor);
    const missing = seen.has('cells')
      ? undefined
      : problemAt(cursor, 'it is no notebook: it has no cells', cursor.at);
    return { cells, language: kernel.language, problem: missing };
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    const problem = problemAt(cursor, `it is not valid JSON: ${error.message}`, error.at);
    return { cells, language: kernel.language, problem };
  }
}

function problemAt({ line, lineStart }: JsonCursor, message: string, start: number): RawProblem {
  return { message, start, line, lineStart };
}

/** Goes over an object and reads the members that are named. */
function readMembers(cursor: Reading, readers: Readonly<Record<string, () => void>>): void {
  passObject(cursor, () => {
    passString(cursor);
    const name = lastString(cursor);
    passColon(cursor);
    const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (reader) reader();
    else passValue(cursor);
  });
}

function readCell(cursor: Reading, cells: RawCell[]): void {
  const cell: Draft<RawCell> = {
    index: cells.length + 1,
    isCode: false,
    language: undefined,
    source: undefined,
  };
  const source = (): void => {
    cell.source = readSource(cursor);
  };
  readMembers(cursor, {
    cell_type: () => {
      cell.isCode = readText(cursor) === 'code';
    },
    source,
    // What format 3 calls them.
    input: source,
    language: () => {
      cell.language ??= readText(cursor)?.toLowerCase();
    },
    metadata: () =>
      readObject(cursor, {
        // VS Code says here that a cell is in another language than the kernel's.
        vscode: () =>
          readObject(cursor, {
            languageId: () => {
              cell.language = readText(cursor)?.toLowerCase() ?? cell.language;
            },
          }),
      }),
  });
  cells.push(cell);
}

function readSource(cursor: Reading): RawSource | undefined {
  const first = peek(cursor);
  const { at: start } = cursor;
  const literals: Literal[] = [];
  const readLiteral = (): void => {
    if (peek(cursor) !== 34) {
      passValue(cursor);
      return;
    }
    const { line, lineStart } = cursor;
    passString(cursor);
    literals.push({ start: cursor.stringStart, end: cursor.at, line, lineStart });
  };
  if (first === 34) readLiteral();
  else if (first === 91) passArray(cursor, readLiteral);
  else {
    passValue(cursor);
    return undefined;
  }
  return { isList: first === 91, start, end: cursor.at, literals };
}

function readKernel(cursor: Reading, kernel: Draft<Pick<RawNotebook, 'language'>>): void {
  const take = (): void => {
    kernel.language = readText(cursor)?.toLowerCase() ?? kernel.language;
  };
  readObject(cursor, {
    // What ran last knows better than what was chosen.
    language_info: () => readObject(cursor, { name: take }),
    kernelspec: () =>
      readObject(cursor, {
        language: () => {
          if (kernel.language === undefined) take();
          else passValue(cursor);
        },
      }),
  });
}

/** The members of an object; any other value is passed over. */
function readObject(cursor: Reading, readers: Readonly<Record<string, () => void>>): void {
  if (peek(cursor) === 123) readMembers(cursor, readers);
  else passValue(cursor);
}

/** A string as it stands; undefined for any other value. */
function readText(cursor: Reading): string | undefined {
  if (peek(cursor) !== 34) {
    passValue(cursor);
    return undefined;
  }
  passString(cursor);
  return lastString(cursor);
}

/** The string that was gone over last, taken as it is: keys and names of languages have no escapes. */
function lastString({ textOf, stringStart, at }: Reading): string {
  return at - stringStart > 64 ? '' : textOf(stringStart + 1, at - 1);
}
