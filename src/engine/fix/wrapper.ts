import type { Binding, FileFacts, Reference } from '../facts.ts';
import type { ModuleGraph } from '../graph/moduleGraph.ts';
import { contains, type Span } from '../text.ts';
import { selected } from '../references.ts';

/** What runs a coroutine for whoever has one: `await asyncio.wait_for(f(), 5)`, `loop.run_until_complete(f())`. */
export interface Wrapper {
  /** From its `await`, where it has one, to its closing parenthesis. */
  readonly span: Span;
  /** It is surely that of `asyncio`: a plain value in its place raises. */
  readonly isCertain: boolean;
}

/** The wrapper around a call that gives a plain value, or why it cannot be taken away. */
export type WrapperResult =
  { readonly ok: true; readonly wrapper: Wrapper } | { readonly ok: false; readonly reason: string };

interface Scene {
  readonly file: string;
  readonly facts: FileFacts;
  readonly graph: ModuleGraph;
}

/** Calls that take a coroutine and fail with a plain value: those of event loops, and those of `asyncio` itself. */
export function needsCoroutine(scene: Scene, reference: Reference, callee: string): boolean {
  const last = lastPart(callee);
  if (/^(create_task|ensure_future|run_until_complete|run_coroutine_threadsafe)$/.test(last)) return true;
  if (!/^(run|gather|wait_for|shield)$/.test(last)) return false;
  if (callee.includes('.')) return callee === `asyncio.${last}`;
  return isFromAsyncio(scene, { ...reference, name: last, members: [] });
}

/**
 * The wrapper that a call, which gives a plain value, is handed to, where `wrapper(f())` can become `f()`: its own outcome
 * is that of the coroutine, and it is used at once. A task that is kept is asked for more than its outcome.
 */
export function removableWrapper(scene: Scene, reference: Reference): WrapperResult {
  const { facts } = scene;
  const { call, argumentOf: callee = '' } = reference;
  const last = lastPart(callee);
  if (last === 'gather') return refused(`${callee} gives a list: put what the calls give into one instead`);
  if (last === 'run_coroutine_threadsafe')
    return refused(`${callee} gives a future of another thread: call it there, and hand on what it gives`);
  const wrapper = selected(facts.references, { given: call!.span }).findLast(
    (each) => dotted(each) === callee && each.span.end <= call!.span.start,
  );
  if (!wrapper?.call) return refused(`${callee} has to go with it: call it by itself, and use what it gives`);
  const { awaitSpan, span } = wrapper.call;
  const givesOutcome = /^(run|run_until_complete)$/.test(last);
  if (givesOutcome ? awaitSpan !== undefined : awaitSpan === undefined)
    return refused(
      givesOutcome
        ? `${callee} is awaited itself: call it by itself, and use what it gives`
        : `${callee} makes a task that is not awaited at once: call it by itself where the task is awaited, and make none`,
    );
  const others = wrapper.call.arguments.filter((argument) => !contains(argument.span, call!.span));
  const isMore = others.some(
    ({ spread, span: own }) =>
      spread !== undefined ||
      selected(facts.references, { startsIn: own }).some(
        (each) => each.call !== undefined && contains(own, each.call.span),
      ),
  );
  if (isMore) return refused(`${callee} is given more that is computed, and would be lost with it`);
  return {
    ok: true,
    wrapper: { span: awaitSpan ?? span, isCertain: isOfAsyncio(scene, wrapper) },
  };
}

/** Whether a call is one of `asyncio`'s functions, or of an event loop that was asked of it. */
function isOfAsyncio(scene: Scene, { name, members, ...reference }: Reference): boolean {
  const { graph, file, facts } = scene;
  if (members.length === 0) return isFromAsyncio(scene, { ...reference, name, members });
  const bindings = graph.bindingsOf(file, { ...reference, name, members: [] });
  const isModule = (binding: Binding): boolean =>
    binding.kind === 'import' &&
    facts.imports[binding.import]!.form === 'module' &&
    facts.imports[binding.import]!.module === 'asyncio';
  const isLoop = (binding: Binding): boolean =>
    binding.kind === 'variable' &&
    /(^|\.)(get_event_loop|get_running_loop|new_event_loop)$/.test(binding.calls ?? '');
  return (
    members.length === 1 && bindings.length > 0 && bindings.every((each) => isModule(each) || isLoop(each))
  );
}

function isFromAsyncio({ graph, file, facts }: Scene, reference: Reference): boolean {
  return graph
    .bindingsOf(file, reference)
    .some((binding) => binding.kind === 'import' && facts.imports[binding.import]!.module === 'asyncio');
}

function dotted({ name, members }: Reference): string {
  return [name, ...members].join('.');
}

function lastPart(callee: string): string {
  return callee.slice(callee.lastIndexOf('.') + 1);
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
