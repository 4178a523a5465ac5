/** `if`, `for`, `while`, `try` and `with`. */
import type { BlockKind } from '../facts.ts';
import type { Span } from '../text.ts';
import { readExpression, readExpressionList, readNamed } from './expressions.ts';
import { type BlockDraft, expect, type Reader, spanOf } from './reader.ts';
import { BARE } from './roles.ts';
import { bindVariable, checkAsync, closeBlock, openBlock } from './scopes.ts';
import { readSuite } from './statements.ts';
import { readTarget, readTargetList } from './targets.ts';
import {
  AND,
  AS,
  ASYNC,
  COLON,
  COMMA,
  ELIF,
  ELSE,
  EXCEPT,
  FINALLY,
  ID_TYPE_CHECKING,
  IN,
  LPAR,
  NAME,
  NOT,
  RPAR,
  STAR,
  YIELD,
} from './tokenKinds.ts';
import { behindDottedName, dottedName } from './values.ts';

type Condition = 'type-checking' | 'runtime-only';

/** What the condition at the next token says, where it is `TYPE_CHECKING` or its opposite. */
function conditionAt(r: Reader): Condition | undefined {
  const negated = r.kinds[r.at] === NOT;
  const end = behindDottedName(r, negated ? r.at + 1 : r.at);
  if (r.kinds[end - 1] !== NAME || r.values[end - 1] !== ID_TYPE_CHECKING) return undefined;
  const next = r.kinds[end];
  if (next !== COLON && next !== AND) return undefined;
  return negated ? 'runtime-only' : 'type-checking';
}

/** What holds where a condition does not. `A and B` fails also where `B` alone does. */
function opposite(r: Reader, condition: Condition | undefined, colon: number): Condition | undefined {
  if (condition === undefined || r.kinds[colon] === AND) return undefined;
  return condition === 'type-checking' ? 'runtime-only' : 'type-checking';
}

/** A block whose header has been read up to the colon. */
function readBlock(r: Reader, kind: BlockKind, start: number, more?: Partial<BlockDraft>): void {
  const outer = r.block;
  const { typeOnly } = r;
  const block = openBlock(r, kind, start, false);
  if (more) Object.assign(block, more);
  r.typeOnly = typeOnly || block.condition === 'type-checking';
  readSuite(r);
  r.typeOnly = typeOnly;
  closeBlock(r, block, outer);
}

/** `else:` of the block `of`, where one comes. */
function readElse(r: Reader, of: number, condition?: Condition): void {
  if (r.kinds[r.at] !== ELSE) return;
  r.failed = false;
  const start = r.starts[r.at]!;
  r.at++;
  readBlock(r, 'else', start, condition === undefined ? { of } : { of, condition });
}

/** `if` with its `elif` (blocks of kind `if` that belong to the first) and `else`. */
export function readIf(r: Reader): void {
  let first = -1;
  let otherwise: Condition | undefined;
  do {
    r.failed = false;
    const start = r.starts[r.at]!;
    r.at++;
    let condition = conditionAt(r);
    const end = behindDottedName(r, condition === 'runtime-only' ? r.at + 1 : r.at);
    const against = opposite(r, condition, end);
    condition ??= otherwise;
    otherwise ??= against;
    readNamed(r, BARE);
    const index = r.blocks.length;
    readBlock(r, 'if', start, {
      ...(first < 0 ? undefined : { of: first }),
      ...(condition === undefined ? undefined : { condition }),
    });
    if (first < 0) first = index;
  } while (r.kinds[r.at] === ELIF);
  readElse(r, first, otherwise);
}

/** `for` and `async for`. The targets bind in the loop's block, the iterable is evaluated outside of it. */
export function readFor(r: Reader): void {
  const outer = r.block;
  const start = r.starts[r.at]!;
  if (r.kinds[r.at] === ASYNC) {
    checkAsync(r, r.at, "'async for'");
    r.at++;
  }
  r.at++;
  const block = openBlock(r, 'loop', start, false);
  const inside = r.block;
  readTargetList(r);
  r.block = outer;
  if (expect(r, IN)) readExpressionList(r, BARE);
  r.block = inside;
  r.loops++;
  readSuite(r);
  r.loops--;
  closeBlock(r, block, outer);
  readElse(r, inside);
}

export function readWhile(r: Reader): void {
  const start = r.starts[r.at]!;
  r.at++;
  readNamed(r, BARE);
  const index = r.blocks.length;
  r.loops++;
  readBlock(r, 'loop', start);
  r.loops--;
  readElse(r, index);
}

/** The dotted names among what an `except` at the next token catches. */
function caughtNames(r: Reader): string[] {
  const names: string[] = [];
  let at = r.kinds[r.at] === LPAR ? r.at + 1 : r.at;
  for (;;) {
    const end = behindDottedName(r, at);
    const next = r.kinds[end];
    if (end > at && (next === COMMA || next === RPAR || next === COLON || next === AS)) {
      names.push(dottedName(r, at, end));
    }
    if (next !== COMMA) return names;
    at = end + 1;
  }
}

function readExcept(r: Reader, of: number): void {
  r.failed = false;
  const start = r.starts[r.at]!;
  const outer = r.block;
  r.at++;
  if (r.kinds[r.at] === STAR) r.at++;
  let catches: string[] = [];
  if (r.kinds[r.at] !== COLON) {
    catches = caughtNames(r);
    // Python 3.14 takes several without brackets (PEP 758).
    readExpressionList(r, BARE);
  }
  const block = openBlock(r, 'except', start, false);
  block.of = of;
  block.catches = catches;
  if (r.kinds[r.at] === AS) {
    r.at++;
    const token = r.at;
    if (expect(r, NAME)) block.caughtAs = bindVariable(r, token).name;
  }
  readSuite(r);
  closeBlock(r, block, outer);
}

export function readTry(r: Reader): void {
  const start = r.starts[r.at]!;
  r.at++;
  const index = r.blocks.length;
  readBlock(r, 'try', start);
  let handled = false;
  while (r.kinds[r.at] === EXCEPT) {
    handled = true;
    readExcept(r, index);
  }
  if (handled) readElse(r, index);
  if (r.kinds[r.at] === FINALLY) {
    handled = true;
    r.failed = false;
    const finallyStart = r.starts[r.at]!;
    r.at++;
    readBlock(r, 'finally', finallyStart, { of: index });
  }
  if (!handled) r.problems.push({ message: "expected 'except' or 'finally' block", offset: r.starts[r.at]! });
}

/** True where the bracket at the next token holds `with` items and is no part of an expression. */
function bracketsHoldItems(r: Reader): boolean {
  if (r.kinds[r.at] !== LPAR || r.kinds[r.at + 1] === YIELD) return false;
  const close = r.values[r.at]!;
  return r.kinds[close] === RPAR && r.kinds[close + 1] === COLON && r.values[close] === 0 && close > r.at + 1;
}

/** The dotted callee or name with which the expression at the next token begins. */
function contextName(r: Reader): string | undefined {
  const end = behindDottedName(r, r.at);
  return end > r.at ? dottedName(r, r.at, end) : undefined;
}

/** The expression from token `first` to `last`, without the brackets that stand around all of it. */
function withoutParentheses(r: Reader, first: number, last: number): Span {
  let inside = 0;
  while (
    last - first > 2 * inside + 1 &&
    r.kinds[first + inside] === LPAR &&
    r.values[first + inside] === last - inside
  )
    inside++;
  return spanOf(r, first + inside, last - inside);
}

/** `with` and `async with`. The targets bind in its block, the context expressions are evaluated outside of it. */
export function readWith(r: Reader): void {
  const outer = r.block;
  const start = r.starts[r.at]!;
  if (r.kinds[r.at] === ASYNC) {
    checkAsync(r, r.at, "'async with'");
    r.at++;
  }
  r.at++;
  const contexts: string[] = [];
  const entered: Span[] = [];
  const block = openBlock(r, 'with', start, false);
  block.contexts = contexts;
  const inside = r.block;
  const inBrackets = bracketsHoldItems(r);
  if (inBrackets) r.at++;
  for (;;) {
    r.block = outer;
    const first = r.at;
    const name = contextName(r);
    if (name !== undefined) contexts.push(name);
    if (r.kinds[r.at] === STAR) {
      r.at++;
      readExpression(r, BARE);
    } else readNamed(r, BARE);
    if (r.kinds[r.at - 1] === RPAR) entered.push(withoutParentheses(r, first, r.at - 1));
    r.block = inside;
    if (r.kinds[r.at] === AS) {
      r.at++;
      readTarget(r);
    }
    if (r.kinds[r.at] !== COMMA) break;
    r.at++;
    if (inBrackets && r.kinds[r.at] === RPAR) break;
  }
  if (entered.length > 0) block.entered = entered;
  if (inBrackets) expect(r, RPAR);
  readSuite(r);
  closeBlock(r, block, outer);
}
