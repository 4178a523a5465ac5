import type { Block, FileFacts } from './facts.ts';

/** The blocks around `block` inside its own scope, innermost first. */
function around(facts: FileFacts, block: number): Block[] {
  const blocks: Block[] = [];
  for (let index = block; index >= 0;) {
    const each = facts.blocks[index]!;
    if (each.scope === index) break;
    blocks.push(each);
    index = each.parent;
  }
  return blocks;
}

/** Contexts in which a test wants what is wrong: that it raises, or that it warns. */
const deliberate =
  /(^|\.)(raises|assertRaises|assertRaisesRegex|warns|assertWarns|assertWarnsRegex|deprecated_call|catch_warnings)$/;

/** Whether the code of `block` is there for the sake of its failure or its warning. */
export function isDeliberate(facts: FileFacts, block: number): boolean {
  return around(facts, block).some(
    (each) => each.kind === 'with' && each.contexts?.some((context) => deliberate.test(context)),
  );
}

const catchesImports = /(^|\.)(ImportError|ModuleNotFoundError|Exception|BaseException)$/;

/** Whether a failing import in `block` is caught: then code behind it has not run for as long as it fails. */
export function failureIsCaught(facts: FileFacts, block: number): boolean {
  const tries = new Set<number>();
  for (
    let index = block;
    index >= 0 && facts.blocks[index]!.scope !== index;
    index = facts.blocks[index]!.parent
  ) {
    const each = facts.blocks[index]!;
    if (each.kind === 'try') tries.add(index);
    if (each.kind === 'with' && each.contexts?.some((context) => /(^|\.)suppress$/.test(context)))
      return true;
  }
  return facts.blocks.some(
    ({ kind, of, catches = [] }) =>
      kind === 'except' &&
      of !== undefined &&
      tries.has(of) &&
      (catches.length === 0 || catches.some((name) => catchesImports.test(name))),
  );
}

/** Whether `await` may stand in `block`: in an async function, and at a notebook's top level. */
export function mayAwait(facts: FileFacts, block: number): boolean {
  const around = enclosingFunction(facts, block);
  if (around) return around.isAsync === true;
  for (let index = block; index > 0; index = facts.blocks[index]!.parent)
    if (facts.blocks[index]!.kind === 'class') return false;
  return facts.blocks[0]!.isAsync === true;
}

/** The nearest function around `block`; undefined at module and class level. */
export function enclosingFunction(facts: FileFacts, block: number): Block | undefined {
  for (let index = block; index >= 0; index = facts.blocks[index]!.parent) {
    const each = facts.blocks[index]!;
    if (each.kind === 'function' || each.kind === 'lambda') return each;
    if (each.kind === 'class') return undefined;
  }
  return undefined;
}
