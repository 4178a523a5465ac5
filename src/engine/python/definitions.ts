/** `def` and `class`, with their decorators, type parameters, parameters and bases. */
import { readArguments } from './arguments.ts';
import { readExpression, readNamed } from './expressions.ts';
import { readAndKeep, takeOver } from './keptFunctions.ts';
import { readAnnotation, readParameters } from './parameters.ts';
import { complain, type Draft, expect, fail, nameAt, type Reader } from './reader.ts';
import { ANNOTATION, BASE, DECORATOR } from './roles.ts';
import { bind, closeBlock, openBlock } from './scopes.ts';
import { readSuite } from './statements.ts';
import type { Span } from '../text.ts';
import {
  ARROW,
  ASYNC,
  AT,
  CLASS,
  COLON,
  COMMA,
  DEF,
  DOUBLE_STAR,
  EQUAL,
  LBRACKET,
  LPAR,
  NAME,
  NEWLINE,
  RBRACKET,
  RPAR,
  STAR,
} from './tokenKinds.ts';
import { behindDottedName, dottedName, wholeDottedName } from './values.ts';

interface Decorators {
  readonly start: number;
  readonly names: readonly string[];
}

/** `@decorator` lines and the definition behind them. */
export function readDecorated(r: Reader): void {
  const start = r.starts[r.at]!;
  const names: string[] = [];
  let unread = false;
  while (r.kinds[r.at] === AT) {
    r.at++;
    const end = behindDottedName(r, r.at);
    if (end > r.at && (r.kinds[end] === NEWLINE || r.kinds[end] === LPAR))
      names.push(dottedName(r, r.at, end));
    readNamed(r, DECORATOR);
    if (r.kinds[r.at] !== NEWLINE) fail(r);
    // Where the line could not be read, what it decorates still can.
    unread ||= r.failed;
    r.failed = false;
    if (r.kinds[r.at] === NEWLINE) r.at++;
  }
  const kind = r.kinds[r.at];
  if (kind === DEF || (kind === ASYNC && r.kinds[r.at + 1] === DEF)) readFunction(r, { start, names });
  else if (kind === CLASS) readClass(r, { start, names });
  // The decorators are lost; what stands here instead is read as what it is.
  else if (!unread) complain(r, r.at, 'expected a function or class definition');
}

/** `[T: bound = default, *Ts, **P]`: a scope of its own (PEP 695, PEP 696). Answers it, or undefined where none is there. */
export function readTypeParameters(r: Reader): ReturnType<typeof openBlock> | undefined {
  if (r.kinds[r.at] !== LBRACKET) return undefined;
  const block = openBlock(r, 'type-parameters', r.starts[r.at]!, true);
  r.at++;
  while (r.kinds[r.at] !== RBRACKET) {
    const isRest = r.kinds[r.at] === STAR || r.kinds[r.at] === DOUBLE_STAR;
    if (isRest) r.at++;
    const token = r.at;
    if (!expect(r, NAME)) break;
    const binding = bind(r, token, 'type');
    binding.space = 'both';
    if (r.kinds[r.at] === COLON) {
      r.at++;
      readExpression(r, ANNOTATION);
    }
    if (r.kinds[r.at] === EQUAL) {
      r.at++;
      if (r.kinds[r.at] === STAR) r.at++;
      readExpression(r, ANNOTATION);
    }
    if (r.kinds[r.at] !== COMMA) break;
    r.at++;
  }
  expect(r, RBRACKET);
  return block;
}

/** A function, which an earlier reading may have read already. */
export function readFunction(r: Reader, decorators?: Decorators): void {
  const { kept } = r;
  const isNamed = r.kinds[r.at + (r.kinds[r.at] === ASYNC ? 2 : 1)] === NAME;
  if (!kept || r.isInFunction || !isNamed) readNewFunction(r, decorators);
  else if (!takeOver(r, decorators?.names ?? [], decorators?.start ?? r.starts[r.at]!))
    readAndKeep(r, kept, () => {
      readNewFunction(r, decorators);
    });
}

/** A function. Decorators and defaults are evaluated outside of its type parameters, annotations inside (PEP 695). */
function readNewFunction(r: Reader, decorators?: Decorators): void {
  const outer = r.block;
  const start = r.starts[r.at]!;
  const isAsync = r.kinds[r.at] === ASYNC;
  r.at += isAsync ? 2 : 1;
  const nameToken = r.at;
  if (!expect(r, NAME)) {
    readSuite(r);
    return;
  }
  const binding = bind(r, nameToken, 'function');
  const definition: Draft<Span> = { start: decorators?.start ?? start, end: start };
  const typeParameters = readTypeParameters(r);
  const annotations = r.block;
  const block = openBlock(r, 'function', start, true);
  const body = r.block;
  block.name = nameAt(r, nameToken);
  block.isAsync = isAsync;
  let parameters: ReturnType<typeof readParameters> = [];
  let returns: string | undefined;
  if (expect(r, LPAR, "expected '('")) {
    parameters = readParameters(r, RPAR, outer, annotations);
    expect(r, RPAR);
    if (r.kinds[r.at] === ARROW) {
      r.at++;
      r.block = annotations;
      returns = readAnnotation(r).annotation;
      r.block = body;
    }
  }
  const { loops } = r;
  r.loops = 0;
  readSuite(r);
  r.loops = loops;
  closeBlock(r, block, annotations);
  if (typeParameters) closeBlock(r, typeParameters, outer);
  definition.end = block.span.end;
  Object.assign(binding, {
    definition,
    body,
    isAsync,
    parameters,
    decorators: decorators?.names ?? [],
    ...(returns === undefined ? undefined : { returns }),
    alwaysRaises: r.raising.has(body),
  });
}

/** A class. Its bases are evaluated inside of its type parameters. */
export function readClass(r: Reader, decorators?: Decorators): void {
  const outer = r.block;
  const start = r.starts[r.at]!;
  r.at++;
  const nameToken = r.at;
  if (!expect(r, NAME)) {
    readSuite(r);
    return;
  }
  const binding = bind(r, nameToken, 'class');
  const definition: Draft<Span> = { start: decorators?.start ?? start, end: start };
  const typeParameters = readTypeParameters(r);
  const around = r.block;
  let bases: string[] = [];
  if (r.kinds[r.at] === LPAR) {
    const open = r.at;
    const first = readArguments(r, '', BASE);
    if (!r.failed && r.columns.arguments.length > first) bases = baseNames(r, open);
  }
  const block = openBlock(r, 'class', start, true);
  const body = r.block;
  block.name = nameAt(r, nameToken);
  const { loops } = r;
  r.loops = 0;
  readSuite(r);
  r.loops = loops;
  closeBlock(r, block, around);
  if (typeParameters) closeBlock(r, typeParameters, outer);
  definition.end = block.span.end;
  Object.assign(binding, { definition, body, bases, decorators: decorators?.names ?? [] });
}

/** The bases that are dotted names, with or without a subscript, among the arguments behind token `open`. */
function baseNames(r: Reader, open: number): string[] {
  const names: string[] = [];
  const close = r.values[open]!;
  for (let at = open + 1; at < close;) {
    const end = behindDottedName(r, at);
    if (end > at && r.kinds[end] === LBRACKET) names.push(dottedName(r, at, end));
    else {
      const name = wholeDottedName(r, at);
      if (name !== undefined && r.kinds[end] !== EQUAL) names.push(name);
    }
    while (at < close && r.kinds[at] !== COMMA) {
      const kind = r.kinds[at]!;
      at = kind >= LPAR && kind <= LPAR + 2 ? r.values[at]! + 1 : at + 1;
    }
    at++;
  }
  return names;
}
