import type { FileFacts, Reference, StringFact } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { FileContext } from '../rule.ts';
import { selected } from '../references.ts';
import { absoluteName, packageOf, type FromPackage } from './relativeModule.ts';

/**
 * What a string is there for: to replace a name, to import a module, to find one in the table of those loaded, to replace it
 * for who imports it, or to add to its types.
 */
export type StringPurpose = 'patch' | 'import' | 'table' | 'mock' | 'augmentation';

/** A module that a string names, and the names behind it in the string. */
export interface NamedByString {
  readonly purpose: StringPurpose;
  readonly module: ModuleTarget;
  readonly names: readonly string[];
  /** The call that the string is given to; undefined for a subscript. Looked for when it is asked for. */
  readonly call: () => Reference | undefined;
  /** The string holds the name alone; the module is the argument before it. */
  readonly isNameOnly: boolean;
  /** The string is relative to this package. */
  readonly from?: FromPackage;
}

/**
 * A first look that spares the others most strings: whether one begins with a legacy module, or holds a name that a fix may
 * change. TypeScript's are paths, which have to be resolved.
 */
export function mayNameLegacy({ facts, sources }: FileContext, { value }: StringFact): boolean {
  if (facts.language === 'typescript') return true;
  // From where it starts is asked of its call.
  if (value.startsWith('.')) return true;
  return sources.some(({ config, legacyModules, ownedNames }) => {
    if (!value.includes('.')) return ownedNames.has(value) || legacyModules.has(value);
    if (config.legacyFactories.some((name) => value.includes(name))) return true;
    for (const module of legacyModules)
      if (value.startsWith(module) && (value.length === module.length || value[module.length] === '.'))
        return true;
    return false;
  });
}

/** The module that a string leads to, as far as its owner can be asked; undefined where it names none of this project. */
export function namedByString(context: FileContext, fact: StringFact): NamedByString | undefined {
  const { facts, file, graph } = context;
  const call = (): Reference | undefined => callOf(facts, fact);
  if (facts.language === 'typescript') {
    const purpose = typescriptPurpose(fact.callee);
    const module = graph.target(file, { module: fact.value });
    return { purpose, module, names: [], call, isNameOnly: false };
  }
  const purpose = pythonPurpose(fact, call);
  if (fact.value.startsWith('.')) return namedRelatively(context, fact, purpose, call);
  if (purpose === 'attribute') {
    const given = call();
    const module = given && moduleOfFirstArgument(context, given);
    return module && { purpose: 'patch', module, names: [fact.value], call, isNameOnly: true };
  }
  // What stands behind a relative name is the package that it starts from.
  if (purpose === 'import' && positionIn(call(), fact) !== 0) return undefined;
  const found = longestModule(context, fact.value);
  return found && { purpose, ...found, call, isNameOnly: false };
}

/** `import_module(".sockets", "chat")`: nothing but a module can be named so. */
function namedRelatively(
  context: FileContext,
  fact: StringFact,
  purpose: string,
  call: () => Reference | undefined,
): NamedByString | undefined {
  const given = purpose === 'import' ? call() : undefined;
  const from = given && positionIn(given, fact) === 0 ? packageOf(context, given) : undefined;
  const absolute = from === undefined ? undefined : absoluteName(fact, from.id);
  const found = absolute === undefined ? undefined : longestModule(context, absolute);
  return (
    found && { purpose: 'import', ...found, call, isNameOnly: false, ...(from !== undefined && { from }) }
  );
}

function typescriptPurpose(callee: string): StringPurpose {
  if (callee === 'declare module') return 'augmentation';
  return /(^|\.)(requireActual|importActual|resolve)$/.test(callee) ? 'import' : 'mock';
}

/** `attribute`: the string names an attribute of the first argument. */
function pythonPurpose(fact: StringFact, call: () => Reference | undefined): StringPurpose | 'attribute' {
  const last = fact.callee.slice(fact.callee.lastIndexOf('.') + 1);
  switch (last) {
    case 'object':
    case 'setattr':
    case 'delattr':
      return positionIn(call(), fact) === 1 ? 'attribute' : 'patch';
    case 'patch':
    case 'multiple':
      return 'patch';
    case 'dict':
      // `patch.dict("sys.modules", {"pkg.module": double})`: the keys are modules.
      return positionIn(call(), fact) === 0 ? 'patch' : 'table';
    case 'import_module':
    case '__import__':
    case 'importorskip':
    case 'find_spec':
    case 'find_loader':
    case 'resolve_name':
    case 'run_module':
    case 'reload':
      return 'import';
    default:
      return 'table';
  }
}

/** Which argument of a call a string is, keyword arguments too; -1 where it is a part of one. */
function positionIn(reference: Reference | undefined, { span }: StringFact): number {
  return reference?.call?.arguments.findIndex(({ valueSpan }) => valueSpan.start === span.start) ?? -1;
}

/** The innermost call among whose arguments the string stands. */
function callOf(facts: FileFacts, { span }: StringFact): Reference | undefined {
  let found: Reference | undefined;
  for (const reference of selected(facts.references, { given: span }))
    if (!found || found.call!.argumentsSpan.start < reference.call!.argumentsSpan.start) found = reference;
  return found;
}

/** The module that the first argument of a call is. */
export function moduleOfFirstArgument(
  { facts, file, graph }: FileContext,
  { call }: Reference,
): ModuleTarget | undefined {
  const first = call?.arguments[0]?.valueSpan;
  const reference =
    first &&
    selected(facts.references, { startsIn: { start: first.start, end: first.start + 1 } }).find(
      ({ span }) => span.end === first.end,
    );
  if (!reference) return undefined;
  const origins = graph.referenced(file, reference);
  const origin = origins.at(-1)!;
  if (origin.kind === 'module' && origins.length === reference.members.length + 1) return origin.target;
  return origin.kind === 'missing' && origin.what === 'module'
    ? { kind: 'missing', id: origin.module }
    : undefined;
}

/** The longest beginning of a dotted path that is a module, there or configured, and what stands behind it. */
function longestModule(
  { file, graph, sources }: FileContext,
  dotted: string,
): { module: ModuleTarget; names: readonly string[] } | undefined {
  const parts = dotted.split('.');
  for (let length = parts.length; length > 0; length--) {
    const id = parts.slice(0, length).join('.');
    const module = graph.target(file, { module: id });
    const isConfigured = sources.some(
      ({ canonical, legacyModules }) => canonical.id === id || legacyModules.has(id),
    );
    if (isConfigured || module.kind === 'file' || module.kind === 'namespace')
      return { module, names: parts.slice(length) };
  }
  return undefined;
}
