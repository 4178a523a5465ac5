import type { Analysis } from '../analysis.ts';
import { pathTest } from '../globs.ts';
import type { Definition } from '../graph/origin.ts';
import { isLookAlike } from '../lookAlikes.ts';
import { isDoubleName } from '../testCode.ts';
import { testGlobs } from './evidence.ts';
import type { ProposedSource } from './proposal.ts';

/** The methods by which copies of a source's class are recognized, whatever they are called. */
export interface Shape {
  readonly methods: ReadonlySet<string>;
  /** Files that are not looked at: the source's own, and tests. */
  readonly isLeftOut: (file: string) => boolean;
}

export interface SimilarClass {
  readonly file: string;
  readonly name: string;
  readonly shared: readonly string[];
  /** How many public methods it has. */
  readonly of: number;
}

/** So many methods in common are no accident, where they are also half of what a class has. */
export const fewestShared = 4;

/** What many classes have that have nothing in common. */
const everyday =
  /^(close|open|start|stop|run|get|set|add|remove|update|reset|clear|init(ialize)?|setup|cleanup|shutdown|validate|execute|process|handle|is_\w+|to_dict|from_dict|health_check|get_\w*(stats|status|metrics|health|summary))$/;

/** The shape of a source's class: of several that it hands out, the one with most methods. */
export function shapeOf(analysis: Analysis, { source }: ProposedSource): Shape {
  const language = source.language ?? 'python';
  const target = analysis.modules[language].resolveId(source.module ?? '');
  const definitions = (source.classes ?? []).flatMap((name) => {
    const origin = analysis.graph.exported(target, name, language);
    return origin.kind === 'definition' && origin.binding.kind === 'class' ? [origin] : [];
  });
  const sets = definitions.map((definition) => new Set(methodsOf(analysis, definition)));
  const [largest = new Set<string>()] = sets.sort((a, b) => b.size - a.size);
  const own = pathTest([...(source.owners ?? [])]);
  const isTest = pathTest(testGlobs);
  return { methods: largest, isLeftOut: (file) => own(file) || isTest(file) };
}

function methodsOf({ read }: Pick<Analysis, 'read'>, { file, binding }: Definition): string[] {
  if (binding.kind !== 'class') return [];
  return (read(file)?.facts.bindings ?? []).flatMap(({ kind, scope, name }) =>
    kind === 'function' && scope === binding.body && !name.startsWith('_') && !everyday.test(name)
      ? [name]
      : [],
  );
}

/** The classes of a file that have the shape. */
export function similarIn(analysis: Analysis, file: string, { methods }: Shape): SimilarClass[] {
  const facts = analysis.read(file)?.facts;
  if (!facts) return [];
  return facts.bindings.flatMap((binding): SimilarClass[] => {
    if (binding.kind !== 'class' || isDoubleName(binding.name)) return [];
    const own = facts.bindings.filter(
      ({ kind, scope, name }) => kind === 'function' && scope === binding.body && !name.startsWith('_'),
    );
    const names = [...new Set(own.map(({ name }) => name))];
    const shared = names.filter((name) => methods.has(name));
    return shared.length >= fewestShared && shared.length * 2 >= names.length
      ? [{ file, name: binding.name, shared, of: names.length }]
      : [];
  });
}

/**
 * A proposal that knows of classes of the same shape: those of other names are look-alikes by their own.
 *
 * @param known the look-alikes of all sources: what one of them has by its name is not another's by its shape
 */
export function withSimilar(
  proposed: ProposedSource,
  similar: readonly SimilarClass[],
  known: readonly string[],
): ProposedSource {
  const patterns = proposed.source.lookAlikes ?? [];
  const others = similar.filter(({ name }) => !isLookAlike(known, name));
  const names = [...new Set(others.map(({ name }) => name))];
  return {
    ...proposed,
    source: { ...proposed.source, lookAlikes: [...patterns, ...names] },
    reasons: [
      ...proposed.reasons,
      ...names.map((name, index) => ({
        key: `lookAlikes[${patterns.length + index}]`,
        says: others
          .filter((each) => each.name === name)
          .map(({ file, shared, of }) => `${shared.length} of its ${of} methods are the source's, in ${file}`)
          .join('; '),
      })),
    ],
  };
}
