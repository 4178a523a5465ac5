import type { Analysis } from '../analysis.ts';
import type { ImportFact, Reference } from '../facts.ts';
import { ownerOf, sourceOfModule } from '../ownership.ts';
import type { FileContext } from '../rule.ts';
import { moduleUses } from '../rules/moduleUses.ts';
import type { Source } from '../source.ts';
import { contains, type Span } from '../text.ts';
import type { RefactorTarget } from './target.ts';

/** A target, and where it stands in the file. */
export interface TargetAt extends RefactorTarget {
  /** Indices of the imports that bring it here. */
  readonly imports: ReadonlySet<number>;
  /** Indices of the references under the selection. */
  readonly references: ReadonlySet<number>;
}

/**
 * What of the sources of truth stands under a selection: names in an import statement, a module that is imported, a
 * name that is used, or one that the file itself offers as a module of a source.
 *
 * @param selection empty for a cursor, which may also stand right behind a name
 */
export function targetsAt(analysis: Analysis, file: string, selection: Span): TargetAt[] {
  const context = analysis.context(file);
  if (!context) return [];
  const found = createFound();
  offeredHere(analysis, context, selection, found.add);
  // A re-export of a module that offers its names is meant as that, and not as an import.
  if (context.sources.length > 0 && found.list().length === 0) {
    importedHere(context, selection, found.add);
    usedHere(context, selection, found.add);
  }
  return found.list();
}

interface Part {
  readonly source: Source;
  readonly module: string | undefined;
  /** Undefined for the module itself. */
  readonly name: string | undefined;
  readonly import?: number;
  readonly reference?: number;
}

type Add = (part: Part) => void;

/** Parts put together by source and module. */
function createFound(): { add: Add; list(): TargetAt[] } {
  const targets = new Map<string, Part[]>();
  return {
    add: (part) => {
      const key = `${part.source.config.id}\0${part.module ?? ''}`;
      targets.set(key, [...(targets.get(key) ?? []), part]);
    },
    list: () =>
      [...targets.values()].map((parts) => {
        const names = parts.map(({ name }) => name);
        const { source, module } = parts[0]!;
        return {
          source: source.config.id,
          module,
          names: names.includes(undefined) ? undefined : [...new Set(names as string[])],
          imports: new Set(parts.flatMap((part) => part.import ?? [])),
          references: new Set(parts.flatMap((part) => part.reference ?? [])),
        };
      }),
  };
}

/** Where a class or function begins to say its name: `class ` and `def ` count as the name. */
const keyword = 6;

/** A class, function or re-export at the level of a module that implements a source, or still offers its names. */
function offeredHere(
  analysis: Analysis,
  { file, facts, graph }: FileContext,
  selection: Span,
  add: Add,
): void {
  const sources = analysis.sources.filter(({ config }) => config.language === facts.language);
  const id = analysis.modules[facts.language].idOf(file);
  const isHome = (source: Source): boolean =>
    source.canonical.id === id || source.legacyModules.has(id) || source.isOwner(file);
  if (!sources.some(isHome)) return;
  const offered = [
    ...facts.bindings.flatMap(({ name, span, scope }) =>
      scope === 0 ? [{ name, span: { start: span.start - keyword, end: span.end } }] : [],
    ),
    ...facts.exports.map(({ exported, span }) => ({ name: exported, span })),
  ];
  const target = { kind: 'file', id, file } as const;
  for (const { name, span } of offered) {
    if (!isUnder(selection, span)) continue;
    const source = ownerOf(sources, id, name, graph.exported(target, name, facts.language));
    if (source && isHome(source)) add({ source, module: source.canonical.id === id ? undefined : id, name });
  }
}

function importedHere(context: FileContext, selection: Span, add: Add): void {
  for (const [index, fact] of context.facts.imports.entries()) {
    if (!isUnder(selection, fact.span)) continue;
    const under = fact.names.flatMap(({ span }, position) => (isUnder(selection, span) ? [position] : []));
    const positions = under.length > 0 ? under : [...fact.names.keys()];
    for (const position of positions) importedName(context, fact, index, position, undefined, add);
  }
}

/** A name that an import brings: one that a source owns, or a module of a source. */
function importedName(
  context: FileContext,
  fact: ImportFact,
  index: number,
  position: number,
  reference: number | undefined,
  add: Add,
): void {
  const { file, graph, sources } = context;
  const { name } = fact.names[position]!;
  const from = graph.target(file, fact);
  const place = { import: index, ...(reference !== undefined && { reference }) };
  const origin = name === '*' ? undefined : graph.imported(file, index, position);
  if (!origin || origin.kind === 'module') {
    const module = origin ? origin.target.id : from.id;
    const source = sourceOfModule(sources, module);
    if (source) add({ source, module, name: undefined, ...place });
    return;
  }
  const source = ownerOf(sources, from.id, name, origin);
  if (source) add({ source, module: from.id, name, ...place });
}

function usedHere(context: FileContext, selection: Span, add: Add): void {
  const { facts, file, graph } = context;
  const touched = facts.references
    .all()
    .flatMap((reference, index) => (isUnder(selection, reference.span) ? [[index, reference] as const] : []));
  if (touched.length === 0) return;
  const throughModule = moduleUses(context);
  for (const [index, reference] of touched) {
    const isUse = [...throughModule].some(([at, uses]) => {
      const use = uses.find((each) => each.reference === index);
      if (use) add({ source: use.source, module: use.module, name: use.name, import: at, reference: index });
      return use !== undefined;
    });
    if (isUse) continue;
    for (const binding of graph.bindingsOf(file, nameOnly(reference)))
      if (binding.kind === 'import' && context.mayBeOwned(binding)) {
        const fact = facts.imports[binding.import]!;
        if (fact.names[binding.imported]!.name !== '*')
          importedName(context, fact, binding.import, binding.imported, index, add);
      }
  }
}

function nameOnly(reference: Reference): Reference {
  return { ...reference, members: [], span: reference.nameSpan };
}

/** A cursor counts at both ends of a name; a selection has to share a character, or to lie in it. */
function isUnder(selection: Span, span: Span): boolean {
  if (selection.start === selection.end) return contains(span, selection);
  return selection.start < span.end && span.start < selection.end;
}
