import type ts from 'typescript';
import { counterpartOf } from '../engine/counterpart.ts';
import { ownerOf } from '../engine/ownership.ts';
import type { Source } from '../engine/source.ts';
import type { AnalyzedFile } from './violations.ts';

/** What an auto-import of an owned name would bring. */
type Offered =
  /** The object that the canonical module has under that name, be it by another way. */
  { readonly kind: 'canonical'; readonly source: Source } | { readonly kind: 'legacy' };

/** An auto-import of the list: its name, and the module that has it. */
interface AutoImport {
  readonly name: string;
  /** Absolute. */
  readonly file: string;
}

/** The module that an entry would be imported from; undefined for what is no auto-import of a file. */
export function autoImportOf({
  name,
  data,
}: Pick<ts.CompletionEntry, 'name' | 'data'>): AutoImport | undefined {
  return data?.fileName === undefined ? undefined : { name: exportName(name, data), file: data.fileName };
}

function exportName(name: string, { exportName: exported }: ts.CompletionEntryData): string {
  return exported === 'export=' ? name : exported;
}

/**
 * The list with the names of sources in their places: those of the canonical module before all other auto-imports, what a
 * legacy module has struck through and last, be it an auto-import or a name for the import statement of that module. Where several modules have one and the same object the service offers one of
 * them, which need not be the canonical one: the entry is shown as what its details will make of it.
 *
 * @param mayBeOwned to leave all other entries alone
 * @param module the module whose names are asked for, if it is one's
 */
export function rankedEntries(
  analyzed: AnalyzedFile,
  entries: readonly ts.CompletionEntry[],
  mayBeOwned: (name: string) => boolean,
  module: string | undefined,
): ts.CompletionEntry[] {
  return entries.map((entry) => {
    if (!mayBeOwned(entry.name)) return entry;
    const autoImport = autoImportOf(entry);
    if (!autoImport)
      return module !== undefined && isLegacyIn(analyzed, module, entry.name) ? legacyEntry(entry) : entry;
    const offered = offeredBy(analyzed, autoImport);
    if (!offered) return entry;
    if (offered.kind === 'legacy') return legacyEntry(entry);
    const first = { ...entry, sortText: before(entry.sortText) };
    const specifier = canonicalSpecifier(analyzed, entry, offered.source);
    return specifier === undefined ? first : { ...first, sourceDisplay: [{ kind: 'text', text: specifier }] };
  });
}

function legacyEntry(entry: ts.CompletionEntry): ts.CompletionEntry {
  const { kindModifiers, sortText } = entry;
  return {
    ...entry,
    kindModifiers: kindModifiers ? `${kindModifiers},deprecated` : 'deprecated',
    sortText: `z${sortText}`,
  };
}

/** The module of the import statement or re-export among whose names an offset is; absolute. */
export function importedModule({ analysis, file, root }: AnalyzedFile, offset: number): string | undefined {
  const fact = analysis
    .read(file)
    ?.facts.imports.find(
      ({ form, statement, moduleSpan }) =>
        (form === 'from' || form === 'reexport') && statement.start < offset && offset < moduleSpan.start,
    );
  const target = fact && analysis.graph.target(file, fact);
  return target?.kind === 'file' ? `${root}/${target.file}` : undefined;
}

/** Whether an import of a name from a module, as it stands there, is one of a legacy name. */
function isLegacyIn(analyzed: AnalyzedFile, module: string, name: string): boolean {
  const offered = offeredBy(analyzed, { name, file: module });
  if (offered?.kind !== 'canonical') return offered !== undefined;
  const { canonical } = offered.source;
  return !(canonical.kind === 'file' && `${analyzed.root}/${canonical.file}` === module);
}

/** How the file names the canonical module; undefined where the entry does that already. */
function canonicalSpecifier(
  { analysis, environment, file }: AnalyzedFile,
  { data }: ts.CompletionEntry,
  { canonical }: Source,
): string | undefined {
  const own = data?.moduleSpecifier;
  const leadsThere = own !== undefined && analysis.modules.typescript.resolve(file, own).id === canonical.id;
  return leadsThere ? undefined : environment.specifier(file, canonical);
}

/** What an auto-import would bring; undefined where no source owns it, or the file implements that source. */
export function offeredBy(
  { analysis, file, root }: AnalyzedFile,
  { name, file: from }: AutoImport,
): Offered | undefined {
  if (!from.startsWith(`${root}/`)) return undefined;
  const path = from.slice(root.length + 1);
  const id = analysis.modules.typescript.idOf(path);
  const origin = analysis.graph.exported({ kind: 'file', id, file: path }, name, 'typescript');
  const source = ownerOf(analysis.sources, id, name, origin);
  if (!source || source.isOwner(file)) return undefined;
  if (source.canonical.id === id) return { kind: 'canonical', source };
  const counterpart = counterpartOf(source, name, origin, false);
  const isSame = counterpart.kind === 'safe' && counterpart.name === name;
  return isSame ? { kind: 'canonical', source } : { kind: 'legacy' };
}

/** A text that comes right before all that begin like `sortText`, and behind what comes before those. */
function before(sortText: string): string {
  const last = sortText.length - 1;
  return `${sortText.slice(0, last)}${String.fromCharCode(sortText.charCodeAt(last) - 1)}~`;
}
