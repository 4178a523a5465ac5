/**
 * The references of a Python file as rows of numbers while it is read. Objects for all of them would be a third of what
 * reading a file allocates, and nearly all that is still alive when the young generation is collected in between.
 */
import type { Use } from '../facts.ts';
import type { Move } from './movedFacts.ts';
import { createNumbers, extend, extendWith, type Numbers } from './numbers.ts';

export interface ReferenceColumns {
  /** {@link REFERENCE} numbers each. */
  readonly references: Numbers;
  /** {@link CALL} numbers each. */
  readonly calls: Numbers;
  /** {@link ARGUMENT} numbers each. */
  readonly arguments: Numbers;
  /** Arguments of calls that are being read: those of one call have to lie side by side. */
  readonly unfinished: Numbers;
  /** Ids of the names behind names. */
  readonly members: Numbers;
  /** What names are passed to. */
  readonly callees: string[];
}

/** The fields of a row of `references`: ids of names, offsets, indices. */
export const REFERENCE = 9;
export const NAME_ID = 0;
export const START = 1;
export const NAME_END = 2;
export const END = 3;
export const BLOCK = 4;
/** The place of the use in `USES`, and the three flags below. */
export const TRAITS = 5;
/** The index behind the last member; they begin where those of the row before end. */
export const MEMBERS_END = 6;
/** Index into `callees`, or -1. */
export const CALLEE = 7;
/** Where the row of its call begins, or -1. */
export const CALL_ROW = 8;

export const USE_MASK = 15;
export const IS_TYPE = 16;
export const IN_STRING = 32;
export const IS_TARGET = 64;

/** The fields of a row of `calls`; the call begins where its reference does. */
export const CALL = 8;
export const CALL_END = 0;
export const GIVEN_START = 1;
export const GIVEN_END = 2;
/** Offset of the `await` before it, or -1, and where the stretch from there ends. */
export const AWAIT_START = 3;
export const AWAIT_END = 4;
/** Id of the attribute that is read of the result, or -1. */
export const RESULT_MEMBER = 5;
/** Where the rows of the arguments begin and end. */
export const FIRST_ARGUMENT = 6;
export const ARGUMENTS_END = 7;

/** The fields of a row of `arguments`. */
export const ARGUMENT = 4;
export const ARGUMENT_START = 0;
export const VALUE_START = 1;
export const ARGUMENT_END = 2;
/** Id of the keyword, or one of the three below. */
export const KEYWORD = 3;
export const NO_KEYWORD = -1;
export const SPREAD_POSITIONAL = -2;
export const SPREAD_KEYWORD = -3;

export const USES: readonly Use[] = [
  'call',
  'annotation',
  'base',
  'isinstance',
  'spec',
  'argument',
  'attribute',
  'decorator',
  'delete',
  'bare',
];

/**
 * @param length of the text, in code units: how much there will be is guessed by it
 * @param earlier those of the text as it was before an edit, which is a better guess
 */
export function createReferenceColumns(length: number, earlier?: ReferenceColumns): ReferenceColumns {
  if (earlier) return columnsLike(earlier);
  const guess = (length >> 6) + 8;
  return {
    references: createNumbers(guess * REFERENCE),
    calls: createNumbers((guess >> 2) * CALL),
    arguments: createNumbers((guess >> 1) * ARGUMENT),
    unfinished: createNumbers(8 * ARGUMENT),
    members: createNumbers(guess),
    callees: [],
  };
}

const ROOM = 64;

const columnsLike = ({
  references,
  calls,
  arguments: given,
  members,
}: ReferenceColumns): ReferenceColumns => ({
  references: createNumbers(references.length + ROOM * REFERENCE),
  calls: createNumbers(calls.length + ROOM * CALL),
  arguments: createNumbers(given.length + ROOM * ARGUMENT),
  unfinished: createNumbers(8 * ARGUMENT),
  members: createNumbers(members.length + ROOM),
  callees: [],
});

/** Adds a reference without members and call, and answers where its row begins. */
export function addRow(
  { references, members }: ReferenceColumns,
  name: number,
  start: number,
  nameEnd: number,
  block: number,
  traits: number,
): number {
  const row = extend(references, REFERENCE);
  const { values } = references;
  values[row + NAME_ID] = name;
  values[row + START] = start;
  values[row + NAME_END] = nameEnd;
  values[row + END] = nameEnd;
  values[row + BLOCK] = block;
  values[row + TRAITS] = traits;
  values[row + MEMBERS_END] = members.length;
  values[row + CALLEE] = -1;
  values[row + CALL_ROW] = -1;
  return row;
}

/** Adds a member to the last reference, which reaches to the member's end. */
export function addMember(
  { references, members }: ReferenceColumns,
  row: number,
  name: number,
  end: number,
): void {
  const at = extend(members, 1);
  members.values[at] = name;
  references.values[row + END] = end;
  references.values[row + MEMBERS_END] = at + 1;
}

/** Adds the argument between two offsets to those of the call that is being read. */
export function addArgument(
  { unfinished }: ReferenceColumns,
  start: number,
  valueStart: number,
  end: number,
  keyword: number,
): void {
  const row = extend(unfinished, ARGUMENT);
  const { values } = unfinished;
  values[row + ARGUMENT_START] = start;
  values[row + VALUE_START] = valueStart;
  values[row + ARGUMENT_END] = end;
  values[row + KEYWORD] = keyword;
}

/** Ends the call whose arguments lie in `unfinished` from `from` on, and answers where its rows begin. */
export function finishArguments({ unfinished, arguments: rows }: ReferenceColumns, from: number): number {
  const count = unfinished.length - from;
  const first = extend(rows, count);
  const { values } = rows;
  for (let at = 0; at < count; at++) values[first + at] = unfinished.values[from + at]!;
  unfinished.length = from;
  return first;
}

/** How many rows and numbers there are before a place. */
export interface ReferenceCounts {
  readonly references: number;
  readonly calls: number;
  readonly arguments: number;
  readonly members: number;
  readonly callees: number;
}

/**
 * Appends the references of another reading from one place to another, with all that belongs to them.
 *
 * @param move how far what they are about has moved; without it nothing has, and they come to the places that they had
 */
export function appendReferences(
  columns: ReferenceColumns,
  other: ReferenceColumns,
  from: ReferenceCounts,
  to: ReferenceCounts,
  move?: Pick<Move, 'offset' | 'block'>,
): void {
  const members = extendWith(columns.members, other.members, from.members, to.members) - from.members;
  const callees = columns.callees.length - from.callees;
  for (let at = from.callees; at < to.callees; at++) columns.callees.push(other.callees[at]!);
  const rows = extendWith(columns.arguments, other.arguments, from.arguments, to.arguments);
  const calls = extendWith(columns.calls, other.calls, from.calls, to.calls);
  const first = extendWith(columns.references, other.references, from.references, to.references);
  if (!move) return;
  shiftArguments(columns.arguments, rows, move.offset);
  shiftCalls(columns.calls, calls, move.offset, rows - from.arguments);
  const { values, length } = columns.references;
  for (let row = first; row < length; row += REFERENCE) {
    values[row + START]! += move.offset;
    values[row + NAME_END]! += move.offset;
    values[row + END]! += move.offset;
    values[row + BLOCK] = move.block(values[row + BLOCK]!);
    values[row + MEMBERS_END]! += members;
    if (values[row + CALLEE]! >= 0) values[row + CALLEE]! += callees;
    if (values[row + CALL_ROW]! >= 0) values[row + CALL_ROW]! += calls - from.calls;
  }
}

function shiftArguments({ values, length }: Numbers, first: number, shift: number): void {
  for (let row = first; row < length; row += ARGUMENT) {
    values[row + ARGUMENT_START]! += shift;
    values[row + VALUE_START]! += shift;
    values[row + ARGUMENT_END]! += shift;
  }
}

/** @param rows how far the rows of the arguments have moved */
function shiftCalls({ values, length }: Numbers, first: number, shift: number, rows: number): void {
  for (let row = first; row < length; row += CALL) {
    values[row + CALL_END]! += shift;
    values[row + GIVEN_START]! += shift;
    values[row + GIVEN_END]! += shift;
    if (values[row + AWAIT_START]! >= 0) {
      values[row + AWAIT_START]! += shift;
      values[row + AWAIT_END]! += shift;
    }
    values[row + FIRST_ARGUMENT]! += rows;
    values[row + ARGUMENTS_END]! += rows;
  }
}
