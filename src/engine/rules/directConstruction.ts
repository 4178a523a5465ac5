import type { Reference } from '../facts.ts';
import { planFactoryCall } from '../fix/factoryCall.ts';
import type { Origin } from '../graph/origin.ts';
import { managerOf, violatedSource } from '../ownership.ts';
import type { FileContext, Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { isDeliberate } from '../surroundings.ts';
import type { Finding, FixKind } from '../violation.ts';
import { testedAsClass } from '../typeName.ts';
import { importedModule, nameAtHome } from './importedModule.ts';

/** A managed class that is called where its factory must be used, under whatever name it is bound. */
export const directConstruction: Rule = {
  id: 'direct-construction',
  description: 'A managed class is constructed directly instead of through its factory.',
  check(context) {
    return context.followed().references.flatMap((index) => {
      const reference = context.facts.references[index]!;
      if (reference.use !== 'call' || reference.inString) return [];
      const found = constructedClass(context, reference);
      return found ? [construction(context, reference, index, found)] : [];
    });
  },
};

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

function construction(
  context: FileContext,
  reference: Reference,
  index: number,
  { source, origin, module }: ConstructedClass,
): Finding {
  const name = [reference.name, ...reference.members].join('.');
  const factory = source.config.factory?.name;
  const intentional = isDeliberate(context.facts, reference.block);
  const { kind, why } = kindOf(context, reference, index, source, origin);
  return {
    ruleId: 'direct-construction',
    source: source.config.id,
    span: reference.call?.span ?? reference.span,
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
    message:
      factory === undefined
        ? `${name} is constructed directly.`
        : `${name} is constructed directly; use ${factory} of ${source.config.module}.`,
    ...(factory !== undefined && { title: `Use ${factory} instead of ${name}` }),
    reason: intentional ? 'a test wants this construction as it is' : kind === 'repair' ? null : why,
    intentional,
    subject: { kind: 'reference', reference: index },
  };
}

function kindOf(
  context: FileContext,
  reference: Reference,
  index: number,
  source: Source,
  origin: Origin,
): { kind: FixKind; why: string } {
  if (reference.members.length > 0)
    return { kind: 'none', why: 'the class is reached through a module; import it by name first' };
  const planned = planFactoryCall(context, index, source, 'class');
  if (!planned.ok) return { kind: 'none', why: planned.reason };
  if (origin.kind === 'missing')
    return { kind: 'repair', why: 'the class is not there today, so the construction fails' };
  const tested = origin.kind === 'definition' ? testedAsClass(context, source, reference) : undefined;
  if (tested !== undefined) return { kind: 'unsafe', why: tested };
  if (origin.kind === 'definition' && raisesWhenConstructed(context, origin))
    return { kind: 'repair', why: `constructing ${origin.name} always raises` };
  return {
    kind: 'unsafe',
    why: 'the factory may hand out a manager that is there already, where this made a new one',
  };
}

/** Whether the class's own constructor cannot end without raising. */
function raisesWhenConstructed({ graph }: FileContext, origin: Origin & { kind: 'definition' }): boolean {
  return ['__new__', '__init__', 'constructor'].some((name) => {
    const member = graph.member(origin, name);
    return member.kind === 'definition' && member.binding.kind === 'function' && member.binding.alwaysRaises;
  });
}
