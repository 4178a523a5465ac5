import type { Argument, Binding, Call, Reference } from '../facts.ts';
import type { ModuleGraph } from '../graph/moduleGraph.ts';
import type { FileFacts } from '../facts.ts';
import type { Factory, Source } from '../source.ts';
import { enclosingFunction } from '../surroundings.ts';
import type { Span } from '../text.ts';

/** How a call becomes a call of the factory. Spans are of the file as it stands. */
export interface FactoryCall {
  readonly reference: number;
  readonly source: Source;
  /** Arguments in their new order: text that stands in the file, or a name that is in scope. */
  readonly arguments: readonly FactoryArgument[];
  readonly await: 'add' | 'drop' | 'keep';
}

export interface FactoryArgument {
  readonly keyword: string | undefined;
  readonly value: { readonly span: Span } | { readonly name: string };
}

export type FactoryCallResult =
  { readonly ok: true; readonly call: FactoryCall } | { readonly ok: false; readonly reason: string };

/**
 * Works out how the call at `index` becomes a call of its source's factory, or why it cannot.
 *
 * @param callee what is called today. A class's first positional argument is not the context; a legacy factory's is.
 */
export function planFactoryCall(
  scene: { readonly file: string; readonly facts: FileFacts; readonly graph: ModuleGraph },
  index: number,
  source: Source,
  callee: 'class' | 'legacy-factory',
): FactoryCallResult {
  const { factory } = source;
  const reference = scene.facts.references[index]!;
  const { call } = reference;
  if (!factory)
    return refused(`the factory ${source.config.factory?.name ?? ''} is not in ${source.config.module}`);
  if (factory.name.includes('.'))
    return refused(`${factory.name} belongs to a class, which a rewrite of the import would have to keep`);
  if (!call) return refused('it is not called');
  if (reference.argumentOf && !factory.binding.isAsync && awaitsItsArgument(reference.argumentOf))
    return refused(`${reference.argumentOf} needs a coroutine, and ${factory.name} is not async`);
  const given = sortArguments(call, source, factory, callee);
  if (!given.ok) return given;
  const context = given.context ?? contextInScope(scene, reference, source);
  if (!context && factory.context !== undefined)
    return refused(`no ${factory.context} is in scope here; ${factory.name} needs one`);
  const awaits = awaitOf(scene.facts, reference, call, factory);
  if (!awaits.ok) return awaits;
  const contextArgument =
    context && factory.context !== undefined ? [{ keyword: factory.context, value: context }] : [];
  return {
    ok: true,
    call: { reference: index, source, arguments: [...contextArgument, ...given.others], await: awaits.await },
  };
}

function sortArguments(
  call: Call,
  source: Source,
  factory: Factory,
  callee: 'class' | 'legacy-factory',
):
  | { ok: true; context: FactoryArgument['value'] | undefined; others: FactoryArgument[] }
  | { ok: false; reason: string } {
  const parameters = new Set(factory.binding.parameters.map(({ name }) => name));
  let context: FactoryArgument['value'] | undefined;
  const others: FactoryArgument[] = [];
  for (const [position, argument] of call.arguments.entries()) {
    if (argument.spread)
      return refused(`${spreadText(argument)} cannot be matched with the parameters of ${factory.name}`);
    const value = { span: argument.valueSpan };
    if (argument.keyword === undefined) {
      if (callee === 'class' || position > 0 || factory.context === undefined)
        return refused(
          `argument ${position + 1} is positional; it does not mean the same to ${factory.name}`,
        );
      context = value;
    } else if (argument.keyword === factory.context) context = value;
    else if (source.config.dropKeywords.includes(argument.keyword)) continue;
    else if (parameters.has(argument.keyword)) others.push({ keyword: argument.keyword, value });
    else return refused(`${factory.name} takes no ${argument.keyword}=`);
  }
  return { ok: true, context, others };
}

function spreadText({ spread }: Argument): string {
  return spread === 'keyword' ? '**keywords' : '*arguments';
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
): { ok: true; await: FactoryCall['await'] } | { ok: false; reason: string } {
  if (!binding.isAsync) return { ok: true, await: call.awaitSpan ? 'drop' : 'keep' };
  if (call.awaitSpan || reference.argumentOf !== undefined) return { ok: true, await: 'keep' };
  return enclosingFunction(facts, reference.block)?.isAsync
    ? { ok: true, await: 'add' }
    : refused(`${name} is async, and the function around it is not`);
}

/**
 * A name that surely holds a user context where the call stands: by the names and annotations that the configuration
 * gives, bound in a function around the call and before it. Never invented.
 */
function contextInScope(
  { facts, graph, file }: { readonly file: string; readonly facts: FileFacts; readonly graph: ModuleGraph },
  reference: Reference,
  source: Source,
): { name: string } | undefined {
  const { names = [], types = [] } = source.config.context;
  const holds = (binding: Binding): boolean =>
    (binding.kind === 'parameter' || binding.kind === 'variable') &&
    !binding.isNone &&
    (names.includes(binding.name) ||
      types.some((type) => lastPart(binding.annotation) === type || lastPart(binding.calls) === type));
  const candidates = facts.bindings.filter((binding) => binding.scope !== 0 && holds(binding));
  for (const candidate of candidates) {
    const seen = graph.bindingsOf(file, {
      ...reference,
      name: candidate.name,
      members: [],
      nameSpan: reference.span,
    });
    if (seen.length > 0 && seen.every(holds) && seen.some(({ span }) => span.start === candidate.span.start))
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
