/** Names, and what is written behind an operand: attributes, calls, subscripts. */
import type { Use } from '../facts.ts';
import type { Span } from '../text.ts';
import { readArguments } from './arguments.ts';
import { readStarredOrNamed } from './expressions.ts';
import { currentScope, expect, fail, nameAt, type Reader, spanOf } from './reader.ts';
import { CallRecord, ReferenceRecord, SpanRecord } from './records.ts';
import { ANNOTATION, ARGUMENT, BARE, BASE, DECORATOR, ISINSTANCE, SPEC } from './roles.ts';
import { recordString } from './strings.ts';
import { COLON, COMMA, DOT, ENDS_EXPRESSION, LBRACKET, LPAR, NAME, RBRACKET, RPAR } from './tokenKinds.ts';

const NO_MEMBERS: readonly string[] = [];

function continuesPrimary(kind: number): boolean {
  return kind === DOT || kind === LPAR || kind === LBRACKET;
}

function useOf(role: number, whole: boolean, members: number): Use {
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
  return members > 0 ? 'attribute' : 'bare';
}

/** Records a name that is read, from token `first` to `last`. */
export function addReference(
  r: Reader,
  first: number,
  last: number,
  members: readonly string[],
  use: Use,
  argumentOf?: string,
): void {
  const nameSpan = spanOf(r, first, first);
  const reference = new ReferenceRecord(
    nameAt(r, first),
    members,
    last === first ? nameSpan : spanOf(r, first, last),
    nameSpan,
    r.block,
    currentScope(r),
    use,
    use === 'annotation' || r.typeOnly ? 'type' : 'value',
  );
  if (argumentOf) reference.argumentOf = argumentOf;
  if (r.inString) reference.inString = true;
  r.references.push(reference);
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
  let at = first + 1;
  let members = NO_MEMBERS;
  if (r.kinds[at] === DOT && r.kinds[at + 1] === NAME) {
    const read: string[] = [];
    do {
      read.push(nameAt(r, at + 1));
      at += 2;
    } while (r.kinds[at] === DOT && r.kinds[at + 1] === NAME);
    members = read;
  }
  r.at = at;
  const next = r.kinds[at]!;
  if (next !== LPAR) {
    // A subscript behind a base or annotation belongs to it: `Base[T]`.
    const alone = whole && standsAlone(r, at);
    const argumentOf = alone && awaitAt < 0 && (role === ARGUMENT || role === SPEC) ? callee : undefined;
    addReference(r, first, at - 1, members, useOf(role, alone, members.length), argumentOf);
    if (continuesPrimary(next)) readTrailers(r, calleeText(r, first, members), role);
    return;
  }
  const text = calleeText(r, first, members);
  const close = r.values[at]!;
  const isLast = !continuesPrimary(r.kinds[close + 1]!);
  const passes =
    whole && isLast && awaitAt < 0 && (role === ARGUMENT || role === SPEC) && standsAlone(r, close + 1);
  const slot = r.references.length;
  addReference(r, first, at - 1, members, 'call', passes ? callee : undefined);
  const open = at;
  const args = readArguments(r, text);
  // Where the brackets could not be read to their end there is no call to speak of.
  if (r.at - 1 === close && r.kinds[close] === RPAR) {
    const call = new CallRecord(
      spanOf(r, first, close),
      new SpanRecord(r.ends[open]!, r.starts[close]!),
      args,
    );
    if (!isLast) noteMember(r, call, close);
    else if (awaitAt >= 0) call.awaitSpan = awaitSpan(r, awaitAt, close);
    r.references[slot]!.call = call;
  }
  if (!isLast) readTrailers(r, `${text}()`, BARE);
}

/** The attribute that is read of what a call gives. */
function noteMember(r: Reader, call: CallRecord, last: number): void {
  if (r.kinds[last + 1] === DOT && r.kinds[last + 2] === NAME) call.member = nameAt(r, last + 2);
}

/** From the `await` to the end of the call, with the brackets that stand around nothing but the call. */
function awaitSpan(r: Reader, awaitAt: number, close: number): Span {
  let last = close;
  for (let at = awaitAt + 1; r.kinds[at] === LPAR && r.kinds[last + 1] === RPAR; at++) last++;
  return spanOf(r, awaitAt, last);
}

function calleeText(r: Reader, first: number, members: readonly string[]): string {
  const name = nameAt(r, first);
  return members.length === 0 ? name : `${name}.${members.join('.')}`;
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
