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
  /** The files of those that nobody imports. */
  unimported(): ReadonlySet<string>;
  list(judge: UnimportedJudge): LegacyModuleEntry[];
}

/** What is known of the modules that nobody imports. */
export interface UnimportedJudge {
  /** The files in which a string names a module. */
  namedIn(module: string): readonly string[];
  /** Why a file has to stay all the same; undefined where it can go. */
  stays(file: string): string | undefined;
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

  function entryOf({ config }: Source, module: string, judge: UnimportedJudge): LegacyModuleEntry {
    const { statements, files, names } = accountOf(config.language, module);
    const target = analysis.modules[config.language].resolveId(module);
    const file = target.kind === 'file' ? target.file : undefined;
    const state = file !== undefined ? 'there' : target.kind === 'unknown' ? 'unknown' : 'missing';
    const unimported = file !== undefined && isLeft(files, file) ? file : undefined;
    const stays = unimported === undefined ? undefined : judge.stays(unimported);
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
      namedIn: unimported === undefined ? [] : judge.namedIn(module),
      ...(stays !== undefined && { stays }),
      isDead: unimported !== undefined && stays === undefined,
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
    unimported: () =>
      new Set(
        sources.flatMap(({ config, legacyModules }) =>
          [...legacyModules].flatMap((module) => {
            const target = analysis.modules[config.language].resolveId(module);
            if (target.kind !== 'file') return [];
            const { files } = accountOf(config.language, module);
            return isLeft(files, target.file) ? [target.file] : [];
          }),
        ),
      ),
    list: (judge) =>
      sources.flatMap((source) => [...source.legacyModules].map((module) => entryOf(source, module, judge))),
  };
}

/** Whether nobody imports a file but, it may be, the file itself. */
function isLeft(importing: ReadonlySet<string>, file: string): boolean {
  return [...importing].every((each) => each === file);
}

function idsOf(sources: readonly Source[], language: Language): ReadonlySet<string> {
  return new Set(
    sources.flatMap(({ config, legacyModules }) => (config.language === language ? [...legacyModules] : [])),
  );
}
