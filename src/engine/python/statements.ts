/** Statements and the suites they stand in. */
import { readAssert, readDelete, readNames, readRaise, readReturn } from './simpleStatements.ts';
import { readFor, readIf, readTry, readWhile, readWith } from './compoundStatements.ts';
import { readClass, readDecorated, readFunction } from './definitions.ts';
import { readExpressionStatement, readTypeAlias } from './assignments.ts';
import { readImport } from './imports.ts';
import { isMatchStatement, readMatch } from './matchStatements.ts';
import { complain, expect, fail, type Reader } from './reader.ts';
import { closeBlock, openBlock } from './scopes.ts';
import {
  ASSERT,
  ASYNC,
  AT,
  BREAK,
  CLASS,
  COLON,
  COMPOUND,
  CONTINUE,
  DEDENT,
  DEF,
  DEL,
  END,
  FOR,
  FROM,
  GLOBAL,
  ID_LAZY,
  ID_MATCH,
  ID_TYPE,
  IF,
  IMPORT,
  INDENT,
  NAME,
  NEWLINE,
  NONLOCAL,
  PASS,
  RAISE,
  RETURN,
  SEMICOLON,
  STRING,
  TRY,
  WHILE,
  WITH,
} from './tokenKinds.ts';

function readSimpleStatement(r: Reader): void {
  const kind = r.kinds[r.at]!;
  switch (kind) {
    case NAME: {
      const id = r.values[r.at];
      const next = r.kinds[r.at + 1];
      if (id === ID_TYPE && next === NAME) readTypeAlias(r);
      else if (id === ID_LAZY && (next === IMPORT || next === FROM)) readImport(r);
      else readExpressionStatement(r);
      return;
    }
    case IMPORT:
    case FROM:
      readImport(r);
      return;
    case RETURN:
      readReturn(r);
      return;
    case RAISE:
      readRaise(r);
      return;
    case PASS:
      r.at++;
      return;
    case BREAK:
    case CONTINUE:
      if (r.loops === 0)
        complain(r, r.at, kind === BREAK ? "'break' outside loop" : "'continue' not properly in loop");
      r.at++;
      return;
    case DEL:
      readDelete(r);
      return;
    case ASSERT:
      readAssert(r);
      return;
    case GLOBAL:
    case NONLOCAL:
      readNames(r);
      return;
    default:
      readExpressionStatement(r);
  }
}

/** Simple statements up to the end of their logical line, which is read over. */
function readSimpleLine(r: Reader): void {
  for (;;) {
    const kind = r.kinds[r.at];
    readSimpleStatement(r);
    if (r.futurePlace < 2) {
      const isDocstring = kind === STRING && r.futurePlace === 0;
      const isFuture = kind === FROM && r.imports.at(-1)?.module === '__future__';
      r.futurePlace = isDocstring || isFuture ? 1 : 2;
    }
    if (r.kinds[r.at] !== SEMICOLON) break;
    r.at++;
    if (r.kinds[r.at] === NEWLINE) break;
  }
  if (r.kinds[r.at] === NEWLINE) r.at++;
  else if (r.kinds[r.at] !== END) {
    fail(r);
    if (r.kinds[r.at] === NEWLINE) r.at++;
  }
  // What is indented below a line that could not be read was its suite.
  if (r.failed && r.kinds[r.at] === INDENT) readIndented(r);
}

function readIndented(r: Reader): void {
  const outer = r.block;
  const block = openBlock(r, 'block', r.starts[r.at]!, false);
  r.at++;
  readStatements(r);
  if (r.kinds[r.at] === DEDENT) r.at++;
  closeBlock(r, block, outer);
}

function readStatement(r: Reader): void {
  r.failed = false;
  const kind = r.kinds[r.at]!;
  // A compound statement; simple ones are told apart where they are read.
  if (COMPOUND[kind] === 1) r.futurePlace = 2;
  switch (kind) {
    case IF:
      readIf(r);
      return;
    case FOR:
      readFor(r);
      return;
    case WHILE:
      readWhile(r);
      return;
    case TRY:
      readTry(r);
      return;
    case WITH:
      readWith(r);
      return;
    case DEF:
      readFunction(r);
      return;
    case CLASS:
      readClass(r);
      return;
    case AT:
      readDecorated(r);
      return;
    case ASYNC: {
      const next = r.kinds[r.at + 1];
      if (next === DEF) readFunction(r);
      else if (next === FOR) readFor(r);
      else if (next === WITH) readWith(r);
      else break;
      return;
    }
    case NAME:
      if (r.values[r.at] === ID_MATCH && isMatchStatement(r)) {
        readMatch(r);
        return;
      }
      break;
    default:
      break;
  }
  readSimpleLine(r);
}

/** Statements up to the dedent that ends their suite, which the caller reads, or to the end. */
export function readStatements(r: Reader): void {
  let surplus = 0;
  for (;;) {
    const kind = r.kinds[r.at];
    if (kind === END) return;
    if (kind === DEDENT) {
      if (surplus === 0) return;
      surplus--;
      r.at++;
    } else if (kind === INDENT) {
      complain(r, r.at, 'unexpected indent');
      surplus++;
      r.at++;
    } else if (kind === NEWLINE) r.at++;
    else {
      const { at } = r;
      readStatement(r);
      if (r.at === at) r.at++;
    }
  }
}

/** The colon behind a compound statement's header and what belongs to it: an indented block or the rest of the line. */
export function readSuite(r: Reader): void {
  expect(r, COLON, "expected ':'");
  if (r.kinds[r.at] !== NEWLINE) {
    if (r.kinds[r.at] !== END) readSimpleLine(r);
    return;
  }
  r.at++;
  if (r.kinds[r.at] !== INDENT) {
    if (!r.failed) complain(r, r.at, 'expected an indented block');
    return;
  }
  r.at++;
  readStatements(r);
  if (r.kinds[r.at] === DEDENT) r.at++;
}
