import type { Reference } from '../facts.ts';
import { planFactoryCall, type FactoryCallResult } from '../fix/factoryCall.ts';
import { definitionKey, type Origin } from '../graph/origin.ts';
import { isOfCanonicalModule } from '../fix/useFactory.ts';
import { managerOf, violatedSource } from '../ownership.ts';
import type { FileContext, Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { isDeliberate, swallowedBy, wakes } from '../surroundings.ts';
import type { Finding, FixKind } from '../violation.ts';
import { testedAsClass } from '../typeName.ts';
import { importedModule, nameAtHome } from './importedModule.ts';
import { singletonUses } from './singletonUse.ts';
import { contextOf, givenContext, isSharedContext, type ContextUse } from './sharedContext.ts';

/** A managed class that is called where its factory must be used, under whatever name it is bound. */
export const directConstruction: Rule = {
  id: 'direct-construction',
  description: 'A managed class is constructed directly instead of through its factory.',
  check(context) {
    const constructions: Construction[] = [];
    for (const index of context.followed().references) {
      const reference = context.facts.references.at(index);
      if (reference.use !== 'call' || reference.inString) continue;
      const found = constructedClass(context, reference);
      if (!found) continue;
      const planned = planFactoryCall(context, index, found.source, 'class');
      constructions.push({ ...found, reference, index, planned });
    }
    const uses = contextUses(context, constructions);
    return [
      ...constructions.map((each) => finding(context, each, uses)),
      ...calledAtOnce(context),
      ...singletonUses(context),
    ];
  },
};

/** `new (await import('m')).Name()`: no name is bound that a factory could be imported beside. */
function calledAtOnce(context: FileContext): Finding[] {
  const { facts, graph, file, sources } = context;
  return facts.imports.flatMap((fact, index) =>
    fact.names.flatMap(({ name, called }, position): Finding[] => {
      if (!called) return [];
      const origin = graph.imported(file, index, position);
      const source = origin.kind === 'definition' ? managerOf(sources, origin) : undefined;
      if (!source) return [];
      const module = graph.target(file, fact).id;
      const factory = source.config.factory?.name;
      const intentional = isDeliberate(facts, fact.block, called);
      const why =
        'the class is taken from the module in the call itself: take the factory from it, and call that';
      return [
        {
          ruleId: 'direct-construction',
          source: source.config.id,
          span: called,
          form: 'call',
          module,
          names: [name],
          items: [
            {
              name,
              source: source.config.id,
              local: undefined,
              from: `${module}.${name}`,
              to: factory === undefined ? undefined : `${source.config.module}.${factory}`,
              kind: 'none',
              why,
            },
          ],
          message: messageOf(name, source),
          reason: intentional ? expected : why,
          intentional,
          subject: { kind: 'import', import: index, names: [position] },
        },
      ];
    }),
  );
}

const expected = 'a test expects this construction to fail or to warn, so it stays';

function messageOf(name: string, { config: { factory, module } }: Source): string {
  return factory === undefined
    ? `${name} is constructed directly.`
    : `${name} is constructed directly; use ${factory.name} of ${module}.`;
}

/** A construction, and how it would become a call of the factory. */
interface Construction extends ConstructedClass {
  readonly reference: Reference;
  readonly index: number;
  readonly planned: FactoryCallResult;
}

/** What each call of a factory that the constructions should use is given, and what each of them would be given. */
function contextUses(context: FileContext, constructions: readonly Construction[]): ContextUse[] {
  const { facts, graph, file } = context;
  const uses = constructions.flatMap(({ index, planned, source }): ContextUse[] =>
    planned.ok ? [{ reference: index, source, context: contextOf(facts, planned.call) }] : [],
  );
  if (uses.length === 0) return uses;
  const factories = new Map(
    constructions.flatMap(({ source }) =>
      source.factory ? [[definitionKey(source.factory.definition), source] as const] : [],
    ),
  );
  for (const index of context.followed().references) {
    const reference = facts.references.at(index);
    if (!reference.call) continue;
    const origin = graph.referenced(file, reference).at(-1)!;
    const source = origin.kind === 'definition' ? factories.get(definitionKey(origin)) : undefined;
    if (source)
      uses.push({
        reference: index,
        source,
        context: givenContext(facts, reference.call, source.factory!),
      });
  }
  return uses;
}

interface ConstructedClass {
  readonly source: Source;
  readonly origin: Origin;
  /** The module that the class comes from, as the file sees it. */
  readonly module: string;
}

/** The source whose class a reference calls: by what it means, or by the name of an import that is broken today. */
function constructedClass(context: FileContext, reference: Reference): ConstructedClass | undefined {
  const { graph, file, facts, sources } = context;
  if (!sources.some(({ classDefinitions, config }) => classDefinitions.size > 0 || config.classes.length > 0))
    return undefined;
  const bindings = graph.bindingsOf(file, reference);
  if (
    !bindings.some(
      (binding) => context.mayBeOwned(binding) && (binding.kind === 'import' || binding.kind === 'alias'),
    )
  )
    return undefined;
  const origins = graph.referenced(file, reference);
  const origin = origins.at(-1)!;
  if (origin.kind === 'definition' && origins.length === reference.members.length + 1) {
    const source = managerOf(sources, origin);
    return source && { source, origin, module: importedModule(context, reference) };
  }
  if (origin.kind !== 'missing') return undefined;
  const binding = bindings.at(-1)!;
  if (binding.kind !== 'import' || reference.members.length > 0) return undefined;
  const fact = facts.imports[binding.import]!;
  const { name } = fact.names[binding.imported]!;
  const module = graph.target(file, fact).id;
  const source = violatedSource(context, module, name, origin);
  return source?.config.constructible && source.config.classes.includes(name)
    ? { source, origin, module }
    : undefined;
}

function finding(context: FileContext, construction: Construction, uses: readonly ContextUse[]): Finding {
  const { source, module, reference, index } = construction;
  const name = [reference.name, ...reference.members].join('.');
  const factory = source.config.factory?.name;
  const span = reference.call?.span ?? reference.span;
  const intentional = isDeliberate(context.facts, reference.block, span);
  const { kind, why } = kindOf(context, construction, uses);
  return {
    ruleId: 'direct-construction',
    source: source.config.id,
    span,
    form: 'call',
    module,
    names: [name],
    items: [
      {
        name,
        source: source.config.id,
        local: reference.name,
        from: `${module}.${nameAtHome(context, reference)}`,
        to: factory === undefined ? undefined : `${source.config.module}.${factory}`,
        kind,
        why,
      },
    ],
    message: messageOf(name, source),
    ...(factory !== undefined && { title: `Use ${factory} instead of ${name}` }),
    reason: intentional ? expected : kind === 'repair' ? null : why,
    intentional,
    subject: { kind: 'reference', reference: index },
  };
}

function kindOf(
  context: FileContext,
  { reference, source, origin, planned, index }: Construction,
  uses: readonly ContextUse[],
): { kind: FixKind; why: string } {
  if (reference.members.length > 0 && !isOfCanonicalModule(context, source, reference))
    return {
      kind: 'none',
      why: 'the class is reached through a module: import it by name first, and call that',
    };
  if (!planned.ok) return { kind: 'none', why: planned.reason };
  const failure = certainFailure(context, origin);
  if (failure === undefined)
    return {
      kind: 'unsafe',
      why: 'the factory may hand out one that is there already, where this made a new one',
    };
  const tested = origin.kind === 'definition' ? testedAsClass(context, source, reference) : undefined;
  if (tested !== undefined) return { kind: 'unsafe', why: tested };
  const given = contextOf(context.facts, planned.call);
  if (isSharedContext(context.facts, { reference: index, source, context: given }, uses))
    return {
      kind: 'unsafe',
      why: `more than one is made for ${given} here, and ${source.factory!.name} may hand out the same one each time`,
    };
  const swallowed = swallowedBy(
    context.facts,
    reference.block,
    (names) => !names.every((name) => /(^|\.)(ImportError|ModuleNotFoundError)$/.test(name)),
  );
  return swallowed ? { kind: 'unsafe', why: wakes(swallowed) } : { kind: 'repair', why: failure };
}

/** Why a construction cannot but fail today. */
function certainFailure(context: FileContext, origin: Origin): string | undefined {
  if (origin.kind === 'missing') return 'the class is not there today, so the construction fails';
  if (origin.kind === 'definition' && raisesWhenConstructed(context, origin))
    return `constructing ${origin.name} always raises`;
  return undefined;
}

/** Whether the class's own constructor cannot end without raising. */
function raisesWhenConstructed({ graph }: FileContext, origin: Origin & { kind: 'definition' }): boolean {
  return ['__new__', '__init__', 'constructor'].some((name) => {
    const member = graph.member(origin, name);
    return member.kind === 'definition' && member.binding.kind === 'function' && member.binding.alwaysRaises;
  });
}
