import { readExpression } from './expressions.ts';
import { readParameters } from './parameters.ts';
import { expect, type Reader } from './reader.ts';
import { BARE } from './roles.ts';
import { closeBlock, openBlock } from './scopes.ts';
import { COLON } from './tokenKinds.ts';

/** `lambda parameters: expression`; the body takes all that follows. */
export function readLambda(r: Reader): void {
  const outer = r.block;
  const block = openBlock(r, 'lambda', r.starts[r.at]!, true);
  r.at++;
  readParameters(r, COLON, outer, outer);
  if (expect(r, COLON)) readExpression(r, BARE);
  closeBlock(r, block, outer);
}
