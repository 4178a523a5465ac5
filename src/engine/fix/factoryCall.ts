import type { Binding, Call, FileFacts, Parameter, Reference } from '../facts.ts';
import { guardOf } from '../graph/guards.ts';
import { languageOf, type ModuleGraph } from '../graph/moduleGraph.ts';
import { definitionKey } from '../graph/origin.ts';
import { inOneCell } from '../notebook/cellsOfFacts.ts';
import type { Factory, Source } from '../source.ts';
import { mayAwait } from '../surroundings.ts';
import {
  callerParameters,
  constructorParameters,
  dottedAt,
  isCarriedBy,
  isConstant,
  sortArguments,
  type FactoryArgument,
} from './factoryArguments.ts';

/** How a call becomes a call of the factory. Spans are of the file as it stands. */
export interface FactoryCall {
  readonly reference: number;
  readonly source: Source;
  /** Arguments in their new order: text that stands in the file, or a name that is in scope. */
  readonly arguments: readonly FactoryArgument[];
  readonly await: 'add' | 'drop' | 'keep';
}

export type FactoryCallResult =
  { readonly ok: true; readonly call: FactoryCall } | { readonly ok: false; readonly reason: string };

/** The file in which a call stands. */
interface Scene {
  readonly file: string;
  readonly facts: FileFacts;
  readonly graph: ModuleGraph;
}

/**
 * Works out how the call at `index` becomes a call of its source's factory, or why it cannot.
 *
 * @param callee what is called today. A class's first positional argument is not the context; a legacy factory's is.
 */
export function planFactoryCall(
  scene: Scene,
  index: number,
  source: Source,
  callee: 'class' | 'legacy-factory',
): FactoryCallResult {
  const { factory } = source;
  const reference = scene.facts.references[index]!;
  const { call } = reference;
  if (!factory)
    return refused(`the factory ${source.config.factory?.name ?? ''} is not in ${source.config.module}`);
  if (callee === 'legacy-factory' && factory.name.includes('.'))
    return refused(`${factory.name} belongs to a class; it takes the place of calls, and not of an import`);
  if (isObjectsMethod(factory))
    return refused(`${factory.name} is a method of objects, and not of their class`);
  if (!call) return refused('it is not called');
  if (callee === 'legacy-factory' && scene.graph.bindingsOf(scene.file, reference).length > 1)
    return refused(`${reference.name} is bound in more than one place, and only one of them is replaced`);
  if (reference.argumentOf && !factory.binding.isAsync && awaitsItsArgument(reference.argumentOf))
    return refused(`${reference.argumentOf} needs a coroutine, and ${factory.name} is not async`);
  if (isTaken(scene, reference, source)) return refused(`${factory.name} means something else here`);
  const names =
    callee === 'class'
      ? constructorParameters(scene.graph, scene.graph.referenced(scene.file, reference).at(-1)!)
      : undefined;
  const given = sortArguments(scene.facts, call, source, factory, (position) =>
    positionalName(callee, position, factory, names),
  );
  if (!given.ok) return given;
  const found = given.context ? undefined : contextInScope(scene, reference, source);
  const context = given.context ? dottedAt(scene.facts, given.context.value.span) : found?.name;
  const foreign = given.foreign.find(
    (each) => context === undefined || !isCarriedBy(scene.facts, context, each),
  );
  if (foreign) return refused(foreign.reason);
  if (!given.context && !found && factory.context !== undefined)
    return refused(`no ${factory.context} is in scope here; ${factory.name} needs one`);
  const required = callerParameters(factory).filter(({ kind, hasDefault }) => !hasDefault && !isRest(kind));
  if (
    given.context &&
    required.some(({ name }) => name === factory.context) &&
    isConstant(scene.facts, given.context.value.span)
  )
    return refused(`what is given as ${factory.context!} is a constant; ${factory.name} needs a user's`);
  const lacking = required.find(({ name }) => name !== factory.context && !given.taken.has(name));
  if (lacking) return refused(`${factory.name} needs ${lacking.name}, which is not given here`);
  if (found && scene.facts.language === 'typescript' && !comesFirst(factory, call))
    return refused(`${found.name} would have to stand among the arguments that are given`);
  const awaits = awaitOf(scene.facts, reference, call, factory, callee);
  if (!awaits.ok) return awaits;
  const added = found && factory.context !== undefined ? [{ keyword: factory.context, value: found }] : [];
  return {
    ok: true,
    call: {
      reference: index,
      source,
      arguments: [...added, ...(given.context ? [given.context] : []), ...given.others],
      await: awaits.await,
    },
  };
}

/** TypeScript has no keywords: a context can be put in front where the factory takes it first, and nothing else is given. */
function comesFirst(factory: Factory, call: Call): boolean {
  return callerParameters(factory)[0]?.name === factory.context && call.arguments.length === 0;
}

/** Python calls a plain function of a class with the object in front, which `Class.method()` has none of. */
function isObjectsMethod({ name, binding, definition }: Factory): boolean {
  return (
    name.includes('.') &&
    languageOf(definition.file) === 'python' &&
    !binding.decorators.some((decorator) => decorator === 'classmethod' || decorator === 'staticmethod')
  );
}

function isRest(kind: Parameter['kind']): boolean {
  return kind === 'rest' || kind === 'keyword-rest';
}

/** Whether the factory's name means something else at a reference; an import of it that is broken does not count. */
function isTaken(
  { file, facts, graph }: Scene,
  reference: Reference,
  { factory, legacyModules }: Source,
): boolean {
  // A method is reached through its class, whatever that is called here.
  if (factory!.name.includes('.')) return false;
  const bindings = graph.bindingsOf(file, { ...reference, name: factory!.name, members: [] });
  if (bindings.length === 0) return false;
  const last = bindings.at(-1)!;
  const means = graph.bound(file, last);
  if (means.kind === 'definition') return definitionKey(means) !== definitionKey(factory!.definition);
  return last.kind !== 'import' || !legacyModules.has(graph.target(file, facts.imports[last.import]!).id);
}

/** What a positional argument is called: by the class's constructor, or the context as a legacy factory takes it first. */
function positionalName(
  callee: 'class' | 'legacy-factory',
  position: number,
  factory: Factory,
  constructorNames: readonly string[] | undefined,
): string | undefined {
  if (callee === 'class') return constructorNames?.[position];
  return position === 0 ? factory.context : undefined;
}

/** Calls that take a coroutine and so fail with a plain value. */
function awaitsItsArgument(callee: string): boolean {
  return /(^|\.)(create_task|ensure_future|run_until_complete|run_coroutine_threadsafe|gather|wait_for|shield|run)$/.test(
    callee,
  );
}

function awaitOf(
  facts: FileFacts,
  reference: Reference,
  call: Call,
  { binding, name }: Factory,
  callee: 'class' | 'legacy-factory',
): { ok: true; await: FactoryCall['await'] } | { ok: false; reason: string } {
  if (!binding.isAsync) return { ok: true, await: call.awaitSpan ? 'drop' : 'keep' };
  if (call.awaitSpan) return { ok: true, await: 'keep' };
  if (reference.argumentOf !== undefined && callee === 'legacy-factory')
    return awaitsItsArgument(reference.argumentOf)
      ? { ok: true, await: 'keep' }
      : refused(`whether ${reference.argumentOf} awaits what it is given cannot be told`);
  if (facts.blocks[reference.block]!.kind === 'comprehension')
    return refused(`${name} is async, and awaiting it would make the comprehension asynchronous`);
  return mayAwait(facts, reference.block)
    ? { ok: true, await: 'add' }
    : refused(`${name} is async, and the function around it is not`);
}

/**
 * A name that surely holds a user context where the call stands: by the names and annotations that the configuration
 * gives, bound in a function around the call and before it. Never invented.
 */
function contextInScope(
  { facts, graph, file }: Scene,
  reference: Reference,
  source: Source,
): { name: string } | undefined {
  const { names = [], types = [] } = source.config.context;
  const holds = (binding: Binding): boolean =>
    (binding.kind === 'parameter' || binding.kind === 'variable') &&
    !binding.isNone &&
    (names.includes(binding.name) ||
      types.some((type) => lastPart(binding.annotation) === type || lastPart(binding.calls) === type));
  // The top level of a notebook's cell runs like a function's body; of other cells it is not known whether they ran.
  const isInOwnCell = ({ span }: Binding): boolean =>
    facts.cells !== undefined && inOneCell(facts, span.start, reference.span.start);
  const candidates = facts.bindings.filter(
    (binding) => holds(binding) && (binding.scope !== 0 || isInOwnCell(binding)),
  );
  for (const candidate of candidates) {
    const seen = graph.bindingsOf(file, {
      ...reference,
      name: candidate.name,
      members: [],
      nameSpan: reference.span,
    });
    // What is bound further down, or only perhaps, is not there yet.
    const isThere = seen.some(
      (binding) =>
        binding.span.start < reference.span.start &&
        (binding.scope !== 0 || isInOwnCell(binding)) &&
        guardOf(facts, binding, reference.block).kind === 'always',
    );
    if (isThere && seen.every(holds) && seen.some(({ span }) => span.start === candidate.span.start))
      return { name: candidate.name };
  }
  return undefined;
}

function lastPart(dotted: string | undefined): string | undefined {
  return dotted?.slice(dotted.lastIndexOf('.') + 1);
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
