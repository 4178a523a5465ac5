import { counterpartOf } from '../counterpart.ts';
import type { StringFact } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import { violatedSource } from '../ownership.ts';
import type { FileContext, Rule } from '../rule.ts';
import type { Source } from '../source.ts';
import { failureIsCaught, isDeliberate } from '../surroundings.ts';
import { weakest, type Finding, type FixKind, type ViolationItem } from '../violation.ts';
import { moduleUses } from './moduleUses.ts';
import { isOnePiece, ownerByName, severalPieces, type Judged } from './judgedString.ts';
import { ofKeywords } from './patchMultiple.ts';
import { mayNameLegacy, namedByString, type NamedByString } from './stringTarget.ts';

/** A string in a patching, importing or module-table call that names what is owned where it should not be taken from. */
export const legacyStringReference: Rule = {
  id: 'legacy-string-reference',
  description: 'A string in a call that patches or imports names a legacy module.',
  check(context) {
    if (context.sources.length === 0) return [];
    return context.facts.strings.flatMap((fact, index) => {
      const named = mayNameLegacy(context, fact) ? namedByString(context, fact) : undefined;
      const found = named && judge(context, fact, named);
      return found ? [finding(context, fact, index, found)] : [];
    });
  },
};

function judge(context: FileContext, fact: StringFact, named: NamedByString): Judged | undefined {
  const { sources } = context;
  const { id } = named.module;
  if (sources.some(({ canonical }) => canonical.id === id)) return undefined;
  const isLegacy = sources.some(({ legacyModules }) => legacyModules.has(id));
  if (!isLegacy) return named.purpose === 'patch' ? renamedInConsumer(context, fact, named) : undefined;
  if (named.names.length > 0) return ofModule(context, fact, named);
  return fact.callee.endsWith('.multiple')
    ? ofKeywords(context, fact, named)
    : wholeModule(context, fact, named);
}

/** `patch("legacy.Name")`: an owned name of a legacy module. */
function ofModule(context: FileContext, fact: StringFact, named: NamedByString): Judged | undefined {
  const { graph, facts } = context;
  const { module, names, purpose, call, isNameOnly } = named;
  const name = names[0]!;
  const today = graph.exported(module, name, facts.language);
  const source = ownerByName(context, module.id, name, today);
  if (!source) return undefined;
  const { config } = source;
  const counterpart = counterpartOf(source, name, today, failureIsCaught(facts, fact.block));
  const message = `The string names ${name} of ${module.id}; the source of truth is ${source.truth}.`;
  const judged = (kind: FixKind, why: string): Judged => ({
    source,
    module: module.id,
    message,
    why,
    items: [
      {
        name,
        source: config.id,
        local: undefined,
        from: `${module.id}.${name}`,
        to: counterpart.name === undefined ? undefined : `${config.module}.${counterpart.name}`,
        kind,
        why,
      },
    ],
    ...(counterpart.name !== undefined && {
      title: `Name ${config.module}.${counterpart.name} in the string`,
    }),
  });
  if (counterpart.kind === 'none') return judged('none', counterpart.why);
  if (purpose === 'table')
    return judged('none', `${module.id}.${name} is no module, and only modules are looked up in that table`);
  if (purpose !== 'patch') return judged('none', `what is read of ${module.id} afterwards cannot be told`);
  if (!isOnePiece(fact)) return judged('none', severalPieces);
  // Whether those that the patch is meant for can move with it is asked when it is to be fixed.
  if (today.kind !== 'missing' && !(isNameOnly && counterpart.kind === 'safe'))
    return judged(counterpart.kind === 'safe' ? 'safe' : 'none', counterpart.why);
  if (isNameOnly)
    return judged('none', `${counterpart.why}; what it is read of stands apart from the string`);
  if (call()?.call?.arguments.some(({ keyword, spread }) => keyword === 'create' || spread === 'keyword'))
    return judged('none', 'the patch may make the name itself, so that it need not be there');
  if (counterpart.replacesFactory)
    return judged(
      'none',
      `${counterpart.why}; what stands in for ${name} may not do for ${counterpart.name!}`,
    );
  return judged(counterpart.kind, counterpart.why);
}

/** `import_module("legacy")`, `sys.modules["legacy"]`, `jest.mock('./legacy')`: the legacy module itself. */
function wholeModule(context: FileContext, fact: StringFact, named: NamedByString): Judged | undefined {
  const { module, purpose, call } = named;
  const { sources, facts, graph } = context;
  if (purpose === 'patch' || isToldAsImport(context, fact, module)) return undefined;
  const legacyOf = sources.filter(({ legacyModules }) => legacyModules.has(module.id));
  const judged = (why: string, truths = legacyOf, item?: ViolationItem): Judged => ({
    source: truths[0]!,
    module: module.id,
    message: `The string names the legacy module ${module.id}; ${truthOf(truths)}.`,
    items: item ? [item] : [],
    why,
    ...(item?.to !== undefined && { title: `Import ${truths[0]!.config.module} instead` }),
  });
  if (purpose === 'mock')
    return judged(
      'it replaces the module for who imports it by this path: move it together with the imports that it is meant for',
    );
  if (purpose === 'augmentation')
    return judged('it adds to the types of that module: add them where the types are declared');
  if (purpose === 'table')
    return judged(`what happens to ${module.id} in the table of loaded modules is meant for itself`);
  const name = call()?.call?.member;
  const isFollowed = /(^|\.)(import_module|importorskip)$/.test(fact.callee);
  if (name === undefined || !isFollowed)
    return judged(`what is read of ${module.id} afterwards cannot be told`);
  const today = graph.exported(module, name, facts.language);
  const owner = ownerByName(context, module.id, name, today);
  if (!owner) return undefined;
  // importorskip passes over a module that is not there, and runs what follows once it is.
  const caught = failureIsCaught(facts, fact.block) || fact.callee.endsWith('importorskip');
  const counterpart = counterpartOf(owner, name, today, caught);
  const isSame = counterpart.name === name;
  const isFixed = isSame && isOnePiece(fact);
  const why =
    counterpart.name !== undefined && !isSame
      ? `${name} is called ${counterpart.name} there: import it by name first`
      : isSame && !isFixed
        ? severalPieces
        : counterpart.why;
  return judged(why, [owner], {
    name,
    source: owner.config.id,
    local: undefined,
    from: `${module.id}.${name}`,
    to: isFixed ? `${owner.config.module}.${name}` : undefined,
    kind: isFixed ? counterpart.kind : 'none',
    why,
  });
}

/** `jest.requireActual('m')` is an import, too: where what it brings is known, or that it fails, that is told of the import. */
function isToldAsImport(context: FileContext, { contentSpan }: StringFact, module: ModuleTarget): boolean {
  const { facts } = context;
  const index = facts.imports.findIndex(
    ({ isActual, moduleSpan }) => isActual && moduleSpan.start === contentSpan.start,
  );
  if (index < 0) return false;
  return (
    module.kind === 'missing' ||
    facts.imports[index]!.names.every(({ name }) => name !== '*') ||
    moduleUses(context).has(index)
  );
}

function truthOf(sources: readonly Source[]): string {
  const modules = sources.map(({ truth }) => truth).join(' and ');
  return sources.length === 1 ? `the source of truth is ${modules}` : `the sources of truth are ${modules}`;
}

/** `patch("consumer.name")`, where the fix of the consumer's import would give the name another one. */
function renamedInConsumer(
  context: FileContext,
  string: StringFact,
  { module, names, isNameOnly }: NamedByString,
): Judged | undefined {
  const { graph } = context;
  const name = names[0];
  if (name === undefined || module.kind !== 'file') return undefined;
  if (![...graph.boundNames(module.file)].includes(name)) return undefined;
  for (const [index, fact] of graph.importsOf(module.file).entries()) {
    const position = fact.names.findIndex(({ local, localSpan }) => local === name && !localSpan);
    if (position < 0) continue;
    const from = graph.target(module.file, fact).id;
    const today = graph.imported(module.file, index, position);
    const source = violatedSource(context, from, name, today);
    if (!source || source.canonical.id === from || source.isOwner(module.file)) continue;
    const counterpart = counterpartOf(source, name, today, false);
    // Classes keep their local names; a factory takes that of the one which replaces it.
    if (!counterpart.replacesFactory || counterpart.name === undefined || counterpart.name === name) continue;
    const isMovable = isOnePiece(string) && !isNameOnly;
    const kind = isMovable ? counterpart.kind : 'none';
    const why = isMovable
      ? counterpart.why
      : `a fix of that import keeps the name ${name} because of this: rename both by hand`;
    const to = isMovable ? `${module.id}.${counterpart.name}` : undefined;
    return {
      source,
      module: module.id,
      message: `The string names ${name} of ${module.id}, which imports it from ${from}; in ${source.config.module} it is ${counterpart.name}.`,
      ...(to !== undefined && { title: `Name ${to} in the string` }),
      why,
      items: [
        {
          name,
          source: source.config.id,
          local: name,
          from: `${module.id}.${name}`,
          to,
          kind,
          why,
        },
      ],
    };
  }
  return undefined;
}

function finding(
  context: FileContext,
  fact: StringFact,
  index: number,
  { source, module, message, items, why, title }: Judged,
): Finding {
  const intentional = isDeliberate(context.facts, fact.block);
  const kind = weakest(items.map((item) => item.kind));
  return {
    ruleId: 'legacy-string-reference',
    source: source.config.id,
    span: fact.span,
    form: 'string',
    module,
    names: items.map(({ name }) => name),
    items,
    message,
    ...(title !== undefined && { title }),
    reason: intentional ? 'a test wants this as it is' : kind === 'safe' || kind === 'repair' ? null : why,
    intentional,
    subject: { kind: 'string', string: index },
  };
}
