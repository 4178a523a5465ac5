import { selected } from '../references.ts';
import type { Analysis } from '../analysis.ts';
import { isStarImport, type ImportFact } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { Origin } from '../graph/origin.ts';
import type { Span } from '../text.ts';
import type { Discovery } from './discovery.ts';
import type { Tracked } from './tracked.ts';

/** How one file uses what is tracked. */
export interface FileUses {
  readonly imports: readonly Taken[];
  /** Calls of classes and factories, by whatever name they are bound. */
  readonly calls: readonly { readonly tracked: Tracked; readonly span: Span }[];
  readonly legacy: readonly LegacyUse[];
}

/** Something tracked that an import takes. */
export interface Taken {
  readonly tracked: Tracked;
  readonly span: Span;
  readonly module: string;
  readonly name: string;
  readonly local?: string;
}

/** One statement that names a legacy module. */
export interface LegacyUse {
  readonly module: string;
  readonly names: readonly { readonly name: string; readonly means: Origin }[];
}

/** @param legacyModules ids of all legacy modules of the file's language */
export function usesIn(
  analysis: Analysis,
  file: string,
  { tracked: trackedSet, leads }: Discovery,
  legacyModules: ReadonlySet<string>,
): FileUses {
  const facts = analysis.read(file)?.facts;
  if (!facts) return { imports: [], calls: [], legacy: [] };
  const { graph } = analysis;
  const resolver = analysis.modules[facts.language];
  const imports: Taken[] = [];
  const legacy: LegacyUse[] = [];
  /** Local names that mean something tracked, or a module that leads there. */
  const leading = new Set<string>();
  const modules = new Map<string, ImportFact>();

  for (const [index, fact] of facts.imports.entries()) {
    const target = graph.target(file, fact);
    const isLegacy = legacyModules.has(target.id);
    const names: { name: string; means: Origin }[] = [];
    for (const [position, { name, local, exported, span }] of fact.names.entries()) {
      const isWorth =
        isLegacy ||
        trackedSet.isTelling(facts.language, name) ||
        leads.isSought(target.id, name) ||
        (local !== undefined && trackedSet.isTelling(facts.language, local));
      const inside = name === '*' ? undefined : resolver.submodule(target, name);
      if (inside && legacyModules.has(inside.id) && !legacyHas(target, name))
        legacy.push({ module: inside.id, names: [{ name: '*', means: moduleOf(inside) }] });
      const whole = name === '*' && !isStarImport(fact) ? target : inside;
      if (whole && local !== undefined && leadsBelow(whole.id)) {
        leading.add(local);
        modules.set(local, fact);
      }
      if (!isWorth) continue;
      const means = graph.imported(file, index, position);
      if (isLegacy) names.push({ name, means });
      const found = name === '*' ? undefined : trackedSet.find(means);
      if (!found) continue;
      if (local !== undefined) leading.add(local);
      const bound = local ?? exported;
      imports.push({
        tracked: found,
        span,
        module: target.id,
        name,
        ...(bound !== undefined && { local: bound }),
      });
    }
    if (isStarImport(fact)) addStar(fact, target);
    if (isLegacy) legacy.push({ module: target.id, names });
  }
  const calls = callsIn();
  return { imports, calls, legacy };

  /** Whether what `from package import name` brings is a name of the package itself. */
  function legacyHas(target: ModuleTarget, name: string): boolean {
    return graph.exported(target, name, facts!.language).kind === 'definition';
  }

  function leadsBelow(module: string): boolean {
    return leads.namesOf(module).size > 0 || leads.hasBelow(module);
  }

  function addStar(fact: ImportFact, target: ModuleTarget): void {
    for (const name of leads.namesOf(target.id)) {
      if (graph.exportedNames(target, facts!.language)?.has(name) === false) continue;
      const found = trackedSet.find(graph.exported(target, name, facts!.language));
      if (!found) continue;
      leading.add(name);
      imports.push({ tracked: found, span: fact.span, module: target.id, name, local: name });
    }
  }

  /** Calls, and what is taken through a module: `hub.Manager`. */
  function callsIn(): FileUses['calls'] {
    for (const { kind, name, ...binding } of facts!.bindings)
      if (
        trackedSet.isTelling(facts!.language, name) ||
        (kind === 'alias' && 'target' in binding && leading.has(binding.target.split('.', 1)[0]!))
      )
        leading.add(name);
    const found: { tracked: Tracked; span: Span }[] = [];
    const seen = new Set<string>();
    for (const reference of selected(facts!.references, { names: leading })) {
      const fact = modules.get(reference.name);
      if (reference.use !== 'call' && !fact) continue;
      const origins = graph.referenced(file, reference);
      const at = origins.findIndex((origin) => trackedSet.find(origin) !== undefined);
      if (at < 0) continue;
      const tracked = trackedSet.find(origins[at]!)!;
      const holder = origins[at - 1];
      if (fact && holder?.kind === 'module')
        addThrough(fact, holder.target.id, reference.members[at - 1]!, tracked, seen);
      if (reference.use === 'call' && at === reference.members.length && tracked.what !== 'instance')
        found.push({ tracked, span: reference.span });
    }
    return found;
  }

  /** One import a file for each name that it takes through a module. */
  function addThrough(
    fact: ImportFact,
    module: string,
    name: string,
    tracked: Tracked,
    seen: Set<string>,
  ): void {
    const key = `${module}.${name}`;
    if (seen.has(key)) return;
    seen.add(key);
    imports.push({ tracked, span: fact.span, module, name });
  }
}

function moduleOf(target: ModuleTarget): Origin {
  return target.kind === 'missing'
    ? { kind: 'missing', what: 'module', module: target.id, steps: [] }
    : { kind: 'module', target, steps: [] };
}
