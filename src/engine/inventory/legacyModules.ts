import type { Analysis } from '../analysis.ts';
import type { Language } from '../facts.ts';
import type { Origin } from '../graph/origin.ts';
import type { Source } from '../source.ts';
import type { LegacyModuleEntry, LegacyName } from './inventory.ts';
import { definesNothing, warnsImporters } from './shim.ts';
import type { LegacyUse } from './uses.ts';

/** Who still needs the legacy modules, and for what. */
export interface LegacyLedger {
  /** Ids of all legacy modules of a language. */
  modulesOf(language: Language): ReadonlySet<string>;
  /** @param idOf the id of the entry that an origin is, or `missing` */
  add(
    file: string,
    language: Language,
    uses: readonly LegacyUse[],
    idOf: (means: Origin) => string | undefined,
  ): void;
  list(namedIn: (module: string) => readonly string[]): LegacyModuleEntry[];
}

interface Account {
  statements: number;
  readonly files: Set<string>;
  readonly names: Map<string, { imports: number; means: string | undefined }>;
}

export function createLegacyLedger(analysis: Analysis): LegacyLedger {
  const { sources } = analysis;
  const ids = { python: idsOf(sources, 'python'), typescript: idsOf(sources, 'typescript') };
  const accounts = new Map<string, Account>();

  function accountOf(language: Language, module: string): Account {
    const key = `${language}:${module}`;
    let account = accounts.get(key);
    if (!account) accounts.set(key, (account = { statements: 0, files: new Set(), names: new Map() }));
    return account;
  }

  function entryOf(
    { config, canonical }: Source,
    module: string,
    namedIn: (module: string) => readonly string[],
  ): LegacyModuleEntry {
    const { statements, files, names } = accountOf(config.language, module);
    const target = analysis.modules[config.language].resolveId(module);
    const file = target.kind === 'file' ? target.file : undefined;
    const state = file !== undefined ? 'there' : target.kind === 'unknown' ? 'unknown' : 'missing';
    const strings = file !== undefined && files.size === 0 ? namedIn(module) : [];
    const isPackage = file?.endsWith('/__init__.py') === true;
    return {
      module,
      source: config.id,
      state,
      ...(file !== undefined && { file }),
      isShim: file !== undefined && definesNothing(analysis, file),
      warns: file !== undefined && warnsImporters(analysis, file),
      statements,
      importingFiles: [...files].sort(),
      names: [...names]
        .map(([name, { imports, means }]): LegacyName => ({
          name,
          imports,
          ...(means !== undefined && { means }),
        }))
        .sort((a, b) => b.imports - a.imports || (a.name < b.name ? -1 : 1)),
      namedIn: strings,
      // A package runs whenever something inside of it is imported; what is canonical is not to go.
      isDead:
        file !== undefined &&
        files.size === 0 &&
        strings.length === 0 &&
        !isPackage &&
        canonical.id !== module,
    };
  }

  return {
    modulesOf: (language) => ids[language],
    add(file, language, uses, idOf) {
      for (const { module, names } of uses) {
        const account = accountOf(language, module);
        account.statements++;
        account.files.add(file);
        for (const { name, means } of names) {
          const known = account.names.get(name);
          if (known) known.imports++;
          else account.names.set(name, { imports: 1, means: idOf(means) });
        }
      }
    },
    list: (namedIn) =>
      sources.flatMap((source) =>
        [...source.legacyModules].map((module) => entryOf(source, module, namedIn)),
      ),
  };
}

function idsOf(sources: readonly Source[], language: Language): ReadonlySet<string> {
  return new Set(
    sources.flatMap(({ config, legacyModules }) => (config.language === language ? [...legacyModules] : [])),
  );
}
