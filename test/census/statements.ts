/** The from-imports that the census counts, and which of its classes each is in. */
import type { Config } from '../../src/engine/config/schema.ts';
import { isStarImport, type FileFacts, type ImportFact } from '../../src/engine/facts.ts';
import type { ModuleGraph } from '../../src/engine/graph/moduleGraph.ts';
import type { ModuleTarget } from '../../src/engine/graph/moduleTarget.ts';
import { describeOrigin, sameOrigin, type Origin } from '../../src/engine/graph/origin.ts';
import { lineStarts, rangeOf } from '../../src/engine/text.ts';

/**
 * What happens to a legacy from-import when only its module path is replaced by the canonical one.
 *
 * - `same`: every name is bound to the same object as before.
 * - `different`: every name is there before and after, and at least one is another object.
 * - `repaired`: at least one name does not resolve today, and all do afterwards.
 * - `split`: the canonical module has some of the names and lacks others.
 * - `none`: the canonical module has none of the names.
 * - `star`: `import *`.
 */
export type SwapClass = 'same' | 'different' | 'repaired' | 'split' | 'none' | 'star';

export const swapClasses: readonly SwapClass[] = ['same', 'different', 'repaired', 'split', 'none', 'star'];

/** One from-import of a manager module: the canonical one or a legacy one. */
export interface Statement {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly module: string;
  /** Sorted, without doubles. */
  readonly names: readonly string[];
  /** Undefined for an import of the canonical module itself. */
  readonly swap: SwapClass | undefined;
  /** Names that do not resolve today, in source order, each as often as it is written. */
  readonly broken: readonly { readonly name: string; readonly what: 'module' | 'name' }[];
  /** Names of which the graph cannot tell what they are, before or after. */
  readonly unknown: readonly string[];
}

export interface ManagerModules {
  readonly canonical: ModuleTarget;
  readonly legacy: ReadonlySet<string>;
}

/** The modules of one source of a configuration. */
export function managerModules(
  config: Config,
  id: string,
  resolveId: (id: string) => ModuleTarget,
): ManagerModules {
  const source = config.sources.find((each) => each.id === id)!;
  return {
    canonical: resolveId(source.module),
    legacy: new Set(source.legacyModules.map((id) => resolveId(id).id)),
  };
}

/** The statements of one file, in source order. */
export function statementsOf(
  graph: ModuleGraph,
  { canonical, legacy }: ManagerModules,
  file: string,
  { text, facts }: { readonly text: string; readonly facts: FileFacts },
): Statement[] {
  const starts = lineStarts(text);
  return facts.imports.flatMap((fact, index) => {
    if (fact.form !== 'from') return [];
    const { id } = graph.target(file, fact);
    if (id !== canonical.id && !legacy.has(id)) return [];
    const names = importedNames(graph, canonical, file, fact, index);
    return [
      {
        file,
        line: rangeOf(starts, fact.statement).start.line,
        module: id,
        names: [...new Set(fact.names.map(({ name }) => name))].sort(),
        swap: id === canonical.id ? undefined : isStarImport(fact) ? 'star' : swapClass(names),
        broken: names.flatMap(({ name, today }) =>
          today.kind === 'missing' ? [{ name, what: today.what }] : [],
        ),
        unknown: names.flatMap(({ name, today, there }) =>
          [today, there].flatMap((origin) =>
            origin.kind === 'unknown' ? [`${name}: ${describeOrigin(origin)}`] : [],
          ),
        ),
      },
    ];
  });
}

interface ComparedName {
  readonly name: string;
  readonly today: Origin;
  readonly there: Origin;
}

function importedNames(
  graph: ModuleGraph,
  canonical: ModuleTarget,
  file: string,
  fact: ImportFact,
  index: number,
): ComparedName[] {
  if (isStarImport(fact)) return [];
  return fact.names.map(({ name }, position) => ({
    name,
    today: graph.imported(file, index, position),
    there: graph.exported(canonical, name, 'python'),
  }));
}

function swapClass(names: readonly ComparedName[]): SwapClass {
  const there = names.filter((each) => each.there.kind !== 'missing');
  if (there.length === 0) return 'none';
  if (there.length < names.length) return 'split';
  if (names.some(({ today }) => today.kind === 'missing')) return 'repaired';
  return names.every(({ today, there: after }) => sameOrigin(today, after)) ? 'same' : 'different';
}
