import { type CodeUnits, codeUnitsOf } from '../python/codeUnits.ts';
import { endOfLine } from '../python/lexemes.ts';
import { dedent } from './cellIndentation.ts';
import { readLogicalLine } from './logicalLine.ts';

/** What of a code cell's source is Python. */
export interface PythonCell {
  /** As long as the source: what is not Python is blank. */
  readonly python: string;
  /** What was blanked. */
  readonly hidden: string;
}

/** Cell magics whose cell is Python of the notebook itself. */
const pythonCells = new Set(['time', 'timeit', 'capture', 'prun', 'debug', 'memit', 'mprun', 'lprun']);
/** Line magics that run the statement behind them, with their options that take a value. */
const pythonLines = new Map([
  ['time', ''],
  ['timeit', 'nrp'],
  ['prun', 'lsTD'],
  ['memit', 'rti'],
]);
/** Databricks names the language of a whole cell like this; `%sql` with a query behind it is a line of its own. */
const foreignCell = /^%(?:md(?:-sandbox)?|sh|scala|r|fs|sql(?=[ \t]*(?:\r?\n|$)))(?![\w.-])/;
/** What may stand before a cell's first line: blank lines, and indentation that does not count. */
const leading = /(?:[ \t\f\v]*\r?\n)*(?:[ \t]*\f)?/y;
/** More cell magics than anybody writes one below another. */
const mostMagics = 8;

/** A cell as it is being read. */
interface Draft {
  text: string;
  units: CodeUnits;
  readonly python: string[];
  readonly hidden: string[];
  /** Up to here it is decided what is Python. */
  done: number;
}

/**
 * Reads a code cell as IPython does before it hands it to Python (`IPython.core.inputtransformer2`): commands are `%name`,
 * `!shell`, `?help`, `help?` and what is assigned from them, each where a statement begins.
 *
 * @returns undefined for a cell in another language
 */
export function pythonOf(source: string): PythonCell | undefined {
  const text = dedent(source);
  const draft: Draft = { text, units: codeUnitsOf(text), python: [], hidden: [], done: 0 };
  let at = firstLine(text, 0);
  if (foreignCell.test(text.slice(at, at + 80))) return undefined;
  // One cell magic may stand below another.
  for (let magics = 0; ; magics++) {
    const name = /^%%(?!\w+\?)(\S*)/.exec(draft.text.slice(at, at + 80))?.[1];
    if (name === undefined) break;
    if (!pythonCells.has(name) || magics === mostMagics) return undefined;
    const end = endOfLine(draft.units, at, draft.text.length);
    hide(draft, at, end, '');
    // What is below is a cell of its own.
    const below = Math.min(behindLineEnd(draft.text, end), draft.text.length);
    draft.text = draft.text.slice(0, below) + dedent(draft.text.slice(below));
    draft.units = codeUnitsOf(draft.text);
    at = firstLine(draft.text, below);
  }
  while (at < draft.text.length) at = readStatement(draft, at);
  draft.python.push(draft.text.slice(draft.done));
  return { python: draft.python.join(''), hidden: draft.hidden.join('\n') };
}

function firstLine(text: string, from: number): number {
  leading.lastIndex = from;
  leading.exec(text);
  return leading.lastIndex;
}

/** Puts `filler` and blanks where `from` to `to` stands; line ends stay. */
function hide(draft: Draft, from: number, to: number, filler: string): void {
  const { text, python, hidden } = draft;
  const gone = text.slice(from, to);
  hidden.push(gone);
  python.push(text.slice(draft.done, from), filler, gone.slice(filler.length).replaceAll(/[^\r\n]/g, ' '));
  draft.done = to;
}

/** Reads the logical line that begins at `from`, and answers where the next one does. */
function readStatement(draft: Draft, from: number): number {
  const { text } = draft;
  let start = from;
  while (isBlank(text.charCodeAt(start))) start++;
  // What stands in a block must be a statement still, or the block would have none.
  const statement = start > from ? '0' : '';
  if (start < text.length && '!?%,;/'.includes(text[start]!)) {
    const end = endOfCommand(draft, start);
    const shown = behindPythonMagic(draft, start, end);
    if (shown === undefined) hide(draft, start, end, statement);
    else hide(draft, start, shown, '0;');
    return behindLineEnd(text, end);
  }
  const { end, command, asksForHelp } = readLogicalLine(text, draft.units, start, text.length);
  if (asksForHelp) hide(draft, start, end, statement);
  else if (command !== undefined) {
    const over = endOfCommand(draft, command);
    hide(draft, command, over, '0');
    return behindLineEnd(text, over);
  }
  return behindLineEnd(text, end);
}

/** The end of a command's line; a backslash at its end takes the next one along. */
function endOfCommand({ text, units }: Draft, from: number): number {
  for (let at = from; ;) {
    const end = endOfLine(units, at, text.length);
    if (end >= text.length || text[end - 1] !== '\\') return end;
    at = behindLineEnd(text, end);
  }
}

function behindLineEnd(text: string, at: number): number {
  return text.startsWith('\r\n', at) ? at + 2 : at + 1;
}

/** Where the statement of a line magic that runs one begins; undefined where there is none, or it is not whole. */
function behindPythonMagic({ text, units }: Draft, start: number, end: number): number | undefined {
  const name = /^%(\w+)[ \t]/.exec(text.slice(start, start + 80))?.[1];
  const valued = name === undefined ? undefined : pythonLines.get(name);
  if (name === undefined || valued === undefined) return undefined;
  const option = new RegExp(
    `[ \\t]+-{1,2}[a-zA-Z][\\w-]*${valued === '' ? '' : `(?:(?<=[ \\t]-[${valued}])[ \\t]+\\S+)?`}`,
    'y',
  );
  let at = start + 1 + name.length;
  for (option.lastIndex = at; option.test(text) && option.lastIndex <= end;) at = option.lastIndex;
  while (isBlank(text.charCodeAt(at))) at++;
  if (at >= end) return undefined;
  const line = readLogicalLine(text, units, at, end);
  return line.isWhole && !line.asksForHelp && line.command === undefined ? at : undefined;
}

function isBlank(c: number): boolean {
  return c === 32 || c === 9 || c === 12;
}
