import type { Binding, Call, FileFacts, Parameter, Reference } from '../facts.ts';
import { languageOf, type ModuleGraph } from '../graph/moduleGraph.ts';
import { definitionKey, type Origin } from '../graph/origin.ts';
import { isSurelyBound } from '../graph/surelyBound.ts';
import { inOneCell } from '../notebook/cellsOfFacts.ts';
import { isTakenForResult } from '../rules/awaitMisuse.ts';
import type { Factory, Source } from '../source.ts';
import { awaitObstacle, enclosingFunction, loneAwaitObstacle } from '../surroundings.ts';
import type { Span } from '../text.ts';
import {
  callerParameters,
  constructorParameters,
  dottedAt,
  foreignReason,
  isCarriedBy,
  isConstant,
  sortArguments,
  type FactoryArgument,
} from './factoryArguments.ts';
import { needsCoroutine, removableWrapper } from './wrapper.ts';

/** How a call becomes a call of the factory. Spans are of the file as it stands. */
export interface FactoryCall {
  readonly reference: number;
  readonly source: Source;
  /** What is called today. */
  readonly replaces: 'class' | 'legacy-factory';
  /** Arguments in their new order: text that stands in the file, or a name that is in scope. */
  readonly arguments: readonly FactoryArgument[];
  readonly await: AwaitChange | 'keep';
}

/** What becomes of the `await` of a call; `unwrap` takes away the call that it is handed to, and leaves it by itself. */
export type AwaitChange = 'add' | 'drop' | { readonly unwrap: Span };

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
 * @param passedOn what is called today, where another file passes it on and the factory then: the call keeps the name
 */
export function planFactoryCall(
  scene: Scene,
  index: number,
  source: Source,
  callee: 'class' | 'legacy-factory',
  passedOn?: Origin,
): FactoryCallResult {
  const { factory } = source;
  const reference = scene.facts.references.at(index);
  const { call } = reference;
  if (!factory)
    return refused(
      source.config.factory
        ? `the factory ${source.config.factory.name} is not in ${source.config.module}`
        : `no factory is configured for ${source.config.id}`,
    );
  if (callee === 'legacy-factory' && factory.name.includes('.'))
    return refused(`${factory.name} belongs to a class; it takes the place of calls, and not of an import`);
  if (isObjectsMethod(factory))
    return refused(`${factory.name} is a method of objects, and not of their class`);
  if (!call) return refused('it is not called');
  // A package is bound by each import of something in it.
  const isImported = callee === 'legacy-factory' && reference.members.length === 0;
  if (isImported && scene.graph.bindingsOf(scene.file, reference).length > 1)
    return refused(`${reference.name} is bound in more than one place, and only one of them is replaced`);
  const today = passedOn ?? scene.graph.referenced(scene.file, reference).at(-1)!;
  if (!passedOn && isTaken(scene, reference, source))
    return refused(`${factory.name} means something else here`);
  const names = namesOfPositions(scene, reference, source, callee, today);
  const given = sortArguments(scene.facts, call, source, factory, (position) =>
    callee === 'legacy-factory' && position === 0 && !names ? factory.context : names?.[position],
  );
  if (!given.ok) return given;
  const found = given.context ? undefined : contextInScope(scene, reference, source);
  const context = given.context ? dottedAt(scene.facts, given.context.value.span) : found?.name;
  const foreign = given.foreign.filter(
    (each) => context === undefined || !isCarriedBy(scene.facts, context, each),
  );
  if (foreign.length > 0) return refused(foreignReason(factory, foreign));
  if (!given.context && !found && factory.context !== undefined)
    return refused(contextMissing(scene, reference, source, factory.name, factory.context));
  const required = callerParameters(factory).filter(({ kind, hasDefault }) => !hasDefault && !isRest(kind));
  // A legacy factory may have been called for nobody; a class whose construction fails has not.
  const isForSomebody = callee === 'class' || required.some(({ name }) => name === factory.context);
  if (given.context && isForSomebody && isConstant(scene.facts, given.context.value.span))
    return refused(`what is given as ${factory.context!} is a constant; ${factory.name} needs a user's`);
  const lacking = required.find(({ name }) => name !== factory.context && !given.taken.has(name));
  if (lacking)
    return refused(`${factory.name} needs ${lacking.name}, which is not given here: give it one first`);
  if (found && scene.facts.language === 'typescript' && !comesFirst(factory, call))
    return refused(`${found.name} would have to stand among the arguments that are given`);
  const awaits = awaitOf(scene, reference, call, factory, callee, today);
  if (!awaits.ok) return awaits;
  const added = found && factory.context !== undefined ? [{ keyword: factory.context, value: found }] : [];
  return {
    ok: true,
    call: {
      reference: index,
      source,
      replaces: callee,
      arguments: [...added, ...(given.context ? [given.context] : []), ...given.others],
      await: awaits.await,
    },
  };
}

/** Who has to give the context where it is called for and nothing holds one for sure. */
export function contextMissing(
  scene: Scene,
  reference: Reference,
  source: Source,
  factory: string,
  context: string,
): string {
  const { facts } = scene;
  const around = enclosingFunction(facts, reference.block);
  if (!around && facts.cells)
    return `no ${context} is in scope here, and ${factory} needs one: make one first`;
  if (!around) return `no ${context} can be known here, outside of a function: call ${factory} where one is`;
  const name = around.name === undefined ? 'the function around it' : `${around.name}()`;
  const perhaps = contextPerhaps(scene, reference, source);
  return perhaps === undefined
    ? `no ${context} is in scope here, and ${factory} needs one: give ${name} a ${context} first`
    : `${perhaps} may be None, and ${factory} needs a ${context}: give ${name} one that is there for sure`;
}

/** A name whose annotation says that it holds a user context or None: nothing that could be handed on unseen. */
function contextPerhaps(
  { facts, graph, file }: Scene,
  reference: Reference,
  { config }: Source,
): string | undefined {
  const { types = [] } = config.context;
  return facts.bindings.find(
    (binding) =>
      (binding.kind === 'parameter' || binding.kind === 'variable') &&
      binding.scope !== 0 &&
      types.some((type) => lastPart(binding.optional) === type) &&
      graph
        .bindingsOf(file, { ...reference, name: binding.name, members: [], nameSpan: reference.span })
        .includes(binding),
  )?.name;
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

/**
 * The names of the parameters that positional arguments are for: of the class's constructor, or of the legacy factory.
 * Where what is called is missing, it is what the canonical module has under the imported name. Undefined where nothing is
 * there to be read.
 */
function namesOfPositions(
  { graph, file, facts }: Scene,
  reference: Reference,
  source: Source,
  callee: 'class' | 'legacy-factory',
  today: Origin,
): readonly string[] | undefined {
  if (callee === 'class') {
    const binding = graph.bindingsOf(file, reference).at(-1);
    const isMissing = today.kind === 'missing' && binding?.kind === 'import';
    return constructorParameters(
      graph,
      isMissing ? source.canonicalName(facts.imports[binding.import]!.names[binding.imported]!.name) : today,
    );
  }
  if (today.kind !== 'definition' || today.binding.kind !== 'function') return undefined;
  return today.binding.parameters.flatMap(({ name, kind }) => (kind.startsWith('positional') ? [name] : []));
}

function awaitOf(
  scene: Scene,
  reference: Reference,
  call: Call,
  { binding, name }: Factory,
  callee: 'class' | 'legacy-factory',
  today: Origin,
): { ok: true; await: FactoryCall['await'] } | { ok: false; reason: string } {
  const { facts } = scene;
  const { argumentOf } = reference;
  const isWrapped = argumentOf !== undefined && needsCoroutine(scene, reference, argumentOf);
  if (!binding.isAsync) {
    if (!isWrapped) {
      const obstacle = call.awaitSpan && loneAwaitObstacle(facts, reference.block);
      if (obstacle !== undefined) return refused(`${name} is not async, and ${obstacle}`);
      if (callee === 'legacy-factory' && !call.awaitSpan && handsOutAwaitable(scene, reference, today))
        return refused(`${name} is not async, and who awaits what is given here cannot be told`);
      return { ok: true, await: call.awaitSpan ? 'drop' : 'keep' };
    }
    if (callee === 'class') return refused(`${argumentOf} needs a coroutine, and ${name} is not async`);
    const found = removableWrapper(scene, reference);
    if (!found.ok) return refused(`${name} is not async: ${found.reason}`);
    return { ok: true, await: { unwrap: found.wrapper.span } };
  }
  if (call.awaitSpan) return { ok: true, await: 'keep' };
  if (argumentOf !== undefined && callee === 'legacy-factory')
    return isWrapped
      ? { ok: true, await: 'keep' }
      : refused(`whether ${argumentOf} awaits what it is given cannot be told`);
  if (facts.blocks[reference.block]!.kind === 'comprehension')
    return refused(`${name} is async, and awaiting it would make the comprehension asynchronous`);
  const obstacle = awaitObstacle(facts, reference.block);
  return obstacle === undefined ? { ok: true, await: 'add' } : refused(`${name} is async, and ${obstacle}`);
}

/** Whether a call that is not awaited gives what somebody else has to await. */
function handsOutAwaitable(scene: Scene, reference: Reference, today: Origin): boolean {
  return (
    today.kind === 'definition' &&
    scene.graph.result(today) === 'awaitable' &&
    !isTakenForResult(scene, reference, today)
  );
}

/**
 * A name that surely holds a user context where the call stands: by the names and annotations that the configuration
 * gives, bound in a function around the call and before it. Never invented.
 */
export function contextInScope(
  { facts, graph, file }: Scene,
  reference: Reference,
  source: Source,
): { name: string } | undefined {
  const { names = [], types = [] } = source.config.context;
  const holds = (binding: Binding): boolean =>
    (binding.kind === 'parameter' || binding.kind === 'variable') &&
    !binding.isNone &&
    // It holds many, or the arguments by their names.
    !binding.isRest &&
    // A class's attribute is one for all users of the class.
    facts.blocks[binding.scope]!.kind !== 'class' &&
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
    // What is bound further down, or only perhaps, is not there yet, and what is deleted is there no more.
    const isThere = seen.some(
      (binding) => (binding.scope !== 0 || isInOwnCell(binding)) && isSurelyBound(facts, binding, reference),
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
