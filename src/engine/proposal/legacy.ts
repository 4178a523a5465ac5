import type { Analysis } from '../analysis.ts';
import type { Language } from '../facts.ts';
import { definitionKey } from '../graph/origin.ts';
import { definesNothing } from '../inventory/shim.ts';
import type { CanonicalChoice } from './canonical.ts';
import type { OfferingModule } from './offered.ts';

/** A module that code should not take the family from any more. */
export interface LegacyChoice {
  readonly module: OfferingModule;
  /** `handed-on`: what it offers is the canonical module's; `missing`: it is not there, or has not what is wanted. */
  readonly because: 'missing' | 'notice' | 'handed-on' | 'beside';
  readonly why: string;
}

/** Whoever takes less than this from a module that is no shim by its own words has found it by accident. */
const fewest = 2;

/**
 * Says of each module beside the canonical one whether it is a way around it. Classes of their own elsewhere that merely look
 * alike are not: those are for the rule `look-alike-class`.
 */
export function legacyModules(
  analysis: Analysis,
  modules: readonly OfferingModule[],
  choice: CanonicalChoice,
  language: Language,
): { readonly legacy: LegacyChoice[]; readonly leftOut: LegacyChoice[] } {
  const { target: canonical } = choice.module;
  const names = new Set(analysis.graph.boundNames(canonical.file));
  const known = definitionsOf(analysis, choice, language);
  const here = folderOf(canonical.id);
  const legacy: LegacyChoice[] = [];
  const leftOut: LegacyChoice[] = [];
  for (const module of modules) {
    if (module.target.id === canonical.id) continue;
    const found = judge(module);
    if (!found) continue;
    if (/^(handed-on|beside)$/.test(found.because) && module.imports < fewest) leftOut.push(found);
    else legacy.push(found);
  }
  const byImports = (a: LegacyChoice, b: LegacyChoice): number =>
    b.module.imports - a.module.imports || (a.module.target.id < b.module.target.id ? -1 : 1);
  return { legacy: legacy.sort(byImports), leftOut: leftOut.sort(byImports) };

  function judge(module: OfferingModule): LegacyChoice | undefined {
    const { target, wanted, notice, imports } = module;
    if (target.kind !== 'file')
      return imports > 0 ? { module, because: 'missing', why: 'there is no such module' } : undefined;
    const same = wanted.filter(({ means }) => means.kind === 'definition' && known.has(definitionKey(means)));
    // What the canonical module does not have either is another story.
    const gone = wanted.filter(({ name, means }) => means.kind === 'missing' && names.has(name));
    // A shim by its own words counts though it may be asked for under other names alone.
    if (notice && (imports > 0 || (notice.by === 'title' && definesNothing(analysis, target.file))))
      return {
        module,
        because: 'notice',
        why: notice.by === 'title' ? `says “${notice.says}”` : `warns: ${notice.says}`,
      };
    if (same.length > 0)
      return { module, because: 'handed-on', why: `hands on ${list(same.map(({ name }) => name))}` };
    if (gone.length > 0)
      return { module, because: 'missing', why: `has no ${list(gone.map(({ name }) => name))} any more` };
    return imports > 0 && folderOf(target.id) === here
      ? { module, because: 'beside', why: 'stands beside the canonical module, with classes of its own' }
      : undefined;
  }

  function folderOf(id: string): string {
    const separator = language === 'python' ? '.' : '/';
    return id.slice(0, Math.max(id.lastIndexOf(separator), 0));
  }
}

/** The classes and functions that the canonical module can hand out. */
function definitionsOf(
  analysis: Analysis,
  { module }: CanonicalChoice,
  language: Language,
): ReadonlySet<string> {
  const { target } = module;
  return new Set(
    [...analysis.graph.boundNames(target.file)].flatMap((name) => {
      const origin = analysis.graph.exported(target, name, language);
      return origin.kind === 'definition' && /^(class|function|variable)$/.test(origin.binding.kind)
        ? [definitionKey(origin)]
        : [];
    }),
  );
}

function list(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
