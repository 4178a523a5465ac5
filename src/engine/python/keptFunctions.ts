/**
 * What was read of a function, kept for a reading of the text when it has been edited: where the function's tokens are the
 * same ones and it stands in the same kind of place, nothing of it has to be read again.
 *
 * What a function's tokens mean depends on what is around it in few ways: the kinds of the blocks, and whether they are for
 * type checkers alone. What a declaration (`global`, `nonlocal`) moves out of its scope is known last, and what was complained
 * of depends on more: such functions are read again each time, as are those without a name.
 */
import type { Binding } from '../facts.ts';
import {
  movedAssignment,
  movedBinding,
  movedBlock,
  movedImport,
  movedString,
  type Move,
} from './movedFacts.ts';
import type { TakenTokens } from './editedTokens.ts';
import { currentScope, type Draft, type Reader } from './reader.ts';
import { appendReferences, type ReferenceCounts } from './referenceColumns.ts';

/** A function that stands in no other one, from its `def` on: the parts of the facts that are about it. */
export interface KeptFunction {
  /** Its first token, and the one behind its last. */
  readonly token: number;
  readonly behind: number;
  readonly from: Counts;
  readonly to: Counts;
  /** The block around it. */
  readonly block: number;
  readonly typeOnly: boolean;
}

interface Counts extends ReferenceCounts {
  readonly blocks: number;
  readonly imports: number;
  readonly bindings: number;
  readonly memberAssignments: number;
  readonly strings: number;
}

function countsOf({ columns, blocks, imports, bindings, memberAssignments, strings }: Reader): Counts {
  return {
    references: columns.references.length,
    calls: columns.calls.length,
    arguments: columns.arguments.length,
    members: columns.members.length,
    callees: columns.callees.length,
    blocks: blocks.length,
    imports: imports.length,
    bindings: bindings.length,
    memberAssignments: memberAssignments.length,
    strings: strings.length,
  };
}

/** What an earlier reading has found, and which of its tokens are still there. */
export interface EarlierReading extends Gathered {
  /** By their first token. */
  readonly functions: ReadonlyMap<number, KeptFunction>;
  readonly taken: TakenTokens;
}

/** What a reading has found, for a later one. */
export type Gathered = Pick<
  Reader,
  'starts' | 'blocks' | 'imports' | 'bindings' | 'columns' | 'memberAssignments' | 'strings'
>;

/** Asked anew: reading has changed it. */
const hasDeclared = (r: Reader): boolean => r.redirects;

/** Reads a function with `read`, and keeps what is found of it where it is sure to be the same another time. */
export function readAndKeep(r: Reader, kept: KeptFunction[], read: () => void): void {
  const { at: token, block, typeOnly } = r;
  const from = countsOf(r);
  const problems = r.problems.length;
  const { redirects } = r;
  r.redirects = false;
  r.isInFunction = true;
  read();
  r.isInFunction = false;
  const declares = hasDeclared(r);
  r.redirects ||= redirects;
  if (declares || r.failed || r.problems.length > problems) return;
  // `def f(x=(y := 1))` binds outside of it.
  for (let at = from.bindings + 1; at < r.bindings.length; at++)
    if (r.bindings[at]!.scope < from.blocks) return;
  kept.push({ token, behind: r.at, from, to: countsOf(r), block, typeOnly });
}

/**
 * Takes over what was read of the function at the next token, if that holds.
 *
 * @param start where its decorators begin, or itself
 * @returns whether it did; the reader stands behind the function then
 */
export function takeOver(r: Reader, decorators: readonly string[], start: number): boolean {
  const { earlier, kept } = r;
  if (!earlier || !kept) return false;
  const { taken } = earlier;
  const isBefore = r.at < taken.first;
  const shift = isBefore ? 0 : taken.shift;
  const known = earlier.functions.get(r.at - shift);
  if (!known) return false;
  if (known.typeOnly !== r.typeOnly) return false;
  const behind = known.behind + shift;
  if (r.at < taken.from && behind >= taken.first) return false;
  if (isBefore) {
    takeAsItIs(r, earlier, known);
    kept.push(known);
  } else {
    const around = blocksAround(earlier, known.block, r);
    if (!around) return false;
    const from = countsOf(r);
    takeMoved(r, earlier, known, around, decorators, start);
    const { block, typeOnly } = r;
    kept.push({ token: r.at, behind, from, to: countsOf(r), block, typeOnly });
  }
  r.at = behind;
  r.failed = false;
  return true;
}

/** A function before all that has changed: what is about it stands at the same places in all lists. */
function takeAsItIs(r: Reader, earlier: EarlierReading, { from, to }: KeptFunction): void {
  takeAll(r.blocks, earlier.blocks, from.blocks, to.blocks);
  takeAll(r.bindings, earlier.bindings, from.bindings, to.bindings);
  takeAll(r.imports, earlier.imports, from.imports, to.imports);
  takeAll(r.strings, earlier.strings, from.strings, to.strings);
  takeAll(r.memberAssignments, earlier.memberAssignments, from.memberAssignments, to.memberAssignments);
  appendReferences(r.columns, earlier.columns, from, to);
  // A declaration around it, which may stand behind what has changed, moves the function's name out of its scope.
  const own = movedBinding(earlier.bindings[from.bindings]!, nowhere);
  own.scope = currentScope(r);
  r.bindings[from.bindings] = own;
}

const nowhere: Move = { offset: 0, imports: 0, block: (index) => index };

function takeAll<T>(into: T[], list: readonly T[], from: number, to: number): void {
  for (let at = from; at < to; at++) into.push(list[at]!);
}

function takeMoved(
  r: Reader,
  earlier: EarlierReading,
  { token, from, to }: KeptFunction,
  around: ReadonlyMap<number, number>,
  decorators: readonly string[],
  start: number,
): void {
  const blocks = r.blocks.length - from.blocks;
  const move: Move = {
    offset: r.starts[r.at]! - earlier.starts[token]!,
    imports: r.imports.length - from.imports,
    block: (index) => (index < from.blocks ? around.get(index)! : index + blocks),
  };
  const first = r.bindings.length;
  for (let at = from.blocks; at < to.blocks; at++) r.blocks.push(movedBlock(earlier.blocks[at]!, move));
  for (let at = from.bindings; at < to.bindings; at++)
    r.bindings.push(movedBinding(earlier.bindings[at]!, move));
  for (let at = from.imports; at < to.imports; at++) r.imports.push(movedImport(earlier.imports[at]!, move));
  for (let at = from.strings; at < to.strings; at++) r.strings.push(movedString(earlier.strings[at]!, move));
  for (let at = from.memberAssignments; at < to.memberAssignments; at++)
    r.memberAssignments.push(movedAssignment(earlier.memberAssignments[at]!, move));
  appendReferences(r.columns, earlier.columns, from, to, move);
  // The decorators stand before what is the same.
  const own = r.bindings[first] as Draft<Binding & { kind: 'function' }>;
  own.scope = currentScope(r);
  own.decorators = decorators;
  own.definition = { start, end: own.definition.end };
}

/** The blocks around a place now, by those around it before; undefined where they are of other kinds. */
function blocksAround(before: Gathered, block: number, r: Reader): ReadonlyMap<number, number> | undefined {
  const around = new Map<number, number>();
  let now = r.block;
  let index = block;
  while (index >= 0 && now >= 0) {
    if (before.blocks[index]!.kind !== r.blocks[now]!.kind) return undefined;
    around.set(index, now);
    index = before.blocks[index]!.parent;
    now = r.blocks[now]!.parent;
  }
  return index < 0 && now < 0 ? around : undefined;
}
