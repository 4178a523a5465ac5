import type {
  Binding,
  Block,
  FileFacts,
  ImportFact,
  MemberAssignment,
  StringFact,
  SyntaxProblem,
} from '../facts.ts';
import type { Span } from '../text.ts';
import type { EarlierReading, KeptFunction } from './keptFunctions.ts';
import type { NamedText } from './nameTable.ts';
import { SpanRecord } from './records.ts';
import { createReferenceColumns, type ReferenceColumns } from './referenceColumns.ts';
import { DEDENT } from './tokenKinds.ts';
import type { Tokens } from './tokens.ts';

/** Facts while they are being gathered: a block's end is known last. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };
export type BlockDraft = Draft<Omit<Block, 'span'>> & { span: Draft<Span> };

/** Where the reader stands, and what it has gathered. */
export interface Reader extends NamedText {
  /** The columns of the tokens being read; those of a string while an annotation in one is read. */
  kinds: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  values: Int32Array;
  names: readonly string[];
  /** The token to be read next. */
  at: number;
  /** How deep expressions are nested. */
  depth: number;
  /** This logical line could not be read; reported once. */
  failed: boolean;
  /** An annotation inside a string is being read. */
  inString: boolean;
  /** The block being read. */
  block: number;
  /** Inside `if TYPE_CHECKING`. */
  typeOnly: boolean;
  /** The place of `from __future__` imports: 0 at the very beginning, 1 behind the docstring or one of them, 2 past it. */
  futurePlace: 0 | 1 | 2;
  /** How many loops enclose this statement in its scope. */
  loops: number;
  /** What the tokenizer could not read, in order, and the first of them that may lie in this logical line or behind. */
  readonly tokenProblems: readonly SyntaxProblem[];
  nextTokenProblem: number;
  /** Scopes in which a `return` or `yield` was seen, and those that provably end in a `raise`. */
  readonly returned: Set<number>;
  readonly raising: Set<number>;
  /** A `global` or `nonlocal` was read. */
  redirects: boolean;
  /** An earlier reading to take functions over from, and what is kept of this one for a later one. */
  readonly earlier: EarlierReading | undefined;
  readonly kept: KeptFunction[] | undefined;
  /** A function is being read whose inner ones are kept with it. */
  isInFunction: boolean;
  readonly blocks: BlockDraft[];
  readonly imports: ImportFact[];
  readonly bindings: Draft<Binding>[];
  readonly columns: ReferenceColumns;
  readonly memberAssignments: MemberAssignment[];
  readonly strings: StringFact[];
  readonly problems: SyntaxProblem[];
  all: FileFacts['all'];
}

const inOrder = (problems: readonly SyntaxProblem[]): readonly SyntaxProblem[] =>
  [...problems].sort((a, b) => a.offset - b.offset);

/** What a reading is of, and what it has to do with others of the same file. */
export interface ReaderOptions {
  readonly earlier?: EarlierReading | undefined;
  /** Whether a later reading may take over from this one. */
  readonly isKept?: boolean;
}

export function createReader(
  { text, units, table }: NamedText,
  tokens: Tokens,
  { earlier, isKept = false }: ReaderOptions = {},
): Reader {
  return {
    text,
    units,
    table,
    kinds: tokens.kinds,
    starts: tokens.starts,
    ends: tokens.ends,
    values: tokens.values,
    names: tokens.names,
    at: 0,
    depth: 0,
    failed: false,
    inString: false,
    block: 0,
    typeOnly: false,
    futurePlace: 0,
    loops: 0,
    tokenProblems: inOrder(tokens.problems),
    nextTokenProblem: 0,
    returned: new Set(),
    raising: new Set(),
    redirects: false,
    earlier,
    kept: isKept ? [] : undefined,
    isInFunction: false,
    blocks: [],
    imports: [],
    bindings: [],
    columns: createReferenceColumns(text.length, earlier?.columns),
    memberAssignments: [],
    strings: [],
    problems: [],
    all: undefined,
  };
}

/**
 * Gives up on this logical line: reports it, once, and goes to its end. All readers of parts come to their own end there,
 * because nothing but a statement goes on behind a line's end.
 */
export function fail(r: Reader, message = 'invalid syntax'): void {
  let at = r.at;
  // Indents and dedents stand only where a line begins: there nothing is left to skip.
  while (r.kinds[at]! > DEDENT) at++;
  if (!r.failed) {
    r.failed = true;
    if (!isTokenProblem(r, at)) r.problems.push({ message, offset: r.starts[r.at]! });
  }
  r.at = at;
}

/** True where the tokenizer has already said what is wrong with the logical line that ends at token `end`. */
function isTokenProblem(r: Reader, end: number): boolean {
  if (r.inString || r.tokenProblems.length === 0) return false;
  let first = r.at;
  while (first > 0 && r.kinds[first - 1]! > DEDENT) first--;
  while ((r.tokenProblems[r.nextTokenProblem]?.offset ?? Infinity) < r.starts[first]!) r.nextTokenProblem++;
  const problem = r.tokenProblems[r.nextTokenProblem];
  return problem !== undefined && problem.offset <= r.ends[end]!;
}

/** Reports what CPython's compiler rejects although it can be read; reading goes on. */
export function complain(r: Reader, token: number, message: string): void {
  r.problems.push({ message, offset: r.starts[token]! });
}

/** Goes over a token of this kind, or gives up. */
export function expect(r: Reader, kind: number, message?: string): boolean {
  if (r.kinds[r.at] === kind) {
    r.at++;
    return true;
  }
  fail(r, message);
  return false;
}

/** The name that token `token` is, as Python compares it. */
export function nameAt(r: Reader, token: number): string {
  return r.names[r.values[token]!]!;
}

export function spanOf(r: Reader, first: number, last: number): Span {
  return new SpanRecord(r.starts[first]!, r.ends[last]!);
}

/** The index of the scope in which the current block lies. */
export function currentScope(r: Reader): number {
  return r.blocks[r.block]!.scope;
}
