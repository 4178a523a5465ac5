import type ts from 'typescript';
import { createAnalysis, type Analysis } from '../engine/analysis.ts';
import type { SourceConfig } from '../engine/config/schema.ts';
import type { FixEnvironment } from '../engine/fix/environment.ts';
import { legacyNames, type LegacyName } from '../engine/legacyNames.ts';
import { pathTest, type PathTest } from '../engine/globs.ts';
import { matchedBy } from '../engine/graph/typescriptModules.ts';
import { isGlob, moduleWords } from '../engine/typescript/posixPath.ts';
import { isOpen, type Violation } from '../engine/violation.ts';
import type { Configuration, Configurations } from './configurations.ts';
import { createPassedOnWords } from './passedOnWords.ts';
import { createFactsCache, createProgramFiles, isOurs } from './programFiles.ts';

/** How often each kind of work was done: what a test, and somebody who looks into slowness, wants to know. */
export interface Work {
  /** Texts that were searched for a word of a source. */
  probes: number;
  /** Trees that were walked for their facts. */
  walks: number;
  /** Files that the rules were run over. */
  checks: number;
  /** States of a program whose sources were looked up. */
  analyses: number;
}

/** One file of one program, and the engine over them. */
export interface AnalyzedFile {
  readonly analysis: Analysis;
  readonly environment: FixEnvironment;
  /** Relative to the configuration's folder. */
  readonly file: string;
  readonly root: string;
}

/** What the engine says of one file of one program. */
export interface CheckedFile extends AnalyzedFile {
  /** Those to show: neither suppressed nor intentional. */
  readonly violations: readonly Violation[];
  /** Where the legacy names of these violations stand; looked up once. */
  legacyNames(withBaselined: boolean): readonly LegacyName[];
}

export interface Violations {
  /** The violations of a file; undefined where there is nothing to look at: no configuration, or no candidate. */
  of(program: ts.Program, source: ts.SourceFile): CheckedFile | undefined;
  /**
   * The engine over a program, for what is about to be written in a file that need not hold a word of a source yet.
   * Undefined where no configuration covers it.
   */
  around(program: ts.Program, fileName: string): AnalyzedFile | undefined;
  /**
   * Whether a source of a file's configuration may own a name: one that it says, one that a barrel of the program has in its
   * place, and once the modules were looked at what those have. Undefined where no configuration covers the file.
   */
  names(program: ts.Program, fileName: string): ((name: string) => boolean) | undefined;
  /** True where a configuration covers a file, whether it has violations or not. */
  covers(fileName: string): boolean;
}

interface ProgramAnalysis {
  readonly analysis: Analysis;
  readonly environment: FixEnvironment;
}

/** Checks files lazily: nothing but one search of its text happens to a file that holds no word of any source. */
export function createViolations(
  namespace: typeof ts,
  host: ts.server.ServerHost,
  configurations: Configurations,
  work: Work,
  checkCancelled: () => void,
): Violations {
  const facts = createFactsCache(namespace, () => work.walks++);
  const analyses = new WeakMap<ts.Program, Map<Configuration, ProgramAnalysis>>();
  const answers = new WeakMap<ts.SourceFile, CheckedFile & { readonly program: ts.Program }>();
  const probed = new WeakMap<ts.SourceFile, { readonly words: readonly string[]; readonly found: boolean }>();
  const words = createWords();
  const names = new WeakMap<Configuration, ReadonlySet<string>>();
  const exclusions = new WeakMap<Configuration, PathTest>();

  function analysisOf(program: ts.Program, configuration: Configuration): ProgramAnalysis {
    const known = analyses.get(program) ?? new Map<Configuration, ProgramAnalysis>();
    analyses.set(program, known);
    let found = known.get(configuration);
    if (!found) {
      work.analyses++;
      const files = createProgramFiles(namespace, program, host, configuration.root, facts, checkCancelled);
      const analysis = createAnalysis(typescriptOnly(configuration), files);
      found = { analysis, environment: files.environment };
      known.set(configuration, found);
      names.set(configuration, new Set(analysis.sources.flatMap(({ ownedNames }) => [...ownedNames])));
    }
    return found;
  }

  function isCandidate(program: ts.Program, source: ts.SourceFile, configuration: Configuration): boolean {
    const wanted = words(program, configuration);
    let known = probed.get(source);
    if (known?.words !== wanted) {
      work.probes++;
      known = { words: wanted, found: wanted.some((word) => source.text.includes(word)) };
      probed.set(source, known);
    }
    return known.found;
  }

  function covering(fileName: string): Configuration | undefined {
    const configuration = configurations.above(fileName);
    if (!configuration || !isOurs(fileName, configuration.root)) return undefined;
    let isExcluded = exclusions.get(configuration);
    if (!isExcluded) exclusions.set(configuration, (isExcluded = pathTest(configuration.config.exclude)));
    return isExcluded(fileName.slice(configuration.root.length + 1)) ? undefined : configuration;
  }

  return {
    covers: (fileName) => covering(fileName) !== undefined,
    around(program, fileName) {
      const configuration = covering(fileName);
      if (!configuration) return undefined;
      checkCancelled();
      const { root } = configuration;
      return { ...analysisOf(program, configuration), file: fileName.slice(root.length + 1), root };
    },
    names(program, fileName) {
      const configuration = covering(fileName);
      if (!configuration) return undefined;
      const known = names.get(configuration);
      const passedOn = words(program, configuration);
      return (name) => known?.has(name) === true || passedOn.includes(name);
    },
    of(program, source) {
      const configuration = covering(source.fileName);
      if (!configuration || !isCandidate(program, source, configuration)) return undefined;
      checkCancelled();
      const { analysis, environment } = analysisOf(program, configuration);
      const known = answers.get(source);
      if (known?.program === program && known.analysis === analysis) return known;
      checkCancelled();
      work.checks++;
      const { root } = configuration;
      const file = source.fileName.slice(root.length + 1);
      const violations = configuration.known
        .marked(file, analysis.check(file), (other) => host.fileExists(`${root}/${other}`))
        .filter(isOpen);
      const names = new Map<boolean, readonly LegacyName[]>();
      const lookUp = (withBaselined: boolean): readonly LegacyName[] => {
        const context = analysis.context(file);
        const shown = violations.filter(({ baselined }) => withBaselined || !baselined);
        return context ? legacyNames(context, shown) : [];
      };
      const checked = {
        analysis,
        environment,
        file,
        root,
        violations,
        program,
        legacyNames: (withBaselined: boolean) => {
          let found = names.get(withBaselined);
          if (!found) names.set(withBaselined, (found = lookUp(withBaselined)));
          return found;
        },
      };
      answers.set(source, checked);
      return checked;
    },
  };
}

/** Python's sources would only be problems here: their modules cannot be read. */
function typescriptOnly({ config }: Configuration): Configuration['config'] {
  return { ...config, sources: config.sources.filter(({ language }) => language === 'typescript') };
}

/**
 * Words of which a file holds at least one if it can violate anything: those of the sources, and those that barrels of the
 * program have in their place. As long as they are the same, so is the list.
 */
function createWords(): (program: ts.Program, configuration: Configuration) => readonly string[] {
  const passedOn = createPassedOnWords();
  const byProgram = new WeakMap<ts.Program, Map<Configuration, readonly string[]>>();
  const latest = new WeakMap<Configuration, readonly string[]>();

  function wordsOf(program: ts.Program, configuration: Configuration): readonly string[] {
    const { sources } = typescriptOnly(configuration);
    if (sources.length === 0) return [];
    const names = sources.flatMap(namesOf);
    const files = program.getSourceFiles().filter(({ fileName }) => isOurs(fileName, configuration.root));
    const paths = files.map(({ fileName }) => fileName.slice(configuration.root.length + 1));
    const modules = sources.flatMap((source) =>
      [source.module, ...source.legacyModules]
        .flatMap((id) => (isGlob(id) ? matchedBy(id, paths) : [id]))
        .flatMap(moduleWords),
    );
    const all = new Set([
      'ssot-',
      ...names,
      ...modules,
      ...sources.flatMap(({ lookAlikes }) => lookAlikes.map(longestPart)),
      ...passedOn(files, { names, modules }),
    ]);
    return [...all].filter((word) => word !== '');
  }

  /** Files with which the latest words were found, and those that hold none of them: neither can change them. */
  const settled = new WeakMap<readonly string[], WeakSet<ts.SourceFile>>();

  /** Whether the latest words hold for a program too: most edits are in a file that has nothing to do with them. */
  function areSettled(program: ts.Program, { root }: Configuration, before: readonly string[]): boolean {
    const files = settled.get(before);
    return (
      files !== undefined &&
      program.getSourceFiles().every((file) => {
        if (files.has(file)) return true;
        const isApart = !isOurs(file.fileName, root) || !before.some((word) => file.text.includes(word));
        if (isApart) files.add(file);
        return isApart;
      })
    );
  }

  function lookUp(program: ts.Program, configuration: Configuration): readonly string[] {
    const before = latest.get(configuration);
    if (before && areSettled(program, configuration, before)) return before;
    const now = wordsOf(program, configuration);
    const isSame = before?.length === now.length && before.every((word, at) => word === now[at]);
    const found = isSame ? before : now;
    latest.set(configuration, found);
    settled.set(found, new WeakSet(program.getSourceFiles()));
    return found;
  }

  return (program, configuration) => {
    let known = byProgram.get(program);
    if (!known) byProgram.set(program, (known = new Map<Configuration, readonly string[]>()));
    let found = known.get(configuration);
    if (!found) known.set(configuration, (found = lookUp(program, configuration)));
    return found;
  };
}

/** The names of which the configuration says that a source owns them. */
function namesOf({ classes, legacyFactories, singletons, factory }: SourceConfig): string[] {
  return [...classes, ...legacyFactories, ...singletons, ...(factory?.name.split('.') ?? [])];
}

function longestPart(pattern: string): string {
  return pattern.split('*').sort((a, b) => b.length - a.length)[0] ?? '';
}
