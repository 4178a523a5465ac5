import type { Argument } from '../facts.ts';
import { readComprehension } from './comprehensions.ts';
import { readExpression, readNamed } from './expressions.ts';
import { complain, expect, fail, nameAt, type Reader, spanOf } from './reader.ts';
import { ArgumentRecord } from './records.ts';
import { ARGUMENT, argumentRole } from './roles.ts';
import { COMMA, DOUBLE_STAR, EQUAL, FOR, NAME, RPAR, STAR } from './tokenKinds.ts';

const NO_ARGUMENTS: readonly Argument[] = [];

/**
 * The arguments of the call whose opening bracket is the next token; reads over the closing one. `callee` is what is called,
 * as written. `baseRole` stands for the arguments' role where it is no call: the bases of a class.
 */
export function readArguments(r: Reader, callee: string, baseRole?: number): readonly Argument[] {
  const open = r.at++;
  const close = r.values[open]!;
  if (r.kinds[r.at] === RPAR) {
    r.at++;
    return NO_ARGUMENTS;
  }
  const firstFor = r.kinds[close] === RPAR ? r.values[close]! : 0;
  if (firstFor > 0) {
    const first = r.at;
    const commaBefore = readComprehension(r, open);
    if (commaBefore) complain(r, first, 'Generator expression must be parenthesized');
    const span = spanOf(r, first, r.at - 1);
    if (r.kinds[r.at] === COMMA) r.at++;
    expect(r, RPAR);
    return [new ArgumentRecord(span, span)];
  }
  const args: Argument[] = [];
  let position = 0;
  while (r.kinds[r.at] !== RPAR) {
    const first = r.at;
    const kind = r.kinds[first];
    if (kind === NAME && r.kinds[first + 1] === EQUAL) {
      const keyword = nameAt(r, first);
      r.at += 2;
      const value = r.at;
      readExpression(r, baseRole === undefined ? argumentRole(callee, -1, keyword) : ARGUMENT, callee);
      args.push(new ArgumentRecord(spanOf(r, first, r.at - 1), spanOf(r, value, r.at - 1), keyword));
    } else if (kind === STAR || kind === DOUBLE_STAR) {
      r.at++;
      readExpression(r, ARGUMENT, callee);
      const spread = kind === STAR ? 'positional' : 'keyword';
      args.push(
        new ArgumentRecord(spanOf(r, first, r.at - 1), spanOf(r, first + 1, r.at - 1), undefined, spread),
      );
    } else {
      readNamed(r, baseRole ?? argumentRole(callee, position, undefined), callee);
      const span = spanOf(r, first, r.at - 1);
      args.push(new ArgumentRecord(span, span));
    }
    position++;
    if (r.kinds[r.at] === COMMA) r.at++;
    else break;
  }
  if (r.kinds[r.at] === FOR) fail(r);
  expect(r, RPAR);
  return args;
}
