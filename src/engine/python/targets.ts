/** What is assigned to, looped over or deleted: names, attributes, subscripts, and groups of them. */
import { readBraces, readGroup, readList } from './displays.ts';
import { addReference, markTarget, readDotted, readTrailers } from './primaries.ts';
import { type Draft, expect, fail, nameAt, type Reader, spanOf } from './reader.ts';
import { MemberAssignmentRecord } from './records.ts';
import type { MemberAssignment, PlainBinding } from '../facts.ts';
import { BARE } from './roles.ts';
import { bindVariable } from './scopes.ts';
import { readStrings } from './strings.ts';
import {
  COMMA,
  DOT,
  ENDS_EXPRESSION,
  FSTRING_START,
  IN,
  LBRACE,
  LBRACKET,
  LPAR,
  NAME,
  NUMBER,
  RBRACKET,
  RPAR,
  STAR,
  STRING,
} from './tokenKinds.ts';
import { dottedName } from './values.ts';

const isTrailer = (kind: number): boolean => kind === DOT || kind === LPAR || kind === LBRACKET;

/** How what stands at a target is recorded. */
export interface TargetUse {
  /** A name that is bound, by token. Undefined for `del`, whose names are references. */
  readonly bind?: (r: Reader, token: number) => Draft<PlainBinding>;
  /** What is assigned, for attributes. */
  readonly value?: Pick<MemberAssignment, 'target' | 'decorator'> | undefined;
  /** Only annotated: an attribute is not assigned. */
  readonly isDeclared?: boolean;
}

const BIND: TargetUse = { bind: bindVariable };
export const DELETE: TargetUse = {};

/** One target. Names in groups bind without what is known of the whole value. */
export function readTarget(r: Reader, use: TargetUse = BIND): void {
  const kind = r.kinds[r.at]!;
  if (kind === STAR && use.bind !== undefined) {
    r.at++;
    readTarget(r, BIND);
    return;
  }
  if (kind === LPAR || kind === LBRACKET) {
    const close = r.values[r.at]!;
    if (!isTrailer(r.kinds[close + 1]!)) {
      readTargetGroup(r, kind === LPAR ? RPAR : RBRACKET, use.bind === undefined ? DELETE : BIND);
      return;
    }
  }
  if (kind === NAME) {
    readNameTarget(r, use);
    return;
  }
  const start = r.at;
  if (kind === LPAR) readGroup(r, BARE, undefined, -1, false);
  else if (kind === LBRACKET) readList(r, BARE);
  else if (kind === LBRACE) readBraces(r, BARE, undefined);
  else if (kind === STRING || kind === FSTRING_START) readStrings(r, BARE, undefined);
  else if (kind === NUMBER) r.at++;
  if (r.at === start || !isTrailer(r.kinds[r.at]!)) {
    fail(r, 'cannot assign to this expression');
    return;
  }
  readTrailers(r, '', BARE);
  if (r.kinds[r.at - 1] === RPAR) fail(r, 'cannot assign to function call');
}

function readTargetGroup(r: Reader, closing: number, use: TargetUse): void {
  if (r.depth > 250) {
    fail(r, 'too deeply nested');
    return;
  }
  r.depth++;
  r.at++;
  while (r.kinds[r.at] !== closing) {
    readTarget(r, use);
    if (r.kinds[r.at] !== COMMA) break;
    r.at++;
  }
  expect(r, closing);
  r.depth--;
}

function readNameTarget(r: Reader, use: TargetUse): void {
  const first = r.at;
  let at = first + 1;
  if (!isTrailer(r.kinds[at]!)) {
    r.at = at;
    if (use.bind === undefined) addReference(r, first, first, 'delete');
    else use.bind(r, first);
    return;
  }
  while (r.kinds[at] === DOT && r.kinds[at + 1] === NAME) at += 2;
  r.at = at;
  if (isTrailer(r.kinds[at]!)) {
    readLongTarget(r, first, use);
    return;
  }
  if (use.bind === undefined) {
    addReference(r, first, at - 1, 'delete');
    return;
  }
  addReference(r, first, at - 3, 'attribute');
  if (use.isDeclared === true) return;
  const owner = dottedName(r, first, at - 2);
  const span = spanOf(r, first, at - 1);
  r.memberAssignments.push(
    new MemberAssignmentRecord(r.block, owner, nameAt(r, at - 1), span, use.value ?? {}),
  );
}

/** A target that goes on behind a dotted name with a subscript or call: the name is only read. */
function readLongTarget(r: Reader, first: number, use: TargetUse): void {
  const row = r.columns.references.length;
  r.at = first;
  readDotted(r, BARE, undefined, -1, false);
  if (use.bind !== undefined && use.isDeclared !== true) markTarget(r, row);
  if (r.kinds[r.at - 1] === RPAR) fail(r, 'cannot assign to function call');
}

/** Targets separated by commas, as behind `for` and `del`. */
export function readTargetList(r: Reader, use: TargetUse = BIND): void {
  readTarget(r, use);
  while (r.kinds[r.at] === COMMA) {
    r.at++;
    const kind = r.kinds[r.at]!;
    if (kind === IN || ENDS_EXPRESSION[kind] === 1) break;
    readTarget(r, use);
  }
}
