/** String operands: f-strings with their fields, annotations written as strings, and dotted strings given to patching calls. */
import { readStringAnnotation } from './annotationStrings.ts';
import { readExpressionList } from './expressions.ts';
import { expect, type Reader, spanOf } from './reader.ts';
import { SpanRecord, StringRecord } from './records.ts';
import { ANNOTATION, ARGUMENT, BARE, SPEC, STRING_KEY } from './roles.ts';
import {
  BANG,
  EQUAL,
  FIELD_END,
  FIELD_SPEC,
  FIELD_START,
  FSTRING_END,
  FSTRING_MIDDLE,
  FSTRING_START,
  NAME,
  STRING,
} from './tokenKinds.ts';
import { STRING_BYTES, STRING_OPEN, STRING_PREFIX_MASK, STRING_TRIPLE } from './tokens.ts';
import { takesDottedStrings } from './patchingCalls.ts';

const DOTTED = /^\.*[\p{XID_Start}_][\p{XID_Continue}]*(?:\.[\p{XID_Start}_][\p{XID_Continue}]*)*$/u;

/** Where the content of the plain string at token `at` begins. */
export function contentStart(r: Reader, at: number): number {
  const value = r.values[at]!;
  return r.starts[at]! + (value & STRING_PREFIX_MASK) + ((value & STRING_TRIPLE) !== 0 ? 3 : 1);
}

/** Where it ends. */
export function contentEnd(r: Reader, at: number): number {
  const value = r.values[at]!;
  if ((value & STRING_OPEN) !== 0) return r.ends[at]!;
  return r.ends[at]! - ((value & STRING_TRIPLE) !== 0 ? 3 : 1);
}

/** One or more strings side by side; the next token is one. */
export function readStrings(r: Reader, role: number, callee: string | undefined): void {
  const first = r.at;
  let at = first;
  while (r.kinds[at] === STRING) at++;
  if (r.kinds[at] === FSTRING_START) {
    readFStrings(r);
    return;
  }
  r.at = at;
  if (role === ANNOTATION) {
    if (at === first + 1) readStringAnnotation(r, first);
  } else if (callee !== undefined && (role === ARGUMENT || role === STRING_KEY || role === SPEC)) {
    recordStrings(r, first, at, callee);
  }
}

/** Records the string at token `at`, if one stands there, as given to `callee`. */
export function recordString(r: Reader, at: number, callee: string): void {
  if (r.kinds[at] === STRING && r.kinds[at + 1] !== STRING) recordStrings(r, at, at + 1, callee);
}

function recordStrings(r: Reader, first: number, end: number, callee: string): void {
  if (r.inString) return;
  const start = contentStart(r, first);
  const length = contentEnd(r, first) - start;
  // Most arguments are prose: one look at the first characters spares the rest.
  if (length <= 0 || length > 300) return;
  let value = '';
  for (let at = first; at < end; at++) {
    if ((r.values[at]! & (STRING_BYTES | STRING_OPEN)) !== 0) return;
    value += r.text.slice(contentStart(r, at), contentEnd(r, at));
  }
  if (value.includes(' ') || !DOTTED.test(value)) return;
  if (callee !== 'sys.modules' && !takesDottedStrings(callee)) return;
  const content = new SpanRecord(start, contentEnd(r, end - 1));
  r.strings.push(new StringRecord(value, spanOf(r, first, end - 1), content, r.block, callee));
}

/** Strings side by side of which one or more have fields. */
function readFStrings(r: Reader): void {
  for (;;) {
    const kind = r.kinds[r.at];
    if (kind === STRING) r.at++;
    else if (kind === FSTRING_START) readFString(r);
    else return;
  }
}

function readFString(r: Reader): void {
  r.at++;
  for (;;) {
    const kind = r.kinds[r.at];
    if (kind === FSTRING_MIDDLE) r.at++;
    else if (kind === FIELD_START) readField(r);
    else break;
  }
  expect(r, FSTRING_END);
}

/** `{expression = !r : specification}`. */
function readField(r: Reader): void {
  r.at++;
  readExpressionList(r, BARE);
  if (r.kinds[r.at] === EQUAL) r.at++;
  if (r.kinds[r.at] === BANG) {
    r.at++;
    expect(r, NAME);
  }
  if (r.kinds[r.at] === FIELD_SPEC) {
    r.at++;
    for (;;) {
      const kind = r.kinds[r.at];
      if (kind === FSTRING_MIDDLE) r.at++;
      else if (kind === FIELD_START) readNestedField(r);
      else break;
    }
  }
  expect(r, FIELD_END);
}

function readNestedField(r: Reader): void {
  if (r.depth > 200) {
    expect(r, FIELD_END, 'f-string: expressions nested too deeply');
    return;
  }
  r.depth++;
  readField(r);
  r.depth--;
}
