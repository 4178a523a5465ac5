import type { Analysis } from '../analysis.ts';
import { isStarImport, type Binding, type FileFacts, type ImportFact } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { Span } from '../text.ts';
import { isMadeByType, type Tracked, type TrackedSet } from './tracked.ts';

/** A module-level name of a file that means something tracked. */
export interface Offer {
  readonly name: string;
  readonly span: Span;
  readonly tracked: Tracked;
  readonly by: 'definition' | 'alias' | 'import';
  /** In `__all__`, or exported. */
  readonly isOffered: boolean;
  /** The dotted name that it was taken from. */
  readonly through?: string;
}

/** Names of modules that lead to something tracked, as far as is known. */
export interface Leads {
  isSought(module: string, name: string): boolean;
  namesOf(module: string): ReadonlySet<string>;
  /** Whether a module inside of this one has such a name. */
  hasBelow(module: string): boolean;
}

/**
 * Takes in the classes that a file defines at any depth, and finds the names of its module level by which others can have
 * something tracked. Only names that are telling, or sought, are followed: everything else stays unread.
 */
export function offersOf(
  analysis: Analysis,
  file: string,
  trackedSet: TrackedSet,
  leads: Leads,
): readonly Offer[] {
  const facts = analysis.read(file)?.facts;
  if (!facts) return [];
  const { graph } = analysis;
  const offers: Offer[] = [];
  /** Names of the module level that mean something tracked, or lead there. */
  const leading = new Set<string>();

  for (const binding of facts.bindings) {
    const isOwn = binding.scope === 0;
    if (isDefinition(binding)) {
      const tracked = trackedSet.take(graph.bound(file, binding), binding.name);
      if (tracked && isOwn) add(binding, tracked, 'definition');
    } else if (isOwn && binding.kind === 'alias' && isWorthAsking(binding)) {
      const tracked = trackedSet.take(graph.bound(file, binding), binding.name);
      const through = `${analysis.modules[facts.language].idOf(file)}.${binding.target}`;
      if (tracked) add(binding, tracked, 'alias', through);
    } else if (isOwn && binding.kind === 'import' && isWorthAsking(binding)) {
      const fact = facts.imports[binding.import]!;
      const imported = fact.names[binding.imported]!.name;
      leading.add(binding.name);
      const tracked = trackedSet.take(graph.bound(file, binding), binding.name);
      if (tracked) add(binding, tracked, 'import', `${graph.target(file, fact).id}.${imported}`);
    }
  }
  for (const fact of facts.imports) if (isModuleStar(facts, fact)) addStar(fact);
  if (facts.language === 'typescript') addExports();
  return offers;

  function isWorthAsking(binding: Binding): boolean {
    if (trackedSet.isTelling(facts!.language, binding.name)) return true;
    if (binding.kind === 'alias') {
      const [first = '', ...members] = binding.target.split('.');
      return leading.has(first) || trackedSet.isTelling(facts!.language, members.at(-1) ?? first);
    }
    if (binding.kind !== 'import') return false;
    const fact = facts!.imports[binding.import]!;
    const { name } = fact.names[binding.imported]!;
    return trackedSet.isTelling(facts!.language, name) || leads.isSought(graph.target(file, fact).id, name);
  }

  function add(
    { name, span }: Pick<Binding, 'name' | 'span'>,
    tracked: Tracked,
    by: Offer['by'],
    through?: string,
  ): void {
    leading.add(name);
    if (offers.some((known) => known.name === name && known.tracked === tracked)) return;
    const isOffered = Array.isArray(facts!.all) && facts!.all.includes(name);
    offers.push({ name, span, tracked, by, isOffered, ...(through !== undefined && { through }) });
  }

  function addStar(fact: ImportFact): void {
    const target = graph.target(file, fact);
    const sought = leads.namesOf(target.id);
    if (sought.size === 0) return;
    const brought = graph.exportedNames(target, facts!.language);
    for (const name of sought) {
      if (brought?.has(name) === false) continue;
      const tracked = trackedSet.find(graph.exported(target, name, facts!.language));
      // Another star, or the module itself, may have the last word.
      const isMeant = tracked === trackedSet.find(graph.exported(self(), name, facts!.language));
      if (tracked && isMeant) add({ name, span: fact.span }, tracked, 'import', `${target.id}.${name}`);
    }
  }

  function self(): ModuleTarget {
    return { kind: 'file', id: analysis.modules[facts!.language].idOf(file), file };
  }

  /** TypeScript says by statement what others can have, under whatever name. */
  function addExports(): void {
    for (const { exported, local, import: index, imported, span } of facts!.exports) {
      if (exported === '*') continue;
      const fact = index === undefined ? undefined : facts!.imports[index];
      const from = fact && imported !== undefined ? fact.names[imported]?.name : undefined;
      const isWorth =
        [exported, local, from].some(
          (name) => name !== undefined && trackedSet.isTelling('typescript', name),
        ) ||
        (local !== undefined && leading.has(local)) ||
        (fact !== undefined && from !== undefined && leads.isSought(graph.target(file, fact).id, from)) ||
        exported === 'default';
      if (!isWorth) continue;
      const tracked = trackedSet.take(graph.exported(self(), exported, 'typescript'), exported);
      if (!tracked) continue;
      const known = offers.findIndex((offer) => offer.name === exported && offer.tracked === tracked);
      if (known >= 0) offers[known] = { ...offers[known]!, isOffered: true };
      else
        offers.push({
          name: exported,
          span,
          tracked,
          by: fact ? 'import' : 'alias',
          isOffered: true,
          through: fact
            ? `${graph.target(file, fact).id}.${from ?? '*'}`
            : `${self().id}.${local ?? exported}`,
        });
    }
  }
}

/** What binds a definition of its own that may be tracked. */
function isDefinition(binding: Binding): boolean {
  return (
    binding.kind === 'class' ||
    isMadeByType(binding) ||
    (binding.scope === 0 && (binding.kind === 'function' || binding.kind === 'variable'))
  );
}

function isModuleStar(facts: FileFacts, fact: ImportFact): boolean {
  return isStarImport(fact) && facts.blocks[fact.block]!.scope === 0;
}
