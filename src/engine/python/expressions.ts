/**
 * Reads expressions for the names in them. Operators are read flat: precedence does not change which names are read, in
 * which scope, or how they are used.
 */
import { readStrings } from './strings.ts';
import { readBraces, readGroup, readList } from './displays.ts';
import { readLambda } from './lambdas.ts';
import { readDotted, readTrailers } from './primaries.ts';
import { complain, fail, type Reader } from './reader.ts';
import { ARGUMENT, BARE, reachesOperands } from './roles.ts';
import { bindOutsideComprehensions, checkAsync, currentFunctionYields } from './scopes.ts';
import {
  AWAIT,
  BINARY,
  COMMA,
  ELLIPSIS,
  ELSE,
  FALSE,
  FROM,
  FSTRING_START,
  IF,
  IN,
  LAMBDA,
  LBRACE,
  LBRACKET,
  LPAR,
  MINUS,
  NAME,
  NONE,
  NOT,
  NUMBER,
  PLUS,
  STAR,
  STARTS_EXPRESSION,
  STRING,
  TILDE,
  TRUE,
  WALRUS,
  YIELD,
} from './tokenKinds.ts';
import { describeValue } from './values.ts';

/**
 * Above CPython's own limit of nested brackets (200), with room for what nests without them, and low enough for any stack:
 * a level takes about five frames.
 */
const MAX_DEPTH = 300;

/** One operand with everything behind it that belongs to it. `whole`: nothing stands before it in its expression. */
function readOperand(
  r: Reader,
  role: number,
  callee: string | undefined,
  awaitAt: number,
  whole: boolean,
): void {
  switch (r.kinds[r.at]!) {
    case NAME:
      readDotted(r, role, callee, awaitAt, whole);
      return;
    case STRING:
    case FSTRING_START: {
      readStrings(r, whole ? role : reachesOperands(role) ? role : BARE, callee);
      break;
    }
    case NUMBER:
    case NONE:
    case TRUE:
    case FALSE:
    case ELLIPSIS:
      r.at++;
      break;
    case LPAR:
      readGroup(r, role, callee, awaitAt, whole);
      break;
    case LBRACKET:
      readList(r, role);
      break;
    case LBRACE:
      readBraces(r, role, callee);
      break;
    default:
      fail(r);
      return;
  }
  readTrailers(r, '', BARE);
}

/**
 * An expression: operands and what joins them. Without `conditional` an `if` ends it, as in a comprehension's iterable.
 * `callee` is the call that it is passed to, where `role` says so.
 */
export function readExpression(r: Reader, role: number, callee?: string, conditional = true): void {
  if (r.depth >= MAX_DEPTH) {
    fail(r, 'too deeply nested');
    return;
  }
  r.depth++;
  let first = true;
  let ifs = 0;
  for (;;) {
    let kind = r.kinds[r.at]!;
    while (kind === NOT || kind === MINUS || kind === PLUS || kind === TILDE) {
      first = false;
      kind = r.kinds[++r.at]!;
    }
    const operandRole = first || reachesOperands(role) ? role : BARE;
    if (kind === LAMBDA) readLambda(r);
    else if (kind === AWAIT) {
      const awaitAt = r.at++;
      checkAsync(r, awaitAt, "'await'");
      readOperand(r, operandRole, callee, awaitAt, first);
    } else readOperand(r, operandRole, callee, -1, first);
    first = false;

    kind = r.kinds[r.at]!;
    if (BINARY[kind] === 1) r.at++;
    else if (kind === NOT && r.kinds[r.at + 1] === IN) r.at += 2;
    else if (kind === IF && conditional) {
      ifs++;
      r.at++;
    } else if (kind === ELSE && ifs > 0) {
      ifs--;
      r.at++;
    } else break;
  }
  if (ifs > 0) fail(r, "expected 'else' after 'if' expression");
  r.depth--;
}

/** An expression, or `name := expression`. */
export function readNamed(r: Reader, role: number, callee?: string, conditional = true): void {
  if (r.kinds[r.at] === NAME && r.kinds[r.at + 1] === WALRUS) {
    const binding = bindOutsideComprehensions(r, r.at);
    r.at += 2;
    Object.assign(binding, describeValue(r, r.at, true));
    readExpression(r, BARE, undefined, conditional);
    return;
  }
  readExpression(r, role, callee, conditional);
}

/** The same, with `*` before it. */
export function readStarredOrNamed(r: Reader, role: number, callee?: string): void {
  if (r.kinds[r.at] === STAR) {
    r.at++;
    readExpression(r, role === ARGUMENT ? BARE : role, callee);
    return;
  }
  readNamed(r, role, callee);
}

/** `yield`, `yield from x`, `yield a, b`. */
export function readYield(r: Reader): void {
  const yieldAt = r.at++;
  if (!r.inString && !currentFunctionYields(r)) complain(r, yieldAt, "'yield' outside function");
  if (r.kinds[r.at] === FROM) {
    r.at++;
    readExpression(r, BARE);
  } else if (STARTS_EXPRESSION[r.kinds[r.at]!] === 1) readExpressionList(r, BARE);
}

/** Expressions separated by commas, as on the right of `=` and behind `return`; `yield` may stand for all of them. */
export function readExpressionList(r: Reader, role: number): void {
  if (r.kinds[r.at] === YIELD) {
    readYield(r);
    return;
  }
  readStarredOrNamed(r, role);
  while (r.kinds[r.at] === COMMA) {
    r.at++;
    if (STARTS_EXPRESSION[r.kinds[r.at]!] !== 1) break;
    readStarredOrNamed(r, role);
  }
}
