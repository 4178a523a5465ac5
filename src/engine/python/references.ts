import type { Argument, Block, Reference } from '../facts.ts';
import type { ReferenceTable, Sought } from '../references.ts';
import type { Span } from '../text.ts';
import { createIdSearch, idsAmong, type NameTable } from './nameTable.ts';
import { ArgumentRecord, CallRecord, ReferenceRecord, SpanRecord } from './records.ts';
import { createRowsByName } from './rowsByName.ts';
import { createRowsByStart, type Rows } from './rowsByStart.ts';
import {
  ARGUMENT,
  ARGUMENT_END,
  ARGUMENT_START,
  ARGUMENTS_END,
  AWAIT_END,
  AWAIT_START,
  BLOCK,
  CALL_END,
  CALL_ROW,
  CALLEE,
  END,
  FIRST_ARGUMENT,
  GIVEN_END,
  GIVEN_START,
  IN_STRING,
  IS_TARGET,
  IS_TYPE,
  KEYWORD,
  MEMBERS_END,
  NAME_END,
  NAME_ID,
  REFERENCE,
  type ReferenceColumns,
  RESULT_MEMBER,
  SPREAD_KEYWORD,
  SPREAD_POSITIONAL,
  START,
  TRAITS,
  USE_MASK,
  USES,
  VALUE_START,
} from './referenceColumns.ts';

/**
 * From so many references on they are found by name through an index. To go through fewer costs less than to make one, and
 * small files are many: what they keep counts.
 */
const MANY = 1000;

const NO_MEMBERS: readonly string[] = [];
const NO_ARGUMENTS: readonly Argument[] = [];

/**
 * A table that makes each reference when it is first asked for, and answers the same one from then on.
 *
 * @param table in which the names are numbered; it may have got more since
 */
export function createPythonReferences(
  columns: ReferenceColumns,
  table: NameTable,
  blocks: readonly Pick<Block, 'scope'>[],
): ReferenceTable {
  const { names } = table;
  const rows = columns.references.values;
  const calls = columns.calls.values;
  const given = columns.arguments.values;
  const members = columns.members.values;
  const count = columns.references.length / REFERENCE;
  const { callees } = columns;
  const made = new Map<number, Reference>();
  let byStart: ((stretch: Span) => Rows) | undefined;
  // The table itself must not be kept by what is found in it.
  const searchIds = count < MANY ? undefined : createIdSearch(table);
  let byName: ((ids: Iterable<number>, among: Rows) => number[]) | undefined;
  let all: readonly Reference[] | undefined;

  function membersOf(row: number): readonly string[] {
    const first = row === 0 ? 0 : rows[row - REFERENCE + MEMBERS_END]!;
    const end = rows[row + MEMBERS_END]!;
    if (first === end) return NO_MEMBERS;
    const found: string[] = [];
    for (let at = first; at < end; at++) found.push(names[members[at]!]!);
    return found;
  }

  function make(index: number): Reference {
    const row = index * REFERENCE;
    const start = rows[row + START]!;
    const end = rows[row + END]!;
    const nameEnd = rows[row + NAME_END]!;
    const block = rows[row + BLOCK]!;
    const traits = rows[row + TRAITS]!;
    const nameSpan = new SpanRecord(start, nameEnd);
    const reference = new ReferenceRecord(
      names[rows[row + NAME_ID]!]!,
      membersOf(row),
      end === nameEnd ? nameSpan : new SpanRecord(start, end),
      nameSpan,
      block,
      blocks[block]!.scope,
      USES[traits & USE_MASK]!,
      (traits & IS_TYPE) === 0 ? 'value' : 'type',
    );
    const callee = rows[row + CALLEE]!;
    if (callee >= 0) reference.argumentOf = callees[callee]!;
    if ((traits & IN_STRING) !== 0) reference.inString = true;
    if ((traits & IS_TARGET) !== 0) reference.isTarget = true;
    const call = rows[row + CALL_ROW]!;
    if (call >= 0) reference.call = makeCall(call, start);
    return reference;
  }

  function makeCall(row: number, start: number): CallRecord {
    const call = new CallRecord(
      new SpanRecord(start, calls[row + CALL_END]!),
      new SpanRecord(calls[row + GIVEN_START]!, calls[row + GIVEN_END]!),
      argumentsBetween(calls[row + FIRST_ARGUMENT]!, calls[row + ARGUMENTS_END]!),
    );
    const member = calls[row + RESULT_MEMBER]!;
    if (member >= 0) call.member = names[member]!;
    const awaited = calls[row + AWAIT_START]!;
    if (awaited >= 0) call.awaitSpan = new SpanRecord(awaited, calls[row + AWAIT_END]!);
    return call;
  }

  function argumentsBetween(from: number, to: number): readonly Argument[] {
    if (from === to) return NO_ARGUMENTS;
    const found: Argument[] = [];
    for (let row = from; row < to; row += ARGUMENT) {
      const start = given[row + ARGUMENT_START]!;
      const valueStart = given[row + VALUE_START]!;
      const end = given[row + ARGUMENT_END]!;
      const keyword = given[row + KEYWORD]!;
      const span = new SpanRecord(start, end);
      found.push(
        new ArgumentRecord(
          span,
          valueStart === start ? span : new SpanRecord(valueStart, end),
          keyword >= 0 ? names[keyword] : undefined,
          spreadOf(keyword),
        ),
      );
    }
    return found;
  }

  function at(index: number): Reference {
    let reference = made.get(index);
    if (!reference) made.set(index, (reference = make(index)));
    return reference;
  }

  function select(sought: Sought): number[] {
    const among = sought.startsIn ? rowsIn(sought.startsIn) : { from: 0, to: count };
    if (sought.names && searchIds) {
      const named = rowsNamed(searchIds(sought.names), among);
      return named.filter((index) => isSought(index * REFERENCE, sought));
    }
    const ids = sought.names && idsAmong(names, sought.names);
    if (ids?.size === 0) return [];
    const found: number[] = [];
    for (let index = among.from, row = index * REFERENCE; index < among.to; index++, row += REFERENCE)
      if ((ids === undefined || ids.has(rows[row + NAME_ID]!)) && isSought(row, sought)) found.push(index);
    return found;
  }

  function rowsNamed(ids: ReadonlySet<number>, among: Rows): number[] {
    if (ids.size === 0) return [];
    byName ??= createRowsByName(count, names.length, (index) => rows[index * REFERENCE + NAME_ID]!);
    return byName(ids, among);
  }

  /** Places are asked for one after the other, a dozen in a file that is looked at. */
  function rowsIn(stretch: Span): Rows {
    byStart ??= createRowsByStart(count, (index) => rows[index * REFERENCE + START]!);
    return byStart(stretch);
  }

  /** Names aside. */
  function isSought(row: number, sought: Sought): boolean {
    const { use, block, scope, startsIn } = sought;
    const start = rows[row + START]!;
    return (
      (use === undefined || USES[rows[row + TRAITS]! & USE_MASK] === use) &&
      (block === undefined || rows[row + BLOCK] === block) &&
      (scope === undefined || blocks[rows[row + BLOCK]!]!.scope === scope) &&
      (startsIn === undefined || (startsIn.start <= start && start < startsIn.end)) &&
      (sought.given === undefined || isGiven(rows[row + CALL_ROW]!, sought.given))
    );
  }

  function isGiven(call: number, { start, end }: Span): boolean {
    return call >= 0 && calls[call + GIVEN_START]! <= start && end <= calls[call + GIVEN_END]!;
  }

  return {
    at,
    select,
    all: () => (all ??= Array.from({ length: count }, (_, index) => at(index))),
  };
}

function spreadOf(keyword: number): 'positional' | 'keyword' | undefined {
  if (keyword === SPREAD_POSITIONAL) return 'positional';
  return keyword === SPREAD_KEYWORD ? 'keyword' : undefined;
}
