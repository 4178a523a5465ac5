import { innermost, openWith, report, type Scanner } from './scanner.ts';
import {
  ARROW,
  AT,
  AUGMENTED,
  BANG,
  COLON,
  COMMA,
  DOT,
  DOUBLE_STAR,
  ELLIPSIS,
  EQUAL,
  ERROR,
  FIELD_SPEC,
  FIELD_START,
  LBRACE,
  LBRACKET,
  LPAR,
  MINUS,
  OPERATOR,
  PIPE,
  PLUS,
  RBRACE,
  RBRACKET,
  RPAR,
  SEMICOLON,
  STAR,
  TILDE,
  WALRUS,
} from './tokenKinds.ts';
import { push } from './tokens.ts';

/** CPython's own limit (`MAXLEVEL`). */
const MAX_OPEN_BRACKETS = 200;

function open(s: Scanner, kind: number, at: number): number {
  if (s.open.length === MAX_OPEN_BRACKETS) report(s, at, 'too many nested parentheses');
  openWith(s, push(s.tokens, kind, at, at + 1, 0));
  return at + 1;
}

function close(s: Scanner, kind: number, at: number): number {
  const { tokens, text } = s;
  const inner = innermost(s);
  const token = push(tokens, kind, at, at + 1, 0);
  if (inner !== LPAR && inner !== LBRACKET && inner !== LBRACE) {
    report(s, at, `unmatched '${text[at]!}'`);
    return at + 1;
  }
  const opened = s.open.pop()!;
  tokens.values[token] = s.fors.pop()!;
  tokens.values[opened] = token;
  if (inner - LPAR !== kind - RPAR) {
    report(
      s,
      at,
      `closing parenthesis '${text[at]!}' does not match opening parenthesis '${text[tokens.starts[opened]!]!}'`,
    );
  }
  return at + 1;
}

function one(s: Scanner, kind: number, at: number, length: number): number {
  push(s.tokens, kind, at, at + length, 0);
  return at + length;
}

/** A sign that may be doubled (`*` and `**`) and may be followed by `=`. */
function repeatable(s: Scanner, at: number, c: number, single: number, double: number): number {
  const { units } = s;
  const length = units[at + 1] === c && at + 1 < s.to ? 2 : 1;
  if (units[at + length] === 61) return one(s, AUGMENTED, at, length + 1);
  return one(s, length === 2 ? double : single, at, length);
}

function augmentable(s: Scanner, at: number, kind: number): number {
  return s.units[at + 1] === 61 ? one(s, AUGMENTED, at, 2) : one(s, kind, at, 1);
}

/** Reads the operator or bracket at `at`, whose first character is `c`, and answers the offset behind it. */
export function readOperator(s: Scanner, at: number, c: number): number {
  const { units } = s;
  const next = at + 1 < s.to ? units[at + 1]! : 0;
  switch (c) {
    case 40:
      return open(s, LPAR, at);
    case 41:
      return close(s, RPAR, at);
    case 91:
      return open(s, LBRACKET, at);
    case 93:
      return close(s, RBRACKET, at);
    case 123:
      return open(s, LBRACE, at);
    case 125:
      return close(s, RBRACE, at);
    case 44:
      return one(s, COMMA, at, 1);
    case 46:
      if (next === 46 && at + 2 < s.to && units[at + 2] === 46) return one(s, ELLIPSIS, at, 3);
      return one(s, DOT, at, 1);
    case 58:
      if (innermost(s) === FIELD_START) {
        openWith(s, push(s.tokens, FIELD_SPEC, at, at + 1, 0));
        return at + 1;
      }
      return next === 61 ? one(s, WALRUS, at, 2) : one(s, COLON, at, 1);
    case 59:
      return one(s, SEMICOLON, at, 1);
    case 61:
      return next === 61 ? one(s, OPERATOR, at, 2) : one(s, EQUAL, at, 1);
    case 33:
      if (next === 61) return one(s, OPERATOR, at, 2);
      if (innermost(s) === FIELD_START) return one(s, BANG, at, 1);
      break;
    case 43:
      return augmentable(s, at, PLUS);
    case 45:
      return next === 62 ? one(s, ARROW, at, 2) : augmentable(s, at, MINUS);
    case 42:
      return repeatable(s, at, c, STAR, DOUBLE_STAR);
    case 47:
      return repeatable(s, at, c, OPERATOR, OPERATOR);
    case 37:
    case 38:
    case 94:
      return augmentable(s, at, OPERATOR);
    case 124:
      return augmentable(s, at, PIPE);
    case 64:
      return augmentable(s, at, AT);
    case 126:
      return one(s, TILDE, at, 1);
    case 60:
    case 62:
      if (next === c) return repeatable(s, at, c, OPERATOR, OPERATOR);
      return one(s, OPERATOR, at, next === 61 ? 2 : 1);
    default:
      break;
  }
  report(s, at, 'invalid character');
  push(s.tokens, ERROR, at, at + 1, 0);
  return at + 1;
}
