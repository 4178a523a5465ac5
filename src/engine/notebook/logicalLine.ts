import type { CodeUnits } from '../python/codeUnits.ts';
import { behindLineEnd, endOfLine, endOfString } from '../python/lexemes.ts';

/** A line as Python counts them: with what its brackets, strings and backslashes take along. */
export interface LogicalLine {
  /** Where its line end stands. */
  readonly end: number;
  /** The place behind a `=` at which a command stands: `files = !ls`. */
  readonly command: number | undefined;
  /** A question mark, which Python itself never has. */
  readonly asksForHelp: boolean;
  /** Nothing is left open at its end. */
  readonly isWhole: boolean;
}

/** Finds the end of the logical line that begins at `from`, without reading it closely. */
export function readLogicalLine(text: string, units: CodeUnits, from: number, to: number): LogicalLine {
  let depth = 0;
  let asksForHelp = false;
  let isWhole = true;
  let at = from;
  while (at < to) {
    const c = text[at]!;
    if (c === '"' || c === "'") {
      const triple = text.startsWith(c.repeat(3), at);
      const end = endOfString(text, units, at + (triple ? 3 : 1), to, c.charCodeAt(0), triple);
      isWhole &&= end >= 0;
      at = end < 0 ? ~end : end;
      continue;
    }
    if (c === '#') {
      at = endOfLine(units, at, to);
      continue;
    }
    if (c === '\n' || c === '\r') {
      if (depth === 0) break;
    } else if (c === '\\') {
      const next = text[at + 1];
      if (next === '\n' || next === '\r') at = behindLineEnd(units, at + 1, to) - 1;
    } else if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']' || c === '}') depth = Math.max(0, depth - 1);
    else if (c === '?') asksForHelp = true;
    else if (c === '=' && depth === 0) {
      const found = commandBehind(text, at + 1);
      // A command goes on to the end of its line, whatever quotes and brackets are in it.
      if (found !== undefined)
        return { end: endOfLine(units, found, to), command: found, asksForHelp, isWhole };
    }
    at++;
  }
  return { end: Math.min(at, to), command: undefined, asksForHelp, isWhole: isWhole && depth === 0 };
}

/** `%name` or `!shell` behind an equals sign, where Python has neither; `!=` is none. */
function commandBehind(text: string, from: number): number | undefined {
  let at = from;
  while (text[at] === ' ' || text[at] === '\t') at++;
  if (text[at] === '!') return text[at + 1] === '=' ? undefined : at;
  return text[at] === '%' && /[A-Za-z_]/.test(text[at + 1] ?? '') ? at : undefined;
}
