import type { Reference } from '../facts.ts';
import { contextInScope, contextMissing } from '../fix/factoryCall.ts';
import { callerParameters } from '../fix/factoryArguments.ts';
import { definitionKey } from '../graph/origin.ts';
import type { FileContext } from '../rule.ts';
import type { Source } from '../source.ts';
import { isDeliberate } from '../surroundings.ts';
import type { Finding } from '../violation.ts';
import { importedModule, nameAtHome } from './importedModule.ts';

/** Uses of an instance that is exported ready-made, where the factory has to be asked for one. */
export function singletonUses(context: FileContext): Finding[] {
  const { facts, sources } = context;
  if (!sources.some(({ config }) => config.singletons.length > 0)) return [];
  return context.followed().references.flatMap((index) => {
    const reference = facts.references.at(index);
    // `typeof service` is a type, and what is passed on to others is theirs.
    if (reference.use === 'annotation' || reference.shorthand === 'export') return [];
    const found = singletonOf(context, reference);
    return found ? [finding(context, index, found)] : [];
  });
}

interface UsedSingleton {
  readonly source: Source;
  /** How many members lead to the instance. */
  readonly members: number;
}

function singletonOf(context: FileContext, reference: Reference): UsedSingleton | undefined {
  const { graph, file, sources } = context;
  for (const [members, origin] of graph.referenced(file, reference).entries()) {
    if (origin.kind !== 'definition') continue;
    const key = definitionKey(origin);
    const source = sources.find((each) => each.singletonDefinitions().has(key));
    return source && { source, members };
  }
  return undefined;
}

/** What stands in the place of an instance: a call of the factory for whoever it is there, or why there is none. */
export type SingletonCall =
  { readonly ok: true; readonly arguments: string } | { readonly ok: false; readonly reason: string };

export function planSingletonCall(context: FileContext, index: number, source: Source): SingletonCall {
  const { facts } = context;
  const reference = facts.references.at(index);
  const refused = (reason: string): SingletonCall => ({ ok: false, reason });
  const { config, factory } = source;
  if (!factory)
    return refused(
      config.factory
        ? `the factory ${config.factory.name} is not in ${config.module}`
        : `no factory is configured for ${config.id}`,
    );
  const { name, context: taken, binding } = factory;
  if (reference.shorthand)
    return refused(`${reference.name} names a property too: write out what it holds first`);
  if (reference.call?.isNew)
    return refused(`what ${reference.name} has is constructed here: ask the factory for one before, by hand`);
  if (name.includes('.')) return refused(`${name} belongs to a class: call it where the instance is needed`);
  if (binding.isAsync) return refused(`${name} is async: await one where the instance is needed`);
  const required = callerParameters(factory).filter(({ kind, hasDefault }) => !hasDefault && kind !== 'rest');
  const lacking = required.find((parameter) => parameter.name !== taken);
  if (lacking) return refused(`${name} needs ${lacking.name}, which is not known here: call it by hand`);
  if (taken === undefined) return { ok: true, arguments: '' };
  const found = contextInScope(context, reference, source);
  if (!found) return refused(contextMissing(context, reference, source, name, taken));
  return callerParameters(factory)[0]?.name === taken
    ? { ok: true, arguments: found.name }
    : refused(`${name} takes its ${taken} behind other parameters: call it by hand`);
}

function finding(context: FileContext, index: number, { source, members }: UsedSingleton): Finding {
  const { facts } = context;
  const reference = facts.references.at(index);
  const { config } = source;
  const whole = { ...reference, members: reference.members.slice(0, members) };
  const name = [whole.name, ...whole.members].join('.');
  const module = importedModule(context, reference);
  const factory = config.factory?.name;
  const planned =
    members > 0
      ? ({ ok: false, reason: 'the instance is reached through a module: import it by name first' } as const)
      : planSingletonCall(context, index, source);
  const why = planned.ok
    ? 'the instance is one for everybody, and the factory may hand out another one'
    : planned.reason;
  const { start } = reference.nameSpan;
  const span = members > 0 ? reference.span : { start, end: start + name.length };
  const intentional = isDeliberate(facts, reference.block, span);
  return {
    ruleId: 'direct-construction',
    source: config.id,
    span,
    form: 'call',
    module,
    names: [name],
    items: [
      {
        name,
        source: config.id,
        local: reference.name,
        from: `${module}.${nameAtHome(context, whole)}`,
        to: factory === undefined ? undefined : `${config.module}.${factory}`,
        kind: planned.ok ? 'unsafe' : 'none',
        why,
      },
    ],
    message:
      factory === undefined
        ? `${name} is one instance for everybody.`
        : `${name} is one instance for everybody; use ${factory} of ${config.module}.`,
    ...(factory !== undefined && { title: `Use ${factory} instead of ${name}` }),
    reason: intentional ? 'a test expects this to fail, so it stays' : why,
    intentional,
    subject: { kind: 'reference', reference: index },
  };
}
