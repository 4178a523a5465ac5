import type { BindingEntry, InventoryEntry, LegacyModuleEntry } from '../engine/inventory/inventory.ts';
import { entryKinds, type EntryKind } from '../engine/inventory/kinds.ts';
import { canonicalShare, countInventory, type InventoryReport } from './inventoryReport.ts';
import { placeText } from './place.ts';
import type { Style } from './style.ts';

/** What `inventory` prints for people: by source and kind, with who hands each on, then what is left of the legacy modules. */
export function renderInventoryText(report: InventoryReport, style: Style): string {
  const blocks = report.sources.flatMap((source) => {
    const entries = report.entries.filter((entry) => entry.source === source);
    const legacy = report.legacyModules.filter((module) => module.source === source);
    return [
      style.bold(source),
      ...kindBlocks(entries, style),
      ...(legacy.length > 0 ? [legacyBlock(legacy, style)] : []),
      summary(entries, style),
    ];
  });
  const seconds = (report.durationMs / 1000).toFixed(2);
  const files = `${report.filesAnalyzed} of ${report.filesSeen} files analyzed in ${seconds} s`;
  return `${[...blocks, style.dim(files)].join('\n\n')}\n`;
}

function kindBlocks(entries: readonly InventoryEntry[], style: Style): string[] {
  return (Object.keys(entryKinds) as EntryKind[]).flatMap((kind) => {
    const ofKind = entries.filter((entry) => entry.kind === kind);
    if (ofKind.length === 0) return [];
    const head = `${style.cyan(kind)} ${style.dim(`(${ofKind.length}): ${entryKinds[kind]}`)}`;
    return [[head, ...ofKind.flatMap((entry) => entryLines(entry, style))].join('\n')];
  });
}

function entryLines(entry: InventoryEntry, style: Style): string[] {
  const [first, ...more] = entry.definitions;
  const places = [first, ...more].flatMap((site) => (site ? [`${site.file}:${placeText(site)}`] : []));
  const what = entry.what === 'class' ? '' : `${entry.what} `;
  return [
    `  ${what}${style.bold(entry.id)}  ${style.dim(places.join(', '))}`,
    ...(use(entry) === '' ? [] : [`      ${use(entry)}`]),
    ...entry.bindings.flatMap((binding) => bindingLine(binding, style)),
  ];
}

/** What code outside of the source does with it: `312 imports in 280 files, 87% from the canonical module; 40 constructions`. */
function use({ counts, what, kind, bindings }: InventoryEntry): string {
  const share = canonicalShare(counts);
  const ownImports = bindings.filter(({ kind }) => kind === 'import').length;
  return [
    ...(share === undefined
      ? []
      : [
          `${plural(counts.imports, 'import')} in ${plural(counts.importingFiles, 'file')}${kind === 'canonical' ? `, ${share}% from the canonical module` : ''}`,
        ]),
    ...(counts.constructions > 0
      ? [plural(counts.constructions, what === 'factory' ? 'call' : 'construction')]
      : []),
    ...(ownImports > 0 ? [`bound in ${plural(ownImports, 'module')} that only use it`] : []),
  ].join('; ');
}

/** Definitions stand in the line above; who only uses a name is counted there. */
function bindingLine({ module, name, kind, through, taken }: BindingEntry, style: Style): string[] {
  if (kind === 'definition' || kind === 'import') return [];
  const from = through === undefined || through === `${module}.${name}` ? '' : ` from ${through}`;
  const imports = taken > 0 ? `, ${plural(taken, 'import')}` : '';
  return [`      ${kind.padEnd(9)} ${module}.${name}${style.dim(`${from}${imports}`)}`];
}

function legacyBlock(modules: readonly LegacyModuleEntry[], style: Style): string {
  const lines = modules.map((module) => {
    const names = module.names.slice(0, 4).map(({ name, imports }) => `${name} ${imports}`);
    const more = module.names.length > 4 ? ` and ${module.names.length - 4} more` : '';
    const left = module.isDead
      ? style.green('no importer left')
      : `${plural(module.statements, 'statement')} in ${plural(module.importingFiles.length, 'file')}`;
    const stays = module.stays === undefined ? '' : `; ${module.stays}`;
    return `  ${stateOf(module).padEnd(16)} ${module.module}  ${left}${stays}${names.length > 0 ? style.dim(`: ${names.join(', ')}${more}`) : ''}`;
  });
  return [`${style.cyan('legacy modules')} ${style.dim('and who still imports them')}`, ...lines].join('\n');
}

/** What a legacy module is today: the migration goes on behind a shim, and a deprecation shim says so to its importers. */
function stateOf({ state, isShim, warns }: LegacyModuleEntry): string {
  if (state !== 'there') return state;
  if (!isShim) return 'module';
  return warns ? 'deprecation shim' : 'shim';
}

function summary(entries: readonly InventoryEntry[], style: Style): string {
  const counts = countInventory(entries);
  const kinds = Object.entries(counts.definitionsByKind).map(([kind, count]) => `${count} ${kind}`);
  return [
    style.bold(`${plural(counts.definitions, 'class definition')} of a name that looks like the source`) +
      (kinds.length > 0 ? `: ${kinds.join(', ')}` : '') +
      (counts.madeByType > 0 ? `; ${counts.madeByType} more made by type()` : ''),
    `${plural(counts.handedOn, 'binding')} hand something on; ${plural(counts.imports, 'import')}, ${counts.canonicalImports} of them canonical; ${plural(counts.constructions, 'call')}`,
  ].join('\n');
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
