import { isStarImport, type FileFacts, type ImportFact, type Reference } from '../facts.ts';
import { selected } from '../references.ts';
import type { Place } from './bindingChoice.ts';
import type { ExportLookup, FileTarget } from './exportLookup.ts';
import { guardOf } from './guards.ts';
import { lookUp } from './lookup.ts';
import { unknown, withStep, type Missing, type Origin } from './origin.ts';

/** Where a name of a Python module comes to mean something else, or nothing, by a statement that does not bind it. */
export interface Rebinding extends Place {
  readonly origin: Origin;
}

/** What can do that to names of one file, whichever: few files have any of it. */
export interface Rebinders {
  /** Star imports of the module level, in order. */
  readonly stars: readonly ImportFact[];
  /** `del name`, and the end of `except Error as name`. */
  readonly takings: (facts: FileFacts) => readonly Taking[];
  /** Calls that write names into the module which they compute. */
  readonly writers: (facts: FileFacts) => readonly Reference[];
}

interface Taking extends Place {
  readonly name: string;
  /** False where it depends on what happens. */
  readonly isSure: boolean;
}

const none: readonly never[] = [];

/**
 * Finds what rebinds names of a file, each kind when it is first asked for. The facts are given each time: what is remembered of a
 * file must not keep them.
 */
export function rebindersOf(facts: FileFacts): Rebinders {
  const isPython = facts.language === 'python';
  return {
    stars: isPython ? facts.imports.filter((fact) => isModuleStar(facts, fact)) : none,
    takings: once(findTakings),
    writers: once(findWriters),
  };
}

function once<Found>(find: (facts: FileFacts) => readonly Found[]): (facts: FileFacts) => readonly Found[] {
  let found: readonly Found[] | undefined;
  return (facts) => (found ??= find(facts));
}

function isModuleStar(facts: FileFacts, fact: ImportFact): boolean {
  return isStarImport(fact) && facts.blocks[fact.block]!.scope === 0;
}

function findTakings(facts: FileFacts): Taking[] {
  const deleted = selected(facts.references, { use: 'delete' }).flatMap((reference): Taking[] => {
    const { name, members, block, scope, span } = reference;
    if (members.length > 0 || !lookUp(facts, scope, name).some((binding) => binding.scope === 0)) return [];
    if (scope === 0) return [{ name, block, scope, span, isSure: isAlways(facts, block) }];
    // A function that declares the name global: it may run at any time.
    return [{ name, ...atTheEnd(facts), isSure: false }];
  });
  const caught = facts.blocks.flatMap(({ caughtAs: name, scope, span }): Taking[] => {
    if (name === undefined || scope !== 0) return [];
    return [{ name, block: 0, scope: 0, span: { start: span.end, end: span.end }, isSure: false }];
  });
  return [...deleted, ...caught];
}

function isAlways(facts: FileFacts, block: number): boolean {
  return guardOf(facts, { block, scope: 0 }, 0).kind === 'always';
}

function atTheEnd(facts: FileFacts): Place {
  const { end } = facts.blocks[0]!.span;
  return { block: 0, scope: 0, span: { start: end, end } };
}

const writing = new Set(['globals', 'vars', 'locals', 'exec', 'setattr']);

/** What is only asked of a namespace. */
const asking = new Set(['get', 'keys', 'items', 'values', 'copy']);

/** `globals()["name"] = …`, `globals().update(…)`, `exec(code)`, `setattr(sys.modules[__name__], …)` of the module level. */
function findWriters(facts: FileFacts): Reference[] {
  return selected(facts.references, { names: writing, scope: 0, use: 'call' }).filter(
    ({ name, members, call }) => {
      if (!call || members.length > 0) return false;
      if (name === 'exec') return call.arguments.length === 1;
      if (name === 'setattr')
        return selected(facts.references, { names: itself, startsIn: call.argumentsSpan }).length > 0;
      return call.arguments.length === 0 && !asking.has(call.member ?? '');
    },
  );
}

const itself = new Set(['__name__']);

/**
 * What star imports bring under a name, in order.
 *
 * @param isBound something else binds the name: that a star of which no names are known brings just this one, too, is not to be supposed
 */
export function broughtByStars(
  graph: ExportLookup,
  file: string,
  stars: readonly ImportFact[],
  name: string,
  isBound: boolean,
): Rebinding[] {
  return stars.flatMap((fact) => {
    const { block, span } = fact;
    const from = graph.target(file, fact);
    const names = graph.exportedNames(from, 'python');
    if (names && !names.has(name)) return [];
    const origin = graph.exported(from, name, 'python');
    if (!names && (origin.kind === 'missing' || (isBound && origin.kind === 'unknown'))) return [];
    const step = { file, span, says: `imports everything from ${from.id}` };
    return [{ block, scope: 0, span, origin: withStep(origin, step) }];
  });
}

/** What takes a name away from a module, or may write another one under it. */
export function takenOrWritten(
  { takings, writers }: Rebinders,
  facts: FileFacts,
  { file }: FileTarget,
  name: string,
  gone: Missing,
): Rebinding[] {
  const taken = takings(facts)
    .filter((each) => each.name === name)
    .map(({ block, scope, span, isSure }) =>
      isSure
        ? { block, scope, span, origin: gone }
        : { block: 0, scope: 0, span, origin: unknown(`${file} takes ${name} away again, on a condition`) },
    );
  const written = writers(facts).map(({ span }) => ({
    block: 0,
    scope: 0,
    span,
    origin: unknown(`${file} computes its names`),
  }));
  return [...taken, ...written];
}

/** Whether a name that is bound last at an offset is surely taken away behind that. */
export function isTaken({ takings }: Rebinders, facts: FileFacts, name: string, offset: number): boolean {
  return takings(facts).some((each) => each.isSure && each.name === name && each.span.start > offset);
}

/** Bindings and what rebinds their name, in the order in which they are passed. */
export function inOrder<At extends Place>(places: readonly At[]): At[] {
  return [...places].sort((a, b) => a.span.start - b.span.start);
}
