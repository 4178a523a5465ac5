/** `match` statements and their patterns (PEP 634). */
import { readExpressionList, readNamed } from './expressions.ts';
import { addReference } from './primaries.ts';
import { expect, fail, type Reader } from './reader.ts';
import { BARE } from './roles.ts';
import { bindVariable, closeBlock, openBlock } from './scopes.ts';
import { readSuite } from './statements.ts';
import { readStrings } from './strings.ts';
import {
  AS,
  COLON,
  COMMA,
  DEDENT,
  DOUBLE_STAR,
  END,
  EQUAL,
  FALSE,
  FSTRING_START,
  ID_CASE,
  ID_UNDERSCORE,
  IF,
  INDENT,
  LBRACE,
  LBRACKET,
  LPAR,
  MINUS,
  NAME,
  NEWLINE,
  NUMBER,
  PIPE,
  PLUS,
  RBRACE,
  RBRACKET,
  RPAR,
  STAR,
  STRING,
  TRUE,
} from './tokenKinds.ts';
import { behindDottedName } from './values.ts';

/** True where the `match` at the next token begins a statement: a block that begins with `case` follows its line. */
export function isMatchStatement(r: Reader): boolean {
  let at = r.at + 1;
  while (r.kinds[at]! > NEWLINE) {
    const kind = r.kinds[at]!;
    at = kind >= LPAR && kind <= LBRACE ? Math.max(at + 1, r.values[at]!) : at + 1;
  }
  return (
    r.kinds[at] === NEWLINE &&
    r.kinds[at - 1] === COLON &&
    at - r.at > 2 &&
    r.kinds[at + 1] === INDENT &&
    r.kinds[at + 2] === NAME &&
    r.values[at + 2] === ID_CASE
  );
}

export function readMatch(r: Reader): void {
  r.at++;
  readExpressionList(r, BARE);
  expect(r, COLON);
  expect(r, NEWLINE);
  if (r.kinds[r.at] === NEWLINE) r.at++;
  if (r.kinds[r.at] !== INDENT) return;
  r.at++;
  let surplus = 0;
  for (;;) {
    const kind = r.kinds[r.at];
    if (kind === END) return;
    if (kind === DEDENT) {
      r.at++;
      if (surplus === 0) return;
      surplus--;
      continue;
    }
    r.failed = false;
    if (kind === NAME && r.values[r.at] === ID_CASE) readCase(r);
    else {
      fail(r, "expected 'case'");
      if (r.kinds[r.at] === NEWLINE) r.at++;
      if (r.kinds[r.at] === INDENT) {
        surplus++;
        r.at++;
      }
    }
  }
}

function readCase(r: Reader): void {
  const outer = r.block;
  const block = openBlock(r, 'case', r.starts[r.at]!, false);
  r.at++;
  readPatterns(r, COLON);
  if (r.kinds[r.at] === IF) {
    r.at++;
    readNamed(r, BARE);
  }
  readSuite(r);
  closeBlock(r, block, outer);
}

/** Patterns separated by commas, up to a token of kind `end` or a guard. */
function readPatterns(r: Reader, end: number): void {
  if (r.depth > 250) {
    fail(r, 'too deeply nested');
    return;
  }
  r.depth++;
  while (r.kinds[r.at] !== end && r.kinds[r.at] !== IF) {
    if (r.kinds[r.at] === STAR) {
      r.at++;
      readCapture(r);
    } else readPattern(r);
    if (r.kinds[r.at] !== COMMA) break;
    r.at++;
  }
  r.depth--;
}

/** A name that is bound, or `_`, which is none. */
function readCapture(r: Reader): void {
  const token = r.at;
  if (expect(r, NAME) && r.values[token] !== ID_UNDERSCORE) bindVariable(r, token);
}

/** Alternatives, with the name that `as` gives to the whole. */
function readPattern(r: Reader): void {
  readClosedPattern(r);
  while (r.kinds[r.at] === PIPE) {
    r.at++;
    readClosedPattern(r);
  }
  if (r.kinds[r.at] === AS) {
    r.at++;
    readCapture(r);
  }
}

function readClosedPattern(r: Reader): void {
  const kind = r.kinds[r.at]!;
  switch (kind) {
    case NAME:
      readNamePattern(r);
      return;
    case LPAR:
    case LBRACKET: {
      const closing = kind === LPAR ? RPAR : RBRACKET;
      r.at++;
      readPatterns(r, closing);
      expect(r, closing);
      return;
    }
    case LBRACE:
      readMappingPattern(r);
      return;
    case STRING:
    case FSTRING_START:
      readStrings(r, BARE, undefined);
      return;
    case MINUS:
    case NUMBER:
      if (kind === MINUS) r.at++;
      expect(r, NUMBER);
      // A complex number: `1 + 2j`.
      if (r.kinds[r.at] === PLUS || r.kinds[r.at] === MINUS) {
        r.at++;
        expect(r, NUMBER);
      }
      return;
    default:
      if (kind >= FALSE && kind <= TRUE) r.at++;
      else fail(r, 'invalid pattern');
  }
}

/** A capture, a dotted value, or a class with patterns in brackets, which tests as `isinstance` does. */
function readNamePattern(r: Reader): void {
  const first = r.at;
  const end = behindDottedName(r, first);
  const isClass = r.kinds[end] === LPAR;
  if (end === first + 1 && !isClass) {
    readCapture(r);
    return;
  }
  addReference(r, first, end - 1, isClass ? 'isinstance' : 'attribute');
  r.at = end;
  if (!isClass) return;
  r.at++;
  while (r.kinds[r.at] !== RPAR) {
    if (r.kinds[r.at] === NAME && r.kinds[r.at + 1] === EQUAL) r.at += 2;
    readPattern(r);
    if (r.kinds[r.at] !== COMMA) break;
    r.at++;
  }
  expect(r, RPAR);
}

function readMappingPattern(r: Reader): void {
  r.at++;
  while (r.kinds[r.at] !== RBRACE) {
    if (r.kinds[r.at] === DOUBLE_STAR) {
      r.at++;
      readCapture(r);
    } else {
      readClosedPattern(r);
      if (!expect(r, COLON)) return;
      readPattern(r);
    }
    if (r.kinds[r.at] !== COMMA) break;
    r.at++;
  }
  expect(r, RBRACE);
}
