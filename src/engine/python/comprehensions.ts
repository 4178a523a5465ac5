import { readExpression, readNamed, readStarredOrNamed } from './expressions.ts';
import { expect, fail, type Reader } from './reader.ts';
import { BARE } from './roles.ts';
import { checkAsync, closeBlock, openBlock } from './scopes.ts';
import { readTargetList } from './targets.ts';
import { ASYNC, COLON, COMMA, DOUBLE_STAR, FOR, IF, IN, LPAR } from './tokenKinds.ts';

/**
 * A comprehension, from behind its opening bracket to before its closing one. It is a scope of its own, apart from its first
 * iterable, which is evaluated in the scope around (language reference, section 6.2.4). Its element stands before its
 * `for`: the tokenizer has told that one comes. Answers true where more than one element stands there.
 */
export function readComprehension(r: Reader, open: number): boolean {
  const outer = r.block;
  const block = openBlock(r, 'comprehension', r.starts[open]!, true);
  if (r.kinds[open] === LPAR) block.isGenerator = true;
  const inside = r.block;
  let hasComma = false;
  if (r.kinds[r.at] === DOUBLE_STAR) {
    r.at++;
    readExpression(r, BARE);
  } else readStarredOrNamed(r, BARE);
  if (r.kinds[r.at] === COLON) {
    r.at++;
    readExpression(r, BARE);
  }
  while (r.kinds[r.at] === COMMA) {
    hasComma = true;
    r.at++;
    readStarredOrNamed(r, BARE);
  }
  let isFirst = true;
  while (r.kinds[r.at] === FOR || r.kinds[r.at] === ASYNC) {
    if (r.kinds[r.at] === ASYNC) {
      checkAsync(r, r.at, 'asynchronous comprehension');
      r.at++;
      if (r.kinds[r.at] !== FOR) break;
    }
    r.at++;
    readTargetList(r);
    expect(r, IN);
    if (isFirst) r.block = outer;
    readExpression(r, BARE, undefined, false);
    r.block = inside;
    isFirst = false;
    while (r.kinds[r.at] === IF) {
      r.at++;
      readNamed(r, BARE, undefined, false);
    }
  }
  if (isFirst) fail(r);
  closeBlock(r, block, outer);
  // With its closing bracket, which the caller reads.
  block.span.end = Math.max(block.span.end, r.ends[r.values[open]!]!);
  return hasComma;
}
