/** Blocks, and in which scope a name binds (language reference, section 4.2). */
import type { Binding, BlockKind, PlainBinding } from '../facts.ts';
import type { Span } from '../text.ts';
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
  const block: BlockDraft = { kind, parent: index === 0 ? -1 : r.block, scope, span: { start, end: start } };
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

/** The scope in which a name that is bound in the current block binds. */
function bindingScope(r: Reader, name: string, bindingIndex: number): number {
  const scope = currentScope(r);
  const { globals, nonlocals } = r.blocks[scope]!;
  if (globals?.includes(name)) return 0;
  if (nonlocals?.includes(name)) r.nonlocalBindings.push(bindingIndex);
  return scope;
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
  const binding = {
    kind,
    name,
    block: r.block,
    scope: bindingScope(r, name, r.bindings.length),
    span: spanOf(r, token, token),
    space: isTypeOnly(r),
  };
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

/** Finds, once everything is read, the scopes that `nonlocal` names belong to. */
export function resolveNonlocals(r: Reader): void {
  if (r.nonlocalBindings.length === 0) return;
  const pending = new Set(r.nonlocalBindings);
  const bound = new Map<number, Set<string>>();
  r.bindings.forEach((binding, index) => {
    if (pending.has(index)) return;
    const names = bound.get(binding.scope) ?? new Set<string>();
    bound.set(binding.scope, names.add(binding.name));
  });
  for (const index of r.nonlocalBindings) {
    const binding = r.bindings[index]!;
    let scope = binding.scope;
    for (;;) {
      const parent = r.blocks[scope]!.parent;
      if (parent < 0) break;
      scope = r.blocks[parent]!.scope;
      if (isFunctionLike(r.blocks[scope]!) && bound.get(scope)?.has(binding.name)) {
        binding.scope = scope;
        break;
      }
    }
  }
}

/** The innermost function or lambda around, seen through comprehensions; undefined in a module or class. */
export function enclosingFunction(r: Reader): number | undefined {
  let scope = currentScope(r);
  for (;;) {
    const { kind, parent } = r.blocks[scope]!;
    if (kind === 'function' || kind === 'lambda') return scope;
    if (kind !== 'comprehension') return undefined;
    scope = r.blocks[parent]!.scope;
  }
}

/** Complains of an `await`, `async for` or `async with` that stands in no coroutine; comprehensions are let pass. */
export function checkAsync(r: Reader, token: number, what: string): void {
  if (r.inString) return;
  const scope = r.blocks[currentScope(r)]!;
  if (scope.kind === 'comprehension') return;
  if (scope.kind === 'function' && scope.isAsync === true) return;
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
