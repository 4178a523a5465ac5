import type { Analysis } from '../analysis.ts';
import type { FunctionBinding, Parameter } from '../facts.ts';
import { languageOf } from '../graph/moduleGraph.ts';
import type { Definition } from '../graph/origin.ts';
import { isSame, type CanonicalChoice, type ManagedClass } from './canonical.ts';
import type { Family } from './families.ts';
import { managedThing, type OfferingModule } from './offered.ts';
import { partsOf } from '../inventory/likeness.ts';
import { isMakerLike } from './words.ts';

/** The function that hands out what the source manages. */
export interface FactoryChoice {
  /** `make`, or `Class.make`. */
  readonly name: string;
  readonly context: Parameter | undefined;
  readonly isAsync: boolean;
  readonly imports: number;
  /** The class that its annotation says it returns, where that can be followed. */
  readonly returns: Definition | undefined;
  readonly why: string;
}

const contextLike = /(^|_)(context|ctx|session|request|user|principal|tenant)(_|$)|Context$/;
const contextType = /(Context|Session|Request|Principal)$/;

/**
 * Finds the factory among the canonical module's functions: its name says that it hands something out and looks like the
 * family, or it returns one of the classes; one that takes a context, and then the most imported, is preferred. Where there is
 * none, a method of a class that does the same.
 */
export function findFactory(
  analysis: Analysis,
  choice: CanonicalChoice,
  classes: readonly ManagedClass[],
  family: Family,
): FactoryChoice | undefined {
  const { graph } = analysis;
  const { target, wanted } = choice.module;
  const { file } = target;
  const found: FactoryChoice[] = [];
  for (const name of graph.boundNames(file)) {
    const origin = graph.exported(target, name, languageOf(file));
    if (origin.kind !== 'definition' || origin.binding.kind !== 'function' || name.startsWith('_')) continue;
    const returns = returnedClass(origin.file, origin.binding);
    const isReturning =
      returns !== undefined && classes.some(({ definition }) => isSame(definition, returns));
    const isNamed = isMakerLike(name) && family.isAlike(name);
    const imports = wanted.find((each) => each.name === name)?.imports ?? 0;
    if (!isNamed && !(isReturning && isMakerLike(name))) continue;
    found.push(choiceOf(name, origin, origin.binding, imports, returns));
  }
  for (const { name: owner, definition, imports } of found.length > 0 ? [] : classes) {
    const set = analysis.read(definition.file)?.facts.memberAssignments ?? [];
    const members = [
      ...graph.memberNames(definition),
      ...set.flatMap((each) => (each.owner === definition.name ? [each.member] : [])),
    ];
    for (const member of new Set(members)) {
      if (!isMakerLike(member) || member.startsWith('_')) continue;
      const origin = graph.member(definition, member);
      if (origin.kind !== 'definition' || origin.binding.kind !== 'function') continue;
      const isOwn = origin.binding.decorators.some((each) => /^(static|class)method$/.test(each));
      if (!isOwn && origin.binding.scope !== 0) continue;
      found.push(choiceOf(`${owner}.${member}`, origin, origin.binding, imports, definition));
    }
  }
  return found.sort(
    (a, b) =>
      Number(b.context !== undefined) - Number(a.context !== undefined) ||
      b.imports - a.imports ||
      Number(a.context?.hasDefault) - Number(b.context?.hasDefault) ||
      (a.name < b.name ? -1 : 1),
  )[0];

  function choiceOf(
    name: string,
    definition: Definition,
    { parameters, isAsync }: FunctionBinding,
    imports: number,
    returns: Definition | undefined,
  ): FactoryChoice {
    const context = parameters.find(isContext);
    const awaited = graph.result(definition) === 'awaitable';
    const why = [
      awaited ? 'async' : 'not async',
      ...(returns ? [`returns ${returns.name}`] : []),
      context ? `takes ${context.name}` : 'takes no context',
    ].join(', ');
    return { name, context, isAsync: isAsync || awaited, imports, returns, why };
  }

  function returnedClass(inFile: string, binding: FunctionBinding): Definition | undefined {
    return binding.returns === undefined
      ? undefined
      : managedThing(graph.dotted(inFile, binding.scope, binding.returns));
  }
}

function isContext({ name, kind, annotation = '' }: Parameter): boolean {
  if (name === 'self' || name === 'cls' || kind === 'rest' || kind === 'keyword-rest') return false;
  return contextLike.test(name) || contextType.test(annotation);
}

/** A function of the family that hands something out and is not the factory: what the factory replaces. */
export interface FormerFactory {
  readonly name: string;
  readonly imports: number;
}

export function formerFactories(
  modules: readonly OfferingModule[],
  factory: FactoryChoice,
  canonical: string,
  { pattern }: Family,
): FormerFactory[] {
  // `get_socket_state_hub` is about something else.
  const about = partsOf(pattern).join('');
  const counts = new Map<string, number>();
  for (const { target, wanted } of modules)
    for (const { name, imports, means } of wanted) {
      const isFunction =
        means.kind === 'missing' || (means.kind === 'definition' && means.binding.kind === 'function');
      const isAbout = name.toLowerCase().replaceAll('_', '').includes(about);
      if (target.id === canonical || !isFunction || !isAbout || !isMakerLike(name) || name === factory.name)
        continue;
      counts.set(name, (counts.get(name) ?? 0) + imports);
    }
  return [...counts]
    .map(([name, imports]) => ({ name, imports }))
    .sort((a, b) => b.imports - a.imports || (a.name < b.name ? -1 : 1));
}
