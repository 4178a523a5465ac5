/** Names, and what is written behind an operand: attributes, calls, subscripts. */
import type { Use } from '../facts.ts';
import { readArguments } from './arguments.ts';
import { readStarredOrNamed } from './expressions.ts';
import { extend } from './numbers.ts';
import { expect, fail, nameAt, type Reader } from './reader.ts';
import {
  addMember,
  addRow,
  ARGUMENTS_END,
  AWAIT_END,
  AWAIT_START,
  CALL,
  CALL_END,
  CALL_ROW,
  CALLEE,
  FIRST_ARGUMENT,
  GIVEN_END,
  GIVEN_START,
  IN_STRING,
  IS_TARGET,
  IS_TYPE,
  RESULT_MEMBER,
  TRAITS,
  USES,
} from './referenceColumns.ts';
import { ANNOTATION, ARGUMENT, BARE, BASE, DECORATOR, ISINSTANCE, SPEC } from './roles.ts';
import { recordString } from './strings.ts';
import { COLON, COMMA, DOT, ENDS_EXPRESSION, LBRACKET, LPAR, NAME, RBRACKET, RPAR } from './tokenKinds.ts';
import { behindDottedName, dottedName } from './values.ts';

function continuesPrimary(kind: number): boolean {
  return kind === DOT || kind === LPAR || kind === LBRACKET;
}

function useOf(role: number, whole: boolean, hasMembers: boolean): Use {
  switch (role) {
    case ANNOTATION:
      return 'annotation';
    case BASE:
      return 'base';
    case ISINSTANCE:
      return 'isinstance';
    case SPEC:
      if (whole) return 'spec';
      break;
    case ARGUMENT:
      if (whole) return 'argument';
      break;
    case DECORATOR:
      if (whole) return 'decorator';
      break;
    default:
      break;
  }
  return hasMembers ? 'attribute' : 'bare';
}

/** Records a name that is read, from token `first` to `last`, with the members between, and answers where its row begins. */
export function addReference(r: Reader, first: number, last: number, use: Use, argumentOf?: string): number {
  const { columns, values, ends } = r;
  const isType = use === 'annotation' || r.typeOnly;
  const traits = USES.indexOf(use) + (isType ? IS_TYPE : 0) + (r.inString ? IN_STRING : 0);
  const row = addRow(columns, values[first]!, r.starts[first]!, ends[first]!, r.block, traits);
  for (let at = first + 2; at <= last; at += 2) addMember(columns, row, values[at]!, ends[at]!);
  if (argumentOf) columns.references.values[row + CALLEE] = columns.callees.push(argumentOf) - 1;
  return row;
}

/** Says of the name whose row begins at `row` that it, or what stands behind it, is assigned to. */
export function markTarget({ columns: { references } }: Reader, row: number): void {
  if (row < references.length) references.values[row + TRAITS]! |= IS_TARGET;
}

/** True where an expression cannot go on at token `at`. */
function standsAlone(r: Reader, at: number): boolean {
  return ENDS_EXPRESSION[r.kinds[at]!] === 1;
}

/** A dotted name with everything behind it. */
export function readDotted(
  r: Reader,
  role: number,
  callee: string | undefined,
  awaitAt: number,
  whole: boolean,
): void {
  const first = r.at;
  const at = behindDottedName(r, first);
  r.at = at;
  const next = r.kinds[at]!;
  if (next !== LPAR) {
    // A subscript behind a base or annotation belongs to it: `Base[T]`.
    const alone = whole && standsAlone(r, at);
    const argumentOf = alone && awaitAt < 0 && (role === ARGUMENT || role === SPEC) ? callee : undefined;
    addReference(r, first, at - 1, useOf(role, alone, at - 1 > first), argumentOf);
    if (continuesPrimary(next)) readTrailers(r, dottedName(r, first, at), role);
    return;
  }
  const text = dottedName(r, first, at);
  const close = r.values[at]!;
  const isLast = !continuesPrimary(r.kinds[close + 1]!);
  const passes =
    whole && isLast && awaitAt < 0 && (role === ARGUMENT || role === SPEC) && standsAlone(r, close + 1);
  const row = addReference(r, first, at - 1, 'call', passes ? callee : undefined);
  const open = at;
  const args = readArguments(r, text);
  // Where the brackets could not be read to their end there is no call to speak of.
  if (r.at - 1 === close && r.kinds[close] === RPAR) addCall(r, row, open, args, isLast ? awaitAt : -1);
  if (!isLast) readTrailers(r, `${text}()`, BARE);
}

/** Makes the reference at `row` the callee of the call whose brackets open at token `open`. */
function addCall(r: Reader, row: number, open: number, firstArgument: number, awaitAt: number): void {
  const { calls, references, arguments: rows } = r.columns;
  const close = r.values[open]!;
  const call = extend(calls, CALL);
  const { values } = calls;
  values[call + CALL_END] = r.ends[close]!;
  values[call + GIVEN_START] = r.ends[open]!;
  values[call + GIVEN_END] = r.starts[close]!;
  values[call + AWAIT_START] = awaitAt < 0 ? -1 : r.starts[awaitAt]!;
  values[call + AWAIT_END] = awaitAt < 0 ? -1 : r.ends[behindParentheses(r, awaitAt, close)]!;
  const hasMember = r.kinds[close + 1] === DOT && r.kinds[close + 2] === NAME;
  values[call + RESULT_MEMBER] = hasMember ? r.values[close + 2]! : -1;
  values[call + FIRST_ARGUMENT] = firstArgument;
  values[call + ARGUMENTS_END] = rows.length;
  references.values[row + CALL_ROW] = call;
}

/** The last of the brackets that stand around nothing but an awaited call, or the call's own. */
function behindParentheses(r: Reader, awaitAt: number, close: number): number {
  let last = close;
  for (let at = awaitAt + 1; r.kinds[at] === LPAR && r.kinds[last + 1] === RPAR; at++) last++;
  return last;
}

/** Attributes, calls and subscripts behind what was read. `text` is that, as written: the callee of a call to come. */
export function readTrailers(r: Reader, text: string, role: number): void {
  let written = text;
  for (;;) {
    switch (r.kinds[r.at]!) {
      case DOT:
        if (r.kinds[r.at + 1] !== NAME) {
          r.at++;
          fail(r);
          return;
        }
        written += `.${nameAt(r, r.at + 1)}`;
        r.at += 2;
        break;
      case LPAR:
        readArguments(r, written);
        written += '()';
        break;
      case LBRACKET:
        readSubscript(r, written, role);
        written += '[]';
        break;
      default:
        return;
    }
  }
}

/** The role of the element at `position` in the brackets behind `generic`, in an annotation. */
function elementRole(generic: string, position: number): number {
  const name = generic.slice(generic.lastIndexOf('.') + 1);
  if (name === 'Literal') return BARE;
  return name === 'Annotated' && position > 0 ? BARE : ANNOTATION;
}

function readSubscript(r: Reader, text: string, role: number): void {
  r.at++;
  const isType = role === ANNOTATION || role === BASE;
  if (text === 'sys.modules') recordString(r, r.at, text);
  let position = 0;
  let isEmpty = true;
  let behindOperand = false;
  for (let kind = r.kinds[r.at]; kind !== RBRACKET; kind = r.kinds[r.at]) {
    if (kind === COMMA) {
      if (isEmpty) break;
      r.at++;
      position++;
      isEmpty = true;
      behindOperand = false;
      continue;
    }
    isEmpty = false;
    if (kind === COLON) {
      r.at++;
      behindOperand = false;
    } else if (behindOperand) break;
    else {
      readStarredOrNamed(r, isType ? elementRole(text, position) : BARE);
      behindOperand = true;
    }
  }
  if (position === 0 && isEmpty) {
    fail(r);
    return;
  }
  expect(r, RBRACKET);
}
