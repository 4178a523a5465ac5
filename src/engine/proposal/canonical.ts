import type { Analysis } from '../analysis.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import { definitionKey, type Definition } from '../graph/origin.ts';
import { definesNothing } from '../inventory/shim.ts';
import type { Family } from './families.ts';
import { managedThing, type OfferingModule } from './offered.ts';
import { wordsOf } from './words.ts';

/** The module that most code already takes the family from. */
export interface CanonicalChoice {
  readonly module: OfferingModule & { readonly target: ModuleTarget & { readonly kind: 'file' } };
  /** Import statements that already go there, and how many there are in all. */
  readonly imports: number;
  readonly ofAll: number;
}

/** A module that says it is outdated, or has nothing of its own, needs this many times the imports of another to be chosen. */
const handicap = 5;

/** Chooses the canonical module: it is there, it is no test, it hands out a class of the family, and most imports name it. */
export function chooseCanonical(
  analysis: Analysis,
  modules: readonly OfferingModule[],
): CanonicalChoice | undefined {
  const able = modules.flatMap((module): CanonicalChoice['module'][] =>
    module.target.kind === 'file' && module.wanted.some(({ means }) => managedThing(means) !== undefined)
      ? [{ ...module, target: module.target }]
      : [],
  );
  const weight = ({ wanted, notice, target }: CanonicalChoice['module']): number =>
    wanted.reduce((sum, { means, imports }) => sum + (means.kind === 'definition' ? imports : 0), 0) /
    (notice || definesNothing(analysis, target.file) ? handicap : 1);
  const [best] = able.sort((a, b) => weight(b) - weight(a) || (a.target.id < b.target.id ? -1 : 1));
  if (!best) return undefined;
  return {
    module: best,
    imports: best.imports,
    ofAll: modules.reduce((sum, { imports }) => sum + imports, 0),
  };
}

/** A class, or an instance, that the canonical module hands out under some public name. */
export interface ManagedClass {
  readonly name: string;
  readonly imports: number;
  readonly definition: Definition;
}

/** The classes that only a factory should make: they end with the role, and are no enums, protocols or errors. */
export function managedClasses({ module }: CanonicalChoice, { role }: Family): ManagedClass[] {
  return module.wanted.flatMap(({ name, imports, means }) => {
    const definition = managedThing(means);
    if (!definition || name.startsWith('_') || (role !== '' && wordsOf(name).at(-1) !== role)) return [];
    return isPlain(definition) ? [{ name, imports, definition }] : [];
  });
}

const unmanaged =
  /(^|\.)(\w*Enum|Flag|IntFlag|Protocol|TypedDict|NamedTuple|BaseModel|\w*Error|\w*Exception)$/;

function isPlain({ binding }: Definition): boolean {
  if (binding.kind !== 'class') return true;
  return (
    !binding.bases.some((base) => unmanaged.test(base)) &&
    !binding.decorators.some((decorator) => /(^|\.)dataclass$/.test(decorator))
  );
}

/** The files in which what a canonical module hands out is defined, itself the first of them. */
export function definingFiles({ module }: CanonicalChoice, classes: readonly ManagedClass[]): string[] {
  return [...new Set([module.target.file, ...classes.map(({ definition }) => definition.file)])];
}

export function isSame(a: Definition, b: Definition): boolean {
  return definitionKey(a) === definitionKey(b);
}
