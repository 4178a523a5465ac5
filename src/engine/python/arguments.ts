import { readComprehension } from './comprehensions.ts';
import { readExpression, readNamed } from './expressions.ts';
import { complain, expect, fail, nameAt, type Reader } from './reader.ts';
import {
  addArgument,
  finishArguments,
  NO_KEYWORD,
  SPREAD_KEYWORD,
  SPREAD_POSITIONAL,
} from './referenceColumns.ts';
import { ARGUMENT, argumentRole } from './roles.ts';
import { COMMA, DOUBLE_STAR, EQUAL, FOR, NAME, RPAR, STAR } from './tokenKinds.ts';

/**
 * The arguments of the call whose opening bracket is the next token; reads over the closing one. `callee` is what is called,
 * as written. `baseRole` stands for the arguments' role where it is no call: the bases of a class.
 *
 * @returns where the arguments' rows begin; those of the arguments' own calls lie before them
 */
export function readArguments(r: Reader, callee: string, baseRole?: number): number {
  const { columns } = r;
  const open = r.at++;
  const close = r.values[open]!;
  if (r.kinds[r.at] === RPAR) {
    r.at++;
    return columns.arguments.length;
  }
  const firstFor = r.kinds[close] === RPAR ? r.values[close]! : 0;
  if (firstFor > 0) {
    const first = r.at;
    const commaBefore = readComprehension(r, open);
    if (commaBefore) complain(r, first, 'Generator expression must be parenthesized');
    const from = columns.unfinished.length;
    add(r, first, first, NO_KEYWORD);
    if (r.kinds[r.at] === COMMA) r.at++;
    expect(r, RPAR);
    return finishArguments(columns, from);
  }
  const from = columns.unfinished.length;
  let position = 0;
  while (r.kinds[r.at] !== RPAR) {
    const first = r.at;
    const kind = r.kinds[first];
    if (kind === NAME && r.kinds[first + 1] === EQUAL) {
      const keyword = r.values[first]!;
      r.at += 2;
      const value = r.at;
      readExpression(
        r,
        baseRole === undefined ? argumentRole(callee, -1, nameAt(r, first)) : ARGUMENT,
        callee,
      );
      add(r, first, value, keyword);
    } else if (kind === STAR || kind === DOUBLE_STAR) {
      r.at++;
      readExpression(r, ARGUMENT, callee);
      add(r, first, first + 1, kind === STAR ? SPREAD_POSITIONAL : SPREAD_KEYWORD);
    } else {
      readNamed(r, baseRole ?? argumentRole(callee, position, undefined), callee);
      add(r, first, first, NO_KEYWORD);
    }
    position++;
    if (r.kinds[r.at] === COMMA) r.at++;
    else break;
  }
  if (r.kinds[r.at] === FOR) fail(r);
  expect(r, RPAR);
  return finishArguments(columns, from);
}

/** The argument between token `first` and the last that was read. */
function add({ columns, starts, ends, at }: Reader, first: number, value: number, keyword: number): void {
  addArgument(columns, starts[first]!, starts[value]!, ends[at - 1]!, keyword);
}
