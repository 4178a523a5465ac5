import type { Call, Reference } from '../facts.ts';
import { definitionKey, type Definition } from '../graph/origin.ts';
import type { FileContext, Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { isDeliberate } from '../surroundings.ts';
import type { Finding } from '../violation.ts';
import { awaitMisuse, type Misuse } from './awaitMisuse.ts';
import { importedModule } from './importedModule.ts';

/**
 * The factory, or a function that it replaces, called in a way that cannot be right: awaited or not against its own
 * definition, for no user, or when the module is loaded. A factory that is passed on without a call is not looked at.
 */
export const factoryMisuse: Rule = {
  id: 'factory-misuse',
  description:
    'The factory is awaited against its definition, called for no user, or called at module level.',
  check(context) {
    return context.followed().references.flatMap((index) => {
      const reference = context.facts.references.at(index);
      if (reference.use !== 'call' || reference.inString) return [];
      const called = calledFactory(context, reference);
      if (!called || !reference.call) return [];
      const found = [awaitMisuse(context, reference, called), forNobody(context, reference, called)];
      return found.flatMap((misuse) => (misuse ? [finding(context, reference, index, called, misuse)] : []));
    });
  },
};

/** A function that hands out a source's manager. */
export interface CalledFactory {
  readonly source: Source;
  readonly definition: Definition & { readonly binding: { readonly kind: 'function' } };
  readonly isCanonical: boolean;
}

/** The source whose factory a reference calls, by what it means and under whatever name. */
function calledFactory(
  { graph, file, sources }: FileContext,
  reference: Reference,
): CalledFactory | undefined {
  const origins = graph.referenced(file, reference);
  const origin = origins.at(-1)!;
  if (origin.kind !== 'definition' || origins.length !== reference.members.length + 1) return undefined;
  const { binding } = origin;
  if (binding.kind !== 'function') return undefined;
  const key = definitionKey(origin);
  const definition = { ...origin, binding };
  const source = sources.find(({ factory }) => factory && definitionKey(factory.definition) === key);
  if (source) return { source, definition, isCanonical: true };
  const replaced = sources.find((each) => each.legacyFactoryDefinitions().has(key));
  return replaced && { source: replaced, definition, isCanonical: false };
}

/** A call by which everybody gets the same manager: at module level, or without a context in production. */
function forNobody(
  context: FileContext,
  { block, call }: Reference,
  called: CalledFactory,
): Misuse | undefined {
  if (runsAtLoad(context, block))
    return {
      message: 'is called when the module is loaded, which makes one manager for everybody',
      fix: { kind: 'none', why: 'call it where the user is known: in the function that needs the manager' },
    };
  if (!context.isProduction() || takesContext(context, call!, called) !== 'missing') return undefined;
  const { context: name = '' } = called.source.config.factory ?? {};
  return {
    message: `is called without ${name} in production code`,
    fix: { kind: 'none', why: `whose manager it should be is not said: pass ${name}` },
  };
}

/** Whether code of `block` runs when its module is loaded; what `if __name__ == "__main__":` holds runs as a program. */
function runsAtLoad({ facts }: FileContext, block: number): boolean {
  // Nobody loads a notebook: who runs a cell is the one user that there is.
  if (facts.cells) return false;
  for (let index = block; index >= 0; index = facts.blocks[index]!.parent) {
    const { kind, condition, parent, span, isStatic } = facts.blocks[index]!;
    if (kind === 'function' || (kind === 'lambda' && !isStatic) || condition === 'type-checking')
      return false;
    if (kind !== 'if' || parent !== 0) continue;
    const asksForName = { names: new Set(['__name__']), block: parent, startsIn: span };
    if (facts.references.select(asksForName).length > 0) return false;
  }
  return true;
}

/** Whether a call gives the context; `unknown` where the function has no such parameter, or arguments are spread. */
function takesContext(
  { facts }: FileContext,
  call: Call,
  { source, definition }: CalledFactory,
): 'given' | 'missing' | 'unknown' {
  const name = source.config.factory?.context;
  const { parameters, decorators } = definition.binding;
  const at = parameters.findIndex((parameter) => parameter.name === name);
  if (name === undefined || at < 0) return 'unknown';
  if (call.arguments.some(({ spread }) => spread !== undefined)) return 'unknown';
  if (call.arguments.some(({ keyword }) => keyword === name)) return 'given';
  const isBound =
    facts.language === 'python' &&
    /^(self|cls)$/.test(parameters[0]?.name ?? '') &&
    !decorators.includes('staticmethod');
  const positional = call.arguments.filter(({ keyword }) => keyword === undefined).length;
  const isPositional = parameters[at]!.kind.startsWith('positional');
  return isPositional && positional > at - (isBound ? 1 : 0) ? 'given' : 'missing';
}

function finding(
  context: FileContext,
  reference: Reference,
  index: number,
  { source, isCanonical }: CalledFactory,
  { message, fix }: Misuse,
): Finding {
  const name = [reference.name, ...reference.members].join('.');
  const module = importedModule(context, reference);
  const span = reference.call!.awaitSpan ?? reference.call!.span;
  const intentional = isDeliberate(context.facts, reference.block, span);
  const factory = source.config.factory?.name;
  return {
    ruleId: 'factory-misuse',
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
        from: `${module}.${reference.members.at(-1) ?? reference.name}`,
        to: isCanonical && factory !== undefined ? `${source.config.module}.${factory}` : undefined,
        kind: fix.kind,
        why: fix.why,
      },
    ],
    message: `${name} ${message}.`,
    ...(fix.title !== undefined && { title: `${fix.title} ${name}` }),
    reason: intentional
      ? 'a test expects this call to fail or to warn, so it stays'
      : fix.kind === 'repair'
        ? null
        : fix.why,
    intentional,
    subject: { kind: 'reference', reference: index },
  };
}
