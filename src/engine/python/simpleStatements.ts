import { readExpression, readExpressionList, readNamed } from './expressions.ts';
import { complain, currentScope, expect, nameAt, type Reader } from './reader.ts';
import { BARE } from './roles.ts';
import { DELETE, readTargetList } from './targets.ts';
import { COMMA, FALSE, FROM, GLOBAL, NAME, STARTS_EXPRESSION } from './tokenKinds.ts';

export function readReturn(r: Reader): void {
  const scope = currentScope(r);
  if (r.blocks[scope]!.kind !== 'function') complain(r, r.at, "'return' outside function");
  r.returned.add(scope);
  r.at++;
  if (STARTS_EXPRESSION[r.kinds[r.at]!] === 1) readExpressionList(r, BARE);
}

export function readRaise(r: Reader): void {
  const scope = currentScope(r);
  if (r.block === scope && !r.returned.has(scope)) r.raising.add(scope);
  raisesHere(r);
  r.at++;
  if (STARTS_EXPRESSION[r.kinds[r.at]!] !== 1) return;
  readExpression(r, BARE);
  if (r.kinds[r.at] === FROM) {
    r.at++;
    readExpression(r, BARE);
  }
}

/** Notes that the statement at the next token raises, for the block around it where that can matter. */
function raisesHere(r: Reader): void {
  const block = r.blocks[r.block]!;
  const { kind } = block;
  if (kind === 'module' || kind === 'try' || kind === 'except' || kind === 'else')
    block.raisesAt ??= r.starts[r.at]!;
}

export function readAssert(r: Reader): void {
  if (r.kinds[r.at + 1] === FALSE) raisesHere(r);
  r.at++;
  readNamed(r, BARE);
  if (r.kinds[r.at] === COMMA) {
    r.at++;
    readNamed(r, BARE);
  }
}

export function readDelete(r: Reader): void {
  r.at++;
  readTargetList(r, DELETE);
}

/** `global a, b` and `nonlocal a, b`. */
export function readNames(r: Reader): void {
  const isGlobal = r.kinds[r.at] === GLOBAL;
  const scope = r.blocks[currentScope(r)]!;
  if (!isGlobal && scope.kind === 'module')
    complain(r, r.at, 'nonlocal declaration not allowed at module level');
  const names: string[] = [];
  do {
    r.at++;
    const token = r.at;
    if (expect(r, NAME)) names.push(nameAt(r, token));
  } while (r.kinds[r.at] === COMMA);
  r.redirects = true;
  if (isGlobal) scope.globals = [...(scope.globals ?? []), ...names];
  else scope.nonlocals = [...(scope.nonlocals ?? []), ...names];
}
