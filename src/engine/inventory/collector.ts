import type { Analysis } from '../analysis.ts';
import { languageOf } from '../graph/moduleGraph.ts';
import { linesOf, placeIn } from '../placeIn.ts';
import type { Span } from '../text.ts';
import type { Discovery } from './discovery.ts';
import { createEntries } from './entries.ts';
import type { Inventory, Site } from './inventory.ts';
import { createLegacyLedger, type UnimportedJudge } from './legacyModules.ts';
import { usesIn } from './uses.ts';

/** Puts an inventory together from what a discovery found, one file at a time, so that no file has to be kept. */
export interface Collector {
  /** Reads how a file uses what is tracked. Every file that was visited, or may import from one that was, is added once. */
  add(file: string): void;
  /** The files of the legacy modules that nobody imports, once every file is added. */
  unimported(): ReadonlySet<string>;
  /** @param judge of those that nobody imports */
  finish(judge: UnimportedJudge): Inventory;
}

export function createCollector(analysis: Analysis, discovery: Discovery): Collector {
  const entries = createEntries(analysis);
  const legacy = createLegacyLedger(analysis);

  const added = new Set<string>();

  /** Where a span of a file is, as people count; undefined where the file cannot be read. */
  function sitesIn(file: string): ((span: Span) => Site) | undefined {
    const snapshot = analysis.read(file);
    if (!snapshot) return undefined;
    const starts = linesOf(snapshot);
    return (span) => ({ file, ...placeIn(snapshot, starts, span) });
  }

  function addDefinitions(file: string, site: (span: Span) => Site): void {
    added.add(file);
    for (const tracked of discovery.tracked.definedIn(file))
      entries.addDefinition(tracked, site(tracked.definition.binding.span));
  }

  function add(file: string): void {
    const site = sitesIn(file);
    if (!site) return;
    const language = languageOf(file);
    const module = analysis.modules[language].idOf(file);
    addDefinitions(file, site);
    for (const { span, ...offer } of discovery.offers().get(file) ?? [])
      entries.addBinding({ ...offer, module, site: site(span) });
    const uses = usesIn(analysis, file, discovery, legacy.modulesOf(language));
    for (const { tracked, span, ...taken } of uses.imports)
      entries.of(tracked).importers.push({
        ...site(span),
        ...taken,
        isCanonical: tracked.source.canonical.id === taken.module,
        isOwner: tracked.source.isOwner(file),
      });
    for (const { tracked, span } of uses.calls) entries.of(tracked).constructions.push(site(span));
    legacy.add(file, language, uses.legacy, (means) => {
      if (means.kind === 'missing') return 'missing';
      const found = discovery.tracked.find(means);
      return found && entries.of(found).id;
    });
  }

  function finish(judge: UnimportedJudge): Inventory {
    // What is left out of the analysis may still define what everybody uses.
    for (const { definition } of discovery.tracked.all()) {
      if (added.has(definition.file)) continue;
      const site = sitesIn(definition.file);
      if (site) addDefinitions(definition.file, site);
    }
    return { entries: entries.list(), legacyModules: legacy.list(judge) };
  }

  return { add, unimported: () => legacy.unimported(), finish };
}
