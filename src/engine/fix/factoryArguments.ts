import type { Argument, Call, FileFacts, Parameter } from '../facts.ts';
import type { ModuleGraph } from '../graph/moduleGraph.ts';
import type { Origin } from '../graph/origin.ts';
import type { Factory, Source } from '../source.ts';
import { contains, type Span } from '../text.ts';
import { selected } from '../references.ts';

export interface FactoryArgument {
  readonly keyword: string | undefined;
  readonly value: { readonly span: Span } | { readonly name: string };
}

/** The arguments of a call as its source's factory would take them. */
export type SortedArguments =
  | {
      readonly ok: true;
      readonly context: (FactoryArgument & { readonly value: { readonly span: Span } }) | undefined;
      readonly others: readonly FactoryArgument[];
      /** Arguments that the factory has no parameter for, by the name that they go by today. */
      readonly foreign: readonly ForeignArgument[];
      /** The factory's parameters that `context` and `others` are for. */
      readonly taken: ReadonlySet<string>;
    }
  | { readonly ok: false; readonly reason: string };

export interface ForeignArgument {
  readonly name: string;
  readonly span: Span;
  /** Where it stands among the arguments; undefined where it has a keyword. */
  readonly position: number | undefined;
}

/** Why arguments that the factory does not take cannot stay. */
export function foreignReason(
  { name: factory, context }: Factory,
  foreign: readonly ForeignArgument[],
): string {
  const written = foreign.map(({ name, position }) =>
    position === undefined ? `${name}=` : `${name} (argument ${position + 1})`,
  );
  const last = written.pop()!;
  const listed = written.length === 0 ? last : `${written.join(', ')} and ${last}`;
  return context === undefined
    ? `${factory} takes no ${listed}: set that on what it gives, or leave it out`
    : `${factory} takes no ${listed}: leave out what its ${context} says, and set the rest on what it gives`;
}

/** The factory's parameters as its callers see them: a class method gets its class by itself. */
export function callerParameters({ binding }: Factory): readonly Parameter[] {
  return binding.decorators.includes('classmethod') ? binding.parameters.slice(1) : binding.parameters;
}

/** The names of a class's constructor's parameters, without the instance itself; undefined where there is none to read. */
export function constructorParameters(graph: ModuleGraph, origin: Origin): readonly string[] | undefined {
  if (origin.kind !== 'definition') return undefined;
  for (const name of ['__init__', 'constructor']) {
    const member = graph.member(origin, name);
    if (member.kind !== 'definition' || member.binding.kind !== 'function') continue;
    const names = member.binding.parameters
      .filter(({ kind }) => kind === 'positional')
      .map((parameter) => parameter.name);
    return name === '__init__' ? names.slice(1) : names;
  }
  return undefined;
}

/**
 * Gives each argument of `call` the factory's parameter that it is for.
 *
 * @param positional what the argument at a position is called; undefined where that cannot be told
 */
export function sortArguments(
  facts: FileFacts,
  call: Call,
  source: Source,
  factory: Factory,
  positional: (position: number) => string | undefined,
): SortedArguments {
  const parameters = callerParameters(factory).map(({ name }) => name);
  let context: (FactoryArgument & { readonly value: { readonly span: Span } }) | undefined;
  const others: FactoryArgument[] = [];
  const foreign: ForeignArgument[] = [];
  const taken = new Set<string>();
  // Behind one that is dropped or gets a keyword, no position is what it was.
  let isAligned = true;
  for (const [position, argument] of call.arguments.entries()) {
    if (argument.spread)
      return refused(
        `what ${spreadText(argument)} holds cannot be told: write out what ${factory.name} is to be given`,
      );
    // Where nothing says what a position is for, what stands there can: a name that holds a context by the configuration.
    const today =
      argument.keyword ??
      positional(position) ??
      (holdsContext(facts, source, argument.valueSpan) ? factory.context : undefined);
    if (today === undefined)
      return refused(
        `what argument ${position + 1} is for cannot be told: give it a keyword that ${factory.name} takes`,
      );
    const name = isContext(today, source, factory, parameters) ? factory.context! : today;
    // A position keeps its meaning only where the factory has the same parameter there.
    const isDropped = name !== factory.context && source.config.dropKeywords.includes(name);
    const staysPositional = argument.keyword === undefined && isAligned && parameters[position] === name;
    if (!staysPositional) isAligned = false;
    if (isDropped) continue;
    if (argument.keyword === undefined && !staysPositional && facts.language === 'typescript')
      return refused(`argument ${position + 1} is ${name}; ${factory.name} takes something else there`);
    if (name !== factory.context && holdsContext(facts, source, argument.valueSpan))
      return refused(
        `argument ${position + 1} holds a context where ${name} is taken${argument.keyword === undefined ? ': say which it is by a keyword' : ''}`,
      );
    if (taken.has(name)) return refused(`${factory.name} would be given ${name} twice`);
    const planned = {
      keyword: staysPositional ? undefined : name,
      value: { span: argument.valueSpan },
    };
    if (name === factory.context) context = planned;
    else if (parameters.includes(name)) others.push(planned);
    else {
      foreign.push({ name, span: argument.valueSpan, position: argument.keyword ? undefined : position });
      continue;
    }
    taken.add(name);
  }
  return { ok: true, context, others, foreign, taken };
}

/** Whether an argument is the context under a name that the factory does not use for anything. */
function isContext(
  name: string,
  { config }: Source,
  { context }: Factory,
  parameters: readonly string[],
): boolean {
  return (
    context !== undefined && !parameters.includes(name) && (config.context.names?.includes(name) ?? false)
  );
}

/** Whether an expression is a name that the configuration says to hold a context: whoever wrote it meant another parameter. */
function holdsContext(facts: FileFacts, { config }: Source, span: Span): boolean {
  const written = dottedAt(facts, span);
  return (
    written !== undefined &&
    (config.context.names ?? []).includes(written.slice(written.lastIndexOf('.') + 1))
  );
}

/** Whether an argument is only read off the context that goes along: `user_id=ctx.user_id` beside `ctx`. */
export function isCarriedBy(facts: FileFacts, context: string, { name, span }: ForeignArgument): boolean {
  return dottedAt(facts, span) === `${context}.${name}`;
}

/** The dotted name that stands at `span` and fills it; undefined where something else does. */
export function dottedAt({ references }: FileFacts, span: Span): string | undefined {
  const startsIn = { start: span.start, end: span.start + 1 };
  const found = selected(references, { startsIn }).find(
    (each) => each.span.end === span.end && each.call === undefined,
  );
  return found && [found.name, ...found.members].join('.');
}

/** Whether an expression is made of constants alone, as `None` is: that is nobody's context. */
export function isConstant(facts: FileFacts, span: Span): boolean {
  if (facts.language === 'typescript')
    return facts.references
      .all()
      .some(({ call }) =>
        call?.arguments.some(
          ({ valueSpan, isConstant: is }) => is === true && valueSpan.start === span.start,
        ),
      );
  return !selected(facts.references, { startsIn: span }).some((each) => contains(span, each.span));
}

function spreadText({ spread }: Argument): string {
  return spread === 'keyword' ? '**keywords' : '*arguments';
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
