/** Blocks, and in which scope a name binds (language reference, section 4.2). */
import type { Binding, BlockKind, PlainBinding } from '../facts.ts';
import { type ReferenceTable, selected } from '../references.ts';
import type { Span } from '../text.ts';
import { BindingRecord, BlockRecord, SpanRecord } from './records.ts';
import {
  type BlockDraft,
  complain,
  currentScope,
  type Draft,
  nameAt,
  type Reader,
  spanOf,
} from './reader.ts';

/** Opens a block inside the current one and makes it the current one. Its end is set by {@link closeBlock}. */
export function openBlock(r: Reader, kind: BlockKind, start: number, opensScope: boolean): BlockDraft {
  const index = r.blocks.length;
  const scope = opensScope ? index : r.blocks[r.block]!.scope;
  const parent = index === 0 ? -1 : r.block;
  const block: BlockDraft = new BlockRecord(kind, parent, scope, new SpanRecord(start, start));
  r.blocks.push(block);
  r.block = index;
  return block;
}

/** Ends the block at the last token read, line ends and dedents aside, and goes back to `outer`. */
export function closeBlock(r: Reader, block: BlockDraft, outer: number): void {
  let last = r.at - 1;
  while (last > 0 && r.kinds[last]! <= 3) last--;
  block.span.end = Math.max(block.span.start, r.ends[last] ?? 0);
  r.block = outer;
}

export function isTypeOnly(r: Reader): Binding['space'] {
  return r.typeOnly ? 'type' : 'value';
}

/** Records a binding of the name at `token` and answers it, so that what is known later can be added. */
export function bind<K extends Binding['kind']>(
  r: Reader,
  token: number,
  kind: K,
): { name: string; block: number; scope: number; span: Span; space: Binding['space']; kind: K } {
  const name = nameAt(r, token);
  const span = spanOf(r, token, token);
  const binding = new BindingRecord(kind, name, r.block, currentScope(r), span, isTypeOnly(r));
  // The kinds with more fields get them from their readers before anyone sees the facts.
  r.bindings.push(binding as unknown as Binding);
  return binding;
}

export function bindVariable(r: Reader, token: number): Draft<PlainBinding> {
  return bind(r, token, 'variable');
}

/** Runs `read` as if in the scope that encloses all comprehensions around: where a walrus binds (PEP 572). */
export function bindOutsideComprehensions(r: Reader, token: number): Draft<PlainBinding> {
  const block = r.block;
  let scope = currentScope(r);
  while (r.blocks[scope]!.kind === 'comprehension') {
    r.block = r.blocks[scope]!.parent;
    scope = currentScope(r);
  }
  const binding = bindVariable(r, token);
  r.block = block;
  binding.block = block;
  return binding;
}

function isFunctionLike(block: BlockDraft): boolean {
  return block.kind === 'function' || block.kind === 'lambda' || block.kind === 'type-parameters';
}

/** The names that a block declares, by block. Long lists are looked through often. */
function declared(r: Reader, what: 'globals' | 'nonlocals'): Map<number, ReadonlySet<string>> {
  const found = new Map<number, ReadonlySet<string>>();
  r.blocks.forEach((block, index) => {
    const names = block[what];
    if (names !== undefined) found.set(index, new Set(names));
  });
  return found;
}

/** The nearest function around `from` that binds the name, or `from` where none does. */
function nonlocalScope(r: Reader, from: number, name: string, bound: readonly ReadonlySet<string>[]): number {
  let scope = from;
  for (;;) {
    const { parent } = r.blocks[scope]!;
    if (parent < 0) return from;
    scope = r.blocks[parent]!.scope;
    if (isFunctionLike(r.blocks[scope]!) && bound[scope]!.has(name)) return scope;
  }
}

/**
 * Moves the bindings that `global` and `nonlocal` take out of their scope, once everything is read: a declaration also
 * counts for what stands before it.
 */
export function redirectBindings(r: Reader, references: ReferenceTable): void {
  if (!r.redirects) return;
  const globals = declared(r, 'globals');
  const nonlocals = declared(r, 'nonlocals');
  const bound = r.blocks.map(() => new Set<string>());
  const outward: number[] = [];
  r.bindings.forEach((binding, index) => {
    if (globals.get(binding.scope)?.has(binding.name)) binding.scope = 0;
    if (nonlocals.get(binding.scope)?.has(binding.name)) outward.push(index);
    else bound[binding.scope]!.add(binding.name);
  });
  // What is only deleted is bound too.
  for (const { members, scope, name } of selected(references, { use: 'delete' }))
    if (members.length === 0 && !nonlocals.get(scope)?.has(name)) bound[scope]!.add(name);
  for (const index of outward) {
    const binding = r.bindings[index]!;
    binding.scope = nonlocalScope(r, binding.scope, binding.name, bound);
  }
}

/** Complains of an `await`, `async for` or `async with` that stands in no coroutine; comprehensions are let pass. */
export function checkAsync(r: Reader, token: number, what: string): void {
  if (r.inString) return;
  const scope = r.blocks[currentScope(r)]!;
  if (scope.kind === 'comprehension') return;
  // A notebook's cells may await outside of functions.
  if ((scope.kind === 'function' || scope.kind === 'module') && scope.isAsync === true) return;
  const inFunction = scope.kind === 'function' || scope.kind === 'lambda';
  complain(
    r,
    token,
    inFunction || what !== "'await'" ? `${what} outside async function` : `${what} outside function`,
  );
}

/** Notes a `yield` for the function around; false where none is around. */
export function currentFunctionYields(r: Reader): boolean {
  const scope = currentScope(r);
  const { kind } = r.blocks[scope]!;
  r.returned.add(scope);
  return kind === 'function' || kind === 'lambda';
}
