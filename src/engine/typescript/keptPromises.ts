import type ts from 'typescript';
import type { Span } from '../text.ts';
import { checkAwait } from './awaits.ts';
import { recordModuleCall, type ModuleCall, type ModuleSource } from './moduleCalls.ts';
import { bare } from './names.ts';
import { recordReference } from './references.ts';
import type { Walk } from './walk.ts';

/** `const kept = import('m')`: the promise of a module, whose names are those that are read of it further down. */
export interface KeptPromise {
  readonly name: string;
  readonly scope: number;
  readonly source: ModuleSource;
}

/** Records the import, and binds the promise that a constant keeps. */
export function keepPromise(walk: Walk, name: ts.Identifier, scope: number, call: ModuleCall): void {
  const { facts, spanOf } = walk;
  const source = recordModuleCall(walk, call);
  facts.bind({ kind: 'variable', name: name.text, span: spanOf(name), scope, space: 'value' });
  facts.promises.push({ name: name.text, scope, source });
}

/** The module whose promise an expression names; its reading is recorded. */
export function readPromise(walk: Walk, node: ts.Expression): ModuleSource | undefined {
  const { ts } = walk;
  const name = bare(ts, node);
  const kept = ts.isIdentifier(name) ? promiseNamed(walk, name.text) : undefined;
  if (kept && ts.isIdentifier(name))
    recordReference(walk, name, [], { use: 'bare', space: 'value', isPromiseRead: true });
  return kept?.source;
}

/** The module that `await kept` is. */
export function readAwaited(walk: Walk, node: ts.Expression): ModuleSource | undefined {
  const { ts, file } = walk;
  const awaited = bare(ts, node);
  if (!ts.isAwaitExpression(awaited)) return undefined;
  const source = readPromise(walk, awaited.expression);
  if (source) checkAwait(walk, awaited.getStart(file, false));
  return source;
}

/** The promise is given to whoever reads what of it is not known. */
export function passPromise(walk: Walk, name: string, span: Span): void {
  const names = promiseNamed(walk, name)?.source.names;
  names?.push({ name: '*', local: undefined, span, nameSpan: span, typeOnly: false });
}

/** What a name keeps where the walk stands: nothing, where another one of that name is nearer. */
function promiseNamed({ facts }: Walk, name: string): KeptPromise | undefined {
  if (!facts.promises.some((each) => each.name === name)) return undefined;
  for (let at = facts.block; at !== -1; at = facts.blocks[at]!.parent) {
    const kept = facts.promises.find((each) => each.name === name && each.scope === at);
    if (kept) return kept;
    if (facts.bindings.some((each) => each.name === name && each.scope === at)) return undefined;
  }
  return undefined;
}
