import { namedText } from '../python/nameTable.ts';
import { tokenize } from '../python/tokenizer.ts';
import {
  ASYNC,
  AT,
  CLASS,
  COLON,
  DEDENT,
  DEF,
  END,
  INDENT,
  NEWLINE,
  SEMICOLON,
} from '../python/tokenKinds.ts';
import type { Span } from '../text.ts';

/** A simple statement, or the line that opens a block, of what runs when a Python module is loaded. */
export interface ModuleStatement {
  readonly span: Span;
  /** How many blocks it stands in. */
  readonly depth: number;
  /** The kind of its first token. */
  readonly first: number;
}

/** The statements of a Python module in order, but for what stands inside of functions and classes. */
export function moduleStatements(text: string): ModuleStatement[] {
  const { kinds, starts, ends, count } = tokenize(namedText(text));
  const statements: ModuleStatement[] = [];
  let depth = 0;
  /** The depth at which the suite of a definition has its end. */
  let inside = -1;
  for (let at = 0; at < count;) {
    const kind = kinds[at]!;
    if (kind === END) break;
    if (kind === INDENT || kind === DEDENT) {
      depth += kind === INDENT ? 1 : -1;
      if (kind === DEDENT && depth <= inside) inside = -1;
    }
    if (kind === INDENT || kind === DEDENT || kind === NEWLINE || kind === SEMICOLON) {
      at++;
      continue;
    }
    const first = at;
    while (at < count && kinds[at] !== NEWLINE && kinds[at] !== SEMICOLON && kinds[at] !== END) at++;
    if (inside >= 0) continue;
    statements.push({ span: { start: starts[first]!, end: ends[at - 1]! }, depth, first: kind });
    const opens = kinds[at] === NEWLINE && kinds[at - 1] === COLON;
    if ((kind === DEF || kind === CLASS || kind === ASYNC) && opens) inside = depth;
    // A suite on the same line is part of its statement; decorators stand before what they decorate.
    if (kind === AT) continue;
    // `def f(): a; b`: what is behind the semicolon belongs to the function.
    if ((kind === DEF || kind === CLASS || kind === ASYNC) && !opens)
      while (at < count && kinds[at] !== NEWLINE && kinds[at] !== END) at++;
  }
  return statements;
}
