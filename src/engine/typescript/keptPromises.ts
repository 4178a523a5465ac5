import type ts from 'typescript';
import type { Span } from '../text.ts';
import { checkAwait } from './awaits.ts';
import { recordModuleCall, type ModuleCall, type ModuleSource } from './moduleCalls.ts';
import { bare } from './names.ts';
import { recordReference } from './references.ts';
import type { Recording } from './recording.ts';
import type { Walk } from './walk.ts';

/** `const kept = import('m')`: the promise of a module, whose names are those that are read of it further down. */
export interface KeptPromise {
  readonly name: string;
  readonly scope: number;
  readonly span: Span;
  readonly source: ModuleSource;
}

/** Records the import, and binds the promise that a constant keeps. */
export function keepPromise(walk: Walk, name: ts.Identifier, scope: number, call: ModuleCall): void {
  const { facts, spanOf } = walk;
  const source = recordModuleCall(walk, call);
  facts.bind({ kind: 'variable', name: name.text, span: spanOf(name), scope, space: 'value' });
  facts.promises.push({ name: name.text, scope, span: spanOf(name), source });
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

/**
 * Ends a walk: a promise that is exported, or read in another way than those that are followed, is given to whoever reads
 * what of it is not known. Asked at the end, when it is known which name is meant where.
 */
export function settlePromises({
  blocks,
  bindings,
  exports,
  promises,
  promiseReads,
  references,
}: Recording): void {
  for (const { name, scope, source, span } of promises) {
    const isMeant = (from: number): boolean => {
      for (let at = from; at !== -1; at = blocks[at]!.parent)
        if (bindings.some((each) => each.name === name && each.scope === at)) return at === scope;
      return false;
    };
    const isPassed =
      (scope === 0 && exports.some(({ local }) => local === name)) ||
      references.some((each, index) => each.name === name && isMeant(each.block) !== promiseReads.has(index));
    if (isPassed) source.names.push({ name: '*', local: undefined, span, nameSpan: span, typeOnly: false });
  }
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
