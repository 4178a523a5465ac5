/**
 * Kinds of tokens, as plain numbers so that a file's tokens fit into typed arrays.
 * The keywords are those of the language reference, section 2.3.1; soft keywords are names with a known id.
 */
export const END = 0;
export const NEWLINE = 1;
export const INDENT = 2;
export const DEDENT = 3;
export const NAME = 4;
export const NUMBER = 5;
export const STRING = 6;
/** Opening quote of an f-string or t-string with its prefix; the middles, fields and the closing quote follow. */
export const FSTRING_START = 7;
export const FSTRING_MIDDLE = 8;
export const FSTRING_END = 9;
/** `{` of a replacement field. */
export const FIELD_START = 10;
/** `:` before a replacement field's format specification. */
export const FIELD_SPEC = 11;
/** `}` of a replacement field. */
export const FIELD_END = 12;
/** A character that cannot begin a token. */
export const ERROR = 13;
export const LPAR = 14;
export const LBRACKET = 15;
export const LBRACE = 16;
export const RPAR = 17;
export const RBRACKET = 18;
export const RBRACE = 19;
export const COMMA = 20;
export const COLON = 21;
export const SEMICOLON = 22;
export const DOT = 23;
export const ELLIPSIS = 24;
export const EQUAL = 25;
export const ARROW = 26;
export const WALRUS = 27;
export const AT = 28;
export const STAR = 29;
export const DOUBLE_STAR = 30;
export const PLUS = 31;
export const MINUS = 32;
export const TILDE = 33;
export const PIPE = 34;
/** `!` before a replacement field's conversion. */
export const BANG = 35;
/** Any other binary operator. */
export const OPERATOR = 36;
/** `+=` and its kin. */
export const AUGMENTED = 37;

const FIRST_KEYWORD = 38;
export const FALSE = 38;
export const NONE = 39;
export const TRUE = 40;
export const AND = 41;
export const AS = 42;
export const ASSERT = 43;
export const ASYNC = 44;
export const AWAIT = 45;
export const BREAK = 46;
export const CLASS = 47;
export const CONTINUE = 48;
export const DEF = 49;
export const DEL = 50;
export const ELIF = 51;
export const ELSE = 52;
export const EXCEPT = 53;
export const FINALLY = 54;
export const FOR = 55;
export const FROM = 56;
export const GLOBAL = 57;
export const IF = 58;
export const IMPORT = 59;
export const IN = 60;
export const IS = 61;
export const LAMBDA = 62;
export const NONLOCAL = 63;
export const NOT = 64;
export const OR = 65;
export const PASS = 66;
export const RAISE = 67;
export const RETURN = 68;
export const TRY = 69;
export const WHILE = 70;
export const WITH = 71;
export const YIELD = 72;
const KIND_COUNT = 73;

/** Words that the reader compares against; a name's id is its place here. Keywords come first, in the order of their kinds. */
export const KNOWN_WORDS: readonly string[] = [
  ...'False None True and as assert async await break class continue def del elif else except finally for from'.split(
    ' ',
  ),
  ...'global if import in is lambda nonlocal not or pass raise return try while with yield'.split(' '),
  ...'match case type lazy _ TYPE_CHECKING __all__'.split(' '),
];
const KEYWORD_COUNT = KIND_COUNT - FIRST_KEYWORD;
export const ID_MATCH = KEYWORD_COUNT;
export const ID_CASE = KEYWORD_COUNT + 1;
export const ID_TYPE = KEYWORD_COUNT + 2;
export const ID_LAZY = KEYWORD_COUNT + 3;
export const ID_UNDERSCORE = KEYWORD_COUNT + 4;
export const ID_TYPE_CHECKING = KEYWORD_COUNT + 5;
export const ID_ALL = KEYWORD_COUNT + 6;

/** The kind of the name with this id. */
export function kindOfName(id: number): number {
  return id < KEYWORD_COUNT ? FIRST_KEYWORD + id : NAME;
}

function tableOf(...kinds: number[]): Uint8Array {
  const table = new Uint8Array(KIND_COUNT);
  for (const kind of kinds) table[kind] = 1;
  return table;
}

/** Kinds whose value is the index of another token, or 0. */
export const POINTS = tableOf(
  ...[LPAR, LBRACKET, LBRACE, RPAR, RBRACKET, RBRACE],
  ...[FSTRING_START, FIELD_START, FIELD_SPEC],
);

/** Keywords that never stand inside brackets: one there, on a line of its own, means that a bracket was not closed. */
export const STATEMENT_ONLY = tableOf(
  ...[ASSERT, BREAK, CLASS, CONTINUE, DEF, DEL, ELIF, EXCEPT, FINALLY, GLOBAL, IMPORT],
  ...[NONLOCAL, PASS, RAISE, RETURN, TRY, WHILE, WITH],
);

/** Keywords and signs that begin compound statements. */
export const COMPOUND = tableOf(...[ASYNC, AT, CLASS, DEF, FOR, IF, TRY, WHILE, WITH]);

/** Kinds that can begin an expression, a starred one included. */
export const STARTS_EXPRESSION = tableOf(
  ...[NAME, NUMBER, STRING, FSTRING_START, LPAR, LBRACKET, LBRACE, ELLIPSIS, STAR, PLUS, MINUS, TILDE],
  ...[FALSE, NONE, TRUE, AWAIT, LAMBDA, NOT, YIELD],
);

/** Kinds behind which an expression cannot go on. */
export const ENDS_EXPRESSION = tableOf(
  ...[END, NEWLINE, SEMICOLON, COMMA, COLON, RPAR, RBRACKET, RBRACE, EQUAL, AUGMENTED, FIELD_END, FIELD_SPEC],
  ...[BANG, AS, FROM, FOR, ASYNC],
);

/** Kinds that stand between two operands; `not`, `if` and `else` are treated apart. */
export const BINARY = tableOf(...[OPERATOR, PLUS, MINUS, STAR, DOUBLE_STAR, AT, PIPE, AND, OR, IN, IS]);
