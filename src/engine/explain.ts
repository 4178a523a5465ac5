import type { Analysis } from './analysis.ts';
import { languageOf } from './graph/moduleGraph.ts';
import { describeOrigin, type Origin, type Step } from './graph/origin.ts';
import type { FixKind, Violation } from './violation.ts';

/** Why a violation has the fix that it has: for each of its names, both ways to their ends. */
export interface Explanation {
  readonly violation: Violation;
  readonly names: readonly NameExplanation[];
}

export interface NameExplanation {
  readonly name: string;
  readonly today: Trail;
  /** What would stand there; undefined where there is no counterpart. */
  readonly canonical: (Trail & { readonly name: string }) | undefined;
  readonly kind: FixKind;
  readonly why: string;
}

/** The way from a name to what it means. */
export interface Trail {
  readonly steps: readonly Step[];
  /** Where it ends: `the class X in a/b.py`, `missing: ...`. */
  readonly end: string;
}

export function explain(analysis: Analysis, violation: Violation): Explanation {
  return {
    violation,
    names: violation.items.map((item, index) => {
      const source = analysis.sources.find(({ config }) => config.id === item.source);
      const module = source?.config.module ?? '';
      const there = item.to?.startsWith(`${module}.`) ? item.to.slice(module.length + 1) : undefined;
      return {
        name: item.name,
        today: trail(todaysOrigin(analysis, violation, index)),
        canonical:
          there === undefined || !source
            ? undefined
            : { name: item.to!, ...trail(source.canonicalName(there)) },
        kind: item.kind,
        why: item.why,
      };
    }),
  };
}

function todaysOrigin(analysis: Analysis, violation: Violation, index: number): Origin | undefined {
  const { file, subject } = violation;
  switch (subject.kind) {
    case 'import': {
      const position = subject.names[index];
      const written =
        position === undefined ? undefined : analysis.graph.importsOf(file)[subject.import]?.names[position];
      // What a star or a module brings is not written in the import.
      return position === undefined || !written || written.name === '*'
        ? ofModule(analysis, violation, index)
        : analysis.graph.imported(file, subject.import, position);
    }
    case 'reference': {
      const reference = analysis.read(file)?.facts.references.at(subject.reference);
      return reference && analysis.graph.referenced(file, reference).at(-1);
    }
    case 'binding': {
      const binding = analysis.read(file)?.facts.bindings[subject.binding];
      return binding && analysis.graph.bound(file, binding);
    }
    case 'string':
      return ofModule(analysis, violation, index);
    case 'comment':
      return undefined;
  }
}

/** What the violation's module has under an item's name. */
function ofModule({ modules, graph }: Analysis, violation: Violation, index: number): Origin | undefined {
  const { file, module, items } = violation;
  const name = items[index]?.name;
  const language = languageOf(file);
  return name === undefined ? undefined : graph.exported(modules[language].resolveId(module), name, language);
}

function trail(origin: Origin | undefined): Trail {
  return origin
    ? { steps: origin.steps, end: describeOrigin(origin) }
    : { steps: [], end: 'not followed by name' };
}
