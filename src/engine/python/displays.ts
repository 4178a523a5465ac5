/** What is written in brackets: groups, tuples, lists, sets, dictionaries. */
import { readComprehension } from './comprehensions.ts';
import { readExpression, readStarredOrNamed, readYield } from './expressions.ts';
import { readDotted } from './primaries.ts';
import { expect, type Reader } from './reader.ts';
import { ANNOTATION, ARGUMENT, BARE, ISINSTANCE, SPEC, STRING_KEY } from './roles.ts';
import { COLON, COMMA, DOT, DOUBLE_STAR, LPAR, NAME, RBRACE, RBRACKET, RPAR, YIELD } from './tokenKinds.ts';
import { behindDottedName } from './values.ts';

/** True where the next token opens brackets, any number of them, around nothing but a dotted name or a call of one. */
function holdsOneName(r: Reader): boolean {
  let depth = 0;
  let at = r.at;
  while (r.kinds[at] === LPAR) {
    depth++;
    at++;
  }
  if (r.kinds[at] !== NAME) return false;
  let end = behindDottedName(r, at);
  if (r.kinds[end] === LPAR) end = r.values[end]! + 1;
  for (let closed = 0; closed < depth; closed++) if (r.kinds[end++] !== RPAR) return false;
  return r.kinds[end] !== LPAR && r.kinds[end] !== DOT;
}

/** True where the brackets at the next token hold a comprehension. */
function holdsComprehension(r: Reader, closing: number): boolean {
  const close = r.values[r.at]!;
  return r.kinds[close] === closing && r.values[close]! > 0;
}

export function readGroup(
  r: Reader,
  role: number,
  callee: string | undefined,
  awaitAt: number,
  whole: boolean,
): void {
  const open = r.at;
  const isUnion = role === ANNOTATION || role === ISINSTANCE;
  const passes = whole && (awaitAt >= 0 || role === ARGUMENT || role === SPEC) && holdsOneName(r);
  if (holdsComprehension(r, RPAR)) {
    r.at++;
    readComprehension(r, open);
    expect(r, RPAR);
    return;
  }
  r.at++;
  if (r.kinds[r.at] === YIELD) {
    readYield(r);
    expect(r, RPAR);
    return;
  }
  if (passes) {
    readOneName(r, role, callee, awaitAt);
    expect(r, RPAR);
    return;
  }
  while (r.kinds[r.at] !== RPAR) {
    readStarredOrNamed(r, isUnion ? role : BARE);
    if (r.kinds[r.at] !== COMMA) break;
    r.at++;
  }
  expect(r, RPAR);
}

function readOneName(r: Reader, role: number, callee: string | undefined, awaitAt: number): void {
  if (r.kinds[r.at] === LPAR) readGroup(r, role, callee, awaitAt, true);
  else readDotted(r, role, callee, awaitAt, true);
}

export function readList(r: Reader, role: number): void {
  const open = r.at;
  const isComprehension = holdsComprehension(r, RBRACKET);
  r.at++;
  if (isComprehension) readComprehension(r, open);
  else {
    while (r.kinds[r.at] !== RBRACKET) {
      readStarredOrNamed(r, role === ANNOTATION ? role : BARE);
      if (r.kinds[r.at] !== COMMA) break;
      r.at++;
    }
  }
  expect(r, RBRACKET);
}

export function readBraces(r: Reader, role: number, callee: string | undefined): void {
  const open = r.at;
  const isComprehension = holdsComprehension(r, RBRACE);
  const keyRole = role === ARGUMENT ? STRING_KEY : BARE;
  r.at++;
  if (isComprehension) readComprehension(r, open);
  else {
    while (r.kinds[r.at] !== RBRACE) {
      if (r.kinds[r.at] === DOUBLE_STAR) {
        r.at++;
        readExpression(r, BARE);
      } else {
        readStarredOrNamed(r, keyRole, callee);
        if (r.kinds[r.at] === COLON) {
          r.at++;
          readExpression(r, BARE);
        }
      }
      if (r.kinds[r.at] !== COMMA) break;
      r.at++;
    }
  }
  expect(r, RBRACE);
}
