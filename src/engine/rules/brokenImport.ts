import { isStarImport, type ImportFact } from '../facts.ts';
import { describeOrigin, type Origin } from '../graph/origin.ts';
import { ownerOf, sourceOfModule } from '../ownership.ts';
import type { FileContext, Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { isDeliberate, isExpectedToFail } from '../surroundings.ts';
import type { Finding, ViolationForm } from '../violation.ts';
import { moduleUses } from './moduleUses.ts';

/** Any other name that is imported from a source's modules and is not there, and a managed class that nothing binds. */
export const brokenImport: Rule = {
  id: 'broken-import',
  description: 'A name is imported from a canonical or legacy module that does not have it.',
  check(context) {
    return [
      ...context.facts.imports.flatMap((fact, index) => missingNames(context, fact, index)),
      ...unboundClasses(context),
    ];
  },
};

function missingNames(context: FileContext, fact: ImportFact, index: number): Finding[] {
  const { graph, file, facts, sources, allSources } = context;
  const target = graph.target(file, fact);
  const source = sourceOfModule(sources, target.id);
  if (!source) return [];
  // Everything of a legacy module that is gone is a legacy import already.
  const isLegacy = source.canonical.id !== target.id && facts.language === 'typescript';
  if (isLegacy && target.kind === 'missing' && isStarImport(fact)) return [];
  const missing = fact.names.flatMap(({ name }, position) => {
    // `import a.b` binds `a`, and still fails where `a.b` is not there.
    const whole = target.kind === 'missing' && fact.form === 'module';
    const origin: Origin = whole
      ? { kind: 'missing', what: 'module', module: target.id, steps: [] }
      : graph.imported(file, index, position);
    if (origin.kind !== 'missing') return [];
    // An owned name from a legacy module is a legacy import; from the canonical module itself nothing else reports it.
    const owner = name === '*' ? undefined : ownerOf(allSources, target.id, name, origin);
    if (owner && owner.canonical.id !== target.id) return [];
    return [{ name, origin, position }];
  });
  const isLoadedOnly = fact.form === 'side-effect' && target.kind === 'missing';
  // What is used through a module that is gone is a legacy import already.
  const isWhole = fact.form === 'module' || missing.every(({ name }) => name === '*');
  if (missing.length === 0 ? !isLoadedOnly : isWhole && moduleUses(context).has(index)) return [];
  const names = missing.map(({ name }) => name).filter((name) => name !== '*');
  const why = missing[0] ? describeOrigin(missing[0].origin) : `missing: there is no module ${target.id}`;
  return [
    broken(context, {
      source,
      block: fact.block,
      span: fact.span,
      form: formOf(fact),
      module: target.id,
      names,
      message:
        target.kind === 'missing'
          ? `There is no module ${target.id}${names.length > 0 ? `, so ${names.join(', ')} cannot be imported` : ''}.`
          : `${target.id} has no ${names.join(', ')}.`,
      why,
      subject: { kind: 'import', import: index, names: missing.map(({ position }) => position) },
    }),
  ];
}

/** A class of the source that is called although nothing binds its name: an import was renamed, its uses were not. */
function unboundClasses(context: FileContext): Finding[] {
  const { graph, file, facts, sources } = context;
  if (facts.imports.some(isStarImport)) return [];
  const managed = new Map(
    sources.flatMap((source) => source.config.classes.map((name) => [name, source] as const)),
  );
  return context.followed().references.flatMap((index) => {
    const reference = facts.references.at(index);
    const source = managed.get(reference.name);
    if (!source || reference.use !== 'call' || reference.members.length > 0 || reference.inString) return [];
    if (graph.bindingsOf(file, reference).length > 0) return [];
    return [
      broken(context, {
        source,
        block: reference.block,
        span: reference.span,
        form: 'call',
        module: source.config.module,
        names: [reference.name],
        message: `${reference.name} is called, and nothing in this file binds it.`,
        why: 'nothing binds the name, so what it should mean is not known',
        subject: { kind: 'reference', reference: index },
      }),
    ];
  });
}

function broken(
  context: FileContext,
  found: Pick<Finding, 'span' | 'form' | 'module' | 'names' | 'message' | 'subject'> & {
    source: Source;
    block: number;
    why: string;
  },
): Finding {
  const { source, block, why, ...rest } = found;
  const intentional = isDeliberate(context.facts, block) || isExpectedToFail(context.facts, rest.span);
  return {
    ruleId: 'broken-import',
    source: source.config.id,
    ...rest,
    items: found.names.map((name) => ({
      name,
      source: source.config.id,
      local: name,
      from: `${found.module}.${name}`,
      to: undefined,
      kind: 'none',
      why,
    })),
    reason: intentional ? 'a test wants this import to fail' : why,
    intentional,
  };
}

function formOf({ form, names }: ImportFact): ViolationForm {
  if (form === 'module') return 'module-import';
  if (form === 'reexport' || form === 'require') return form;
  if (form === 'dynamic') return 'dynamic-import';
  if (form === 'import-type') return 'type-import';
  return names[0]?.name === '*' ? 'star-import' : 'from-import';
}
