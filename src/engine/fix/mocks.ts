import type { Analysis } from '../analysis.ts';
import { languageOf } from '../graph/moduleGraph.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { FixEnvironment } from './environment.ts';

/** A call by which a test has another module in the place of one: `vi.mock('../legacy')`. */
export interface Mock {
  readonly file: string;
  /** The string that names the module, as an index of the file's strings. */
  readonly string: number;
  readonly module: ModuleTarget;
}

/** Who mocks modules of a TypeScript project and whose code that is for, remembered for one state of the files. */
export interface MockLookup {
  /** Nothing is mocked at all. */
  isEmpty(): boolean;
  /** The mocks of a module, by whatever specifier. */
  mocksOf(module: ModuleTarget): readonly Mock[];
  /**
   * Whether the code of `file` may run where the mocks of `mocking` hold.
   *
   * @param unloaded a file that nobody loads there, nor what only it would
   */
  reaches(mocking: string, file: string, unloaded?: string): boolean;
}

interface Users {
  readonly files: ReadonlySet<string>;
  /** Every test may have it run. */
  readonly isForAll: boolean;
}

const known = new WeakMap<Analysis, MockLookup>();

export function mockLookup(analysis: Analysis, environment: FixEnvironment): MockLookup {
  let lookup = known.get(analysis);
  if (!lookup) known.set(analysis, (lookup = createLookup(analysis, environment)));
  return lookup;
}

/** What puts another module in the place of the one that it is told. */
const mocking =
  /^(?:(?:jest|vi|vitest)\.(?:mock|doMock|setMock|unstable_mockModule)|mock\.module|proxyquire)$/;

/** Whether a callee replaces the module that its string names. */
export function isMocking(callee: string): boolean {
  return mocking.test(callee);
}

/** A file by whose name a runner knows it as a test: what it mocks is for what it imports itself. */
const testFile = /(^|\/)__tests__\/|[._-](test|spec|e2e)\.[cm]?[jt]sx?$/;

function createLookup(analysis: Analysis, environment: FixEnvironment): MockLookup {
  const { graph } = analysis;
  let byModule: Map<string, Mock[]> | undefined;
  const loaded = new Map<string, ReadonlySet<string>>();
  const users = new Map<string, Users>();

  function readAll(): Map<string, Mock[]> {
    const found = new Map<string, Mock[]>();
    for (const file of environment.mockingFiles())
      for (const [string, { value, callee }] of (analysis.read(file)?.facts.strings ?? []).entries()) {
        if (!isMocking(callee)) continue;
        const module = graph.target(file, { module: value });
        found.set(module.id, [...(found.get(module.id) ?? []), { file, string, module }]);
      }
    return found;
  }

  /** The file and all that it loads, over any number of files in between. */
  function loadedBy(file: string, unloaded = ''): ReadonlySet<string> {
    const key = `${file}\0${unloaded}`;
    const seen = loaded.get(key);
    if (seen) return seen;
    const files = new Set([file]);
    loaded.set(key, files);
    for (const at of files)
      for (const fact of graph.importsOf(at)) {
        const target = graph.target(at, fact);
        if (target.kind === 'file' && target.file !== unloaded) files.add(target.file);
      }
    return files;
  }

  /** The file and all that import it: a helper mocks for the tests that load it. */
  function usersOf(file: string): Users {
    const seen = users.get(file);
    if (seen) return seen;
    const files = new Set([file]);
    let isForAll = false;
    for (const at of files) {
      const importers = environment.importersOf(at).filter((each) => each !== at && importsFile(each, at));
      // What nobody imports and is no test is a setup file, which runs before every test.
      isForAll ||= importers.length === 0 && !testFile.test(at);
      for (const importer of importers) files.add(importer);
    }
    users.set(file, { files, isForAll });
    return { files, isForAll };
  }

  function importsFile(importer: string, file: string): boolean {
    if (languageOf(importer) !== 'typescript') return false;
    return graph.importsOf(importer).some((fact) => {
      const target = graph.target(importer, fact);
      return target.kind === 'file' && target.file === file;
    });
  }

  return {
    isEmpty: () => (byModule ??= readAll()).size === 0,
    mocksOf: ({ id }) => (byModule ??= readAll()).get(id) ?? [],
    reaches: (mockingFile, file, unloaded) => {
      const { files, isForAll } = usersOf(mockingFile);
      return isForAll || [...files].some((each) => loadedBy(each, unloaded).has(file));
    },
  };
}
