import type { Analysis } from '../analysis.ts';
import { languageOf } from '../graph/moduleGraph.ts';
import { definitionKey, type Definition } from '../graph/origin.ts';
import type { Source } from '../source.ts';
import type { BindingEntry, DefinitionSite, ImportSite, InventoryEntry, Site } from './inventory.ts';
import { entryKindOf, entryKinds, type BindingKind, type EntryKind } from './kinds.ts';
import type { Offer } from './offers.ts';
import { isMadeByType, type Tracked } from './tracked.ts';

/** One entry while its parts come in. */
interface Draft {
  readonly id: string;
  readonly tracked: Tracked;
  readonly kind: EntryKind;
  readonly definitions: DefinitionSite[];
  readonly bindings: Bound[];
  readonly importers: ImportSite[];
  readonly constructions: Site[];
}

type Bound = Omit<Offer, 'span' | 'tracked'> & { readonly module: string; readonly site: Site };

export interface Entries {
  of(tracked: Tracked): Draft;
  addDefinition(tracked: Tracked, site: Site): void;
  addBinding(bound: Bound & { readonly tracked: Tracked }): void;
  list(): InventoryEntry[];
}

export function createEntries(analysis: Analysis): Entries {
  const drafts = new Map<string, Draft>();
  const byKey = new Map<string, Draft>();

  function of(tracked: Tracked): Draft {
    const key = definitionKey(tracked.definition);
    let draft = byKey.get(key);
    if (!draft) {
      const id = entryIdOf(analysis, tracked.definition);
      draft = drafts.get(id) ?? newDraft(id, tracked);
      drafts.set(id, draft);
      byKey.set(key, draft);
    }
    return draft;
  }

  function newDraft(id: string, tracked: Tracked): Draft {
    const { file } = tracked.definition;
    const seen = analysis.context(file)!;
    const kind = entryKindOf(tracked, seen.facts, seen.isTest());
    return { id, tracked, kind, definitions: [], bindings: [], importers: [], constructions: [] };
  }

  return {
    of,
    addDefinition(tracked, site) {
      const { binding } = tracked.definition;
      of(tracked).definitions.push({
        ...site,
        by: isMadeByType(binding) ? 'type' : binding.kind === 'variable' ? 'assignment' : 'statement',
        bases: binding.kind === 'class' ? binding.bases : [],
        members: new Set(analysis.graph.memberNames(tracked.definition)).size,
      });
    },
    addBinding: ({ tracked, ...bound }) => void of(tracked).bindings.push(bound),
    list: () => {
      const order = Object.keys(entryKinds);
      const sources = analysis.config.sources.map(({ id }) => id);
      return [...drafts.values()]
        .map((draft) => entryOf(draft))
        .sort(
          (a, b) =>
            sources.indexOf(a.source) - sources.indexOf(b.source) ||
            order.indexOf(a.kind) - order.indexOf(b.kind) ||
            (a.id < b.id ? -1 : 1),
        );
    },
  };
}

/** `module.Around.Name`; the parts around a nested definition are the classes and functions that hold it. */
export function entryIdOf(analysis: Analysis, { file, name, binding }: Definition): string {
  const blocks = analysis.read(file)?.facts.blocks ?? [];
  const parts = [name];
  for (let index = binding.block; index > 0; index = blocks[index]?.parent ?? 0) {
    const around = blocks[index]?.name;
    if (around !== undefined) parts.unshift(around);
  }
  return [analysis.modules[languageOf(file)].idOf(file), ...parts].join('.');
}

function entryOf({
  id,
  tracked,
  kind,
  definitions,
  bindings,
  importers,
  constructions,
}: Draft): InventoryEntry {
  const outside = importers.filter(({ isOwner }) => !isOwner);
  const taken = new Map<string, number>();
  for (const { module, name } of importers) {
    const dotted = `${module}.${name}`;
    taken.set(dotted, (taken.get(dotted) ?? 0) + 1);
  }
  const named = bindings.map((bound) =>
    bindingEntry(bound, tracked.source, taken.get(`${bound.module}.${bound.name}`) ?? 0),
  );
  return {
    id,
    name: tracked.definition.name,
    source: tracked.source.config.id,
    what: tracked.what,
    kind,
    looksAlike: tracked.looksAlike,
    definitions,
    bindings: named.sort((a, b) => b.taken - a.taken || (dottedOf(a) < dottedOf(b) ? -1 : 1)),
    importers,
    constructions,
    counts: {
      imports: outside.length,
      canonicalImports: outside.filter(({ isCanonical }) => isCanonical).length,
      importingFiles: new Set(outside.map(({ file }) => file)).size,
      ownerImports: importers.length - outside.length,
      constructions: constructions.length,
      handedOn: named.filter((each) => each.kind !== 'definition' && each.kind !== 'import').length,
    },
  };
}

function bindingEntry(bound: Bound, source: Source, taken: number): BindingEntry {
  const { module, name, through, site } = bound;
  return {
    ...site,
    module,
    name,
    kind: bindingKindOf(bound, source, taken),
    ...(through !== undefined && { through }),
    taken,
  };
}

function bindingKindOf({ by, isOffered, module, site }: Bound, source: Source, taken: number): BindingKind {
  if (by === 'definition') return 'definition';
  if (module === source.canonical.id) return 'canonical';
  if (by === 'alias') return 'alias';
  // Of a Python module every name can be imported.
  const isOpen = languageOf(site.file) === 'python' && source.legacyModules.has(module);
  return isOffered || taken > 0 || isOpen ? 'shim' : 'import';
}

function dottedOf({ module, name }: BindingEntry): string {
  return `${module}.${name}`;
}
