/** Statements that are expressions, and what assigns: `=`, `+=` and its kin, annotated names, `type X = ...`. */
import type { MemberAssignment, PlainBinding } from '../facts.ts';
import { extendAll, setAll } from './dunderAll.ts';
import { readTypeParameters } from './definitions.ts';
import { readExpression, readExpressionList } from './expressions.ts';
import { readAnnotation } from './parameters.ts';
import { addReference, markTarget } from './primaries.ts';
import { type Draft, expect, fail, nameAt, type Reader } from './reader.ts';
import { NAME_ID, REFERENCE } from './referenceColumns.ts';
import { ANNOTATION, BARE } from './roles.ts';
import { bind, bindVariable, closeBlock } from './scopes.ts';
import { readTarget, readTargetList } from './targets.ts';
import {
  AUGMENTED,
  COLON,
  DOT,
  EQUAL,
  FSTRING_START,
  ID_ALL,
  LAMBDA,
  LBRACE,
  LPAR,
  NAME,
  NEWLINE,
  SEMICOLON,
  YIELD,
} from './tokenKinds.ts';
import { aliasTarget, behindDottedName, decoratedFunction, describeValue } from './values.ts';

/** The next `=`, `+=` or `:` of the simple statement that stands outside all brackets, from token `from`; -1 for none. */
function nextSign(r: Reader, from: number): number {
  let at = from;
  for (;;) {
    const kind = r.kinds[at]!;
    if (kind === EQUAL || kind === AUGMENTED || kind === COLON) return at;
    if (kind <= NEWLINE || kind === SEMICOLON || kind === LAMBDA || kind === YIELD) return -1;
    if ((kind >= LPAR && kind <= LBRACE) || kind === FSTRING_START) {
      at = r.values[at]!;
      if (r.kinds[at]! <= NEWLINE) return -1;
    }
    at++;
  }
}

/** Binds the name at `token` to the value that begins at token `value`. */
function bindToValue(r: Reader, token: number, value: number, annotation?: string): void {
  const alias = aliasTarget(r, value);
  if (alias) {
    Object.assign(bind(r, token, 'alias'), alias, annotation === undefined ? undefined : { annotation });
    return;
  }
  const binding = bindVariable(r, token);
  const described: Partial<Draft<PlainBinding>> = describeValue(r, value, false);
  Object.assign(binding, described, annotation === undefined ? undefined : { annotation });
}

/** What can be said of the value at token `value`, for an attribute that it is assigned to. */
function assignedMember(
  r: Reader,
  value: number,
): Pick<MemberAssignment, 'target' | 'decorator'> | undefined {
  const alias = aliasTarget(r, value);
  return alias ? { target: alias.target } : decoratedFunction(r, value);
}

/** One `target =` of an assignment whose value begins at token `value`. */
function readAssigned(r: Reader, value: number): void {
  const kind = r.kinds[r.at];
  if (kind === NAME) {
    const end = behindDottedName(r, r.at);
    if (r.kinds[end] === EQUAL) {
      if (end === r.at + 1) {
        bindToValue(r, r.at, value);
        r.at++;
      } else readTarget(r, { bind: bindVariable, value: assignedMember(r, value) });
      return;
    }
  }
  readTargetList(r);
}

/**
 * Says of the names that a statement binds, the bindings from `first` up to `end`, where they are bound if one of the references
 * from `row` on reads them: behind all that has been read.
 */
function bindBehind(r: Reader, first: number, end: number, row: number): void {
  const { values, length } = r.columns.references;
  if (first === end || row === length) return;
  const read = new Set<string>();
  for (let each = row; each < length; each += REFERENCE) read.add(r.names[values[each + NAME_ID]!]!);
  for (let at = first; at < end; at++) {
    const binding = r.bindings[at]!;
    if (read.has(binding.name)) binding.boundAt = r.ends[r.at - 1]!;
  }
}

function readAssignment(r: Reader, sign: number): void {
  let last = sign;
  for (let next = nextSign(r, last + 1); next >= 0 && r.kinds[next] === EQUAL; next = nextSign(r, last + 1))
    last = next;
  const first = r.at;
  const firstBinding = r.bindings.length;
  while (r.at <= last) {
    if (r.kinds[r.at] === NAME && r.values[r.at] === ID_ALL && r.kinds[r.at + 1] === EQUAL)
      setAll(r, last + 1);
    readAssigned(r, last + 1);
    if (!expect(r, EQUAL)) return;
  }
  const end = r.bindings.length;
  const row = r.columns.references.length;
  readExpressionList(r, BARE);
  bindBehind(r, firstBinding, end, row);
  if (first === r.at) fail(r);
}

function readAugmented(r: Reader, sign: number): void {
  const first = r.at;
  if (r.kinds[first] === NAME && sign === first + 1) {
    // Read and bound: `ast` calls it a store alone.
    addReference(r, first, first, 'bare');
    bindVariable(r, first);
    if (r.values[first] === ID_ALL) extendAll(r, sign + 1);
    r.at++;
  } else {
    const row = r.columns.references.length;
    readExpression(r, BARE);
    if (r.kinds[first] === NAME) markTarget(r, row);
  }
  if (expect(r, AUGMENTED)) readExpressionList(r, BARE);
}

/** What is annotated and not assigned: `(name): T` does nothing with the name, of `a.b: T` the owner is evaluated. */
function readUnassigned(r: Reader): void {
  if (r.kinds[r.at] === LPAR && r.kinds[r.at + 1] === NAME && r.values[r.at] === r.at + 2) r.at += 3;
  else readTarget(r, { bind: bindVariable, isDeclared: true });
}

/** `name: annotation = value`, with or without the value. */
function readAnnotated(r: Reader, sign: number): void {
  const token = r.at;
  const isName = r.kinds[token] === NAME && sign === token + 1;
  const assigned = nextSign(r, sign + 1);
  const value = assigned >= 0 && r.kinds[assigned] === EQUAL ? assigned + 1 : -1;
  let index = -1;
  if (isName) {
    index = r.bindings.length;
    if (value >= 0) {
      if (r.values[token] === ID_ALL) setAll(r, value);
      bindToValue(r, token, value);
    } else bindVariable(r, token);
    r.at++;
  } else if (value >= 0) readTarget(r, { bind: bindVariable, value: assignedMember(r, value) });
  else readUnassigned(r);
  if (!expect(r, COLON)) return;
  const row = r.columns.references.length;
  const annotation = readAnnotation(r);
  if (index >= 0) Object.assign(r.bindings[index]!, annotation);
  if (r.kinds[r.at] === EQUAL) {
    r.at++;
    readExpressionList(r, BARE);
  }
  if (index >= 0) bindBehind(r, index, index + 1, row);
}

/** `__all__.extend([...])` and its kin. */
function noteAllCall(r: Reader): void {
  if (r.values[r.at] !== ID_ALL || r.kinds[r.at] !== NAME || r.kinds[r.at + 1] !== DOT) return;
  if (r.kinds[r.at + 2] !== NAME || r.kinds[r.at + 3] !== LPAR) return;
  const method = nameAt(r, r.at + 2);
  extendAll(r, method === 'extend' || method === 'append' ? r.at + 4 : -1, r.at + 3);
}

export function readExpressionStatement(r: Reader): void {
  const sign = nextSign(r, r.at);
  if (sign < 0) {
    noteAllCall(r);
    readExpressionList(r, BARE);
  } else if (r.kinds[sign] === EQUAL) readAssignment(r, sign);
  else if (r.kinds[sign] === AUGMENTED) readAugmented(r, sign);
  else readAnnotated(r, sign);
}

/** `type X[T] = value` (PEP 695). */
export function readTypeAlias(r: Reader): void {
  const outer = r.block;
  r.at++;
  bind(r, r.at, 'type').space = r.typeOnly ? 'type' : 'both';
  r.at++;
  const parameters = readTypeParameters(r);
  if (expect(r, EQUAL)) readExpression(r, ANNOTATION);
  if (parameters) closeBlock(r, parameters, outer);
}
