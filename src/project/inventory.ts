import { createCollector } from '../engine/inventory/collector.ts';
import { createDiscovery } from '../engine/inventory/discovery.ts';
import type { Inventory } from '../engine/inventory/inventory.ts';
import type { Language } from '../engine/facts.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { isNotebook } from '../engine/notebook/readNotebook.ts';
import { whatStays } from './deadShims.ts';
import { createLookAlikeBindingSearch, type LookAlikeBinding } from './lookAlikeBindings.ts';
import type { IndexProgress, Project } from './project.ts';
import { readNotebookFile } from './sourceText.ts';

/** How far an inventory is, and at the end what it is, with how many files were read in full. */
export interface InventoryResult {
  readonly inventory: Inventory;
  readonly filesAnalyzed: number;
}

/**
 * Takes the inventory of a project that has been indexed. Read in full are the files in which a look-alike is bound, those of
 * the sources' own modules, and whoever may import something from one of them; each once.
 */
export function* takeInventory(project: Project): Generator<IndexProgress, InventoryResult> {
  const analysis = project.analysis();
  const discovery = createDiscovery(analysis);
  const concerned = new Set<string>();
  /** Files that may hand something on, of which all others depend: they are visited first. */
  const queue = new Set<string>();
  const visited = new Set<string>();

  function concern(file: string, mayHandOn: boolean): void {
    concerned.add(file);
    if (mayHandOn) queue.add(file);
  }

  const bindingIn = lookAlikeTest(project);
  const files = project.files();
  for (const [done, file] of files.entries()) {
    if (done % 200 === 0) yield { done, total: files.length };
    const binding = bindingIn(file);
    // A class that nobody can import is met when the uses of its file are read.
    if (binding) concern(file, binding === 'other' || isImported(project, file));
  }
  for (const { id, file } of ownModules(project)) {
    if (file !== undefined) concern(file, true);
    for (const importer of project.importersOf({ id, ...(file !== undefined && { file }) }))
      concern(importer, false);
  }
  for (const file of queue) {
    queue.delete(file);
    visited.add(file);
    for (const lead of discovery.visit(file))
      for (const importer of project.importersOfName(lead.file, lead.name))
        concern(importer, visited.has(importer) || isImported(project, importer));
    yield { done: concerned.size - queue.size, total: concerned.size };
  }

  const collector = createCollector(analysis, discovery);
  let done = 0;
  for (const file of concerned) {
    if (!visited.has(file)) discovery.visit(file);
    collector.add(file);
    project.release(file);
    yield { done: ++done, total: concerned.size };
  }
  const stays = yield* whatStays(project, [...collector.unimported()]);
  const inventory = collector.finish({
    namedIn: (module) => project.environment.filesNaming(module),
    stays: (file) => stays.get(file),
  });
  return { inventory, filesAnalyzed: concerned.size };
}

function isImported(project: Project, file: string): boolean {
  const id = project.analysis().modules[languageOf(file)].idOf(file);
  return [...project.importersOf({ file, id })].length > 0;
}

/** The canonical and legacy modules of all sources. */
function ownModules(project: Project): { readonly id: string; readonly file: string | undefined }[] {
  const { sources, modules } = project.analysis();
  return sources.flatMap(({ canonical, legacyModules, config }) =>
    [canonical, ...[...legacyModules].map((id) => modules[config.language].resolveId(id))].map((target) => ({
      id: target.id,
      file: target.kind === 'file' ? target.file : undefined,
    })),
  );
}

/** How a name that looks like a source of the file's language is bound in it. */
function lookAlikeTest(project: Project): (file: string) => LookAlikeBinding | undefined {
  const search = (language: Language): ReturnType<typeof createLookAlikeBindingSearch> =>
    createLookAlikeBindingSearch(
      project.loaded.config.sources.flatMap((source) =>
        source.language === language ? source.lookAlikes : [],
      ),
    );
  const searches = { python: search('python'), typescript: search('typescript') };
  return (file) => {
    const content = project.content(file);
    if (content === undefined) return undefined;
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    const code = isNotebook(file) ? Buffer.from(readNotebookFile(bytes).text) : bytes;
    return searches[languageOf(file)](code);
  };
}
