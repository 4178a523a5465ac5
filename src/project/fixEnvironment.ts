import type { FileSnapshot } from '../engine/analysis.ts';
import type { FileFacts } from '../engine/facts.ts';
import type { FixEnvironment } from '../engine/fix/environment.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { isNotebook } from '../engine/notebook/readNotebook.ts';
import { importStyleOf, specifierFor } from '../engine/typescript/importStyle.ts';
import type { SpecifierResolver } from '../engine/typescript/resolveSpecifier.ts';
import { createQuotedNames } from './quotedNames.ts';

export interface FixEnvironmentOptions {
  readonly parse: (file: string, text: string) => FileFacts;
  readonly importersOf: (file: string) => readonly string[];
  readonly files: () => Iterable<string>;
  /** The text that stands in a file now, or its bytes; undefined where there is none. */
  readonly content: (file: string) => string | Buffer | undefined;
  readonly read: (file: string) => FileSnapshot | undefined;
  readonly specifiers: () => SpecifierResolver;
}

/** An environment over files that change. */
export interface ProjectFixEnvironment extends FixEnvironment {
  /** Takes in that a file has another text, is new or is gone. */
  changed(file: string): void;
}

export function createFixEnvironment(options: FixEnvironmentOptions): ProjectFixEnvironment {
  const strings = createQuotedNames(
    () => [...options.files()].filter(isPython),
    (file) => {
      const content = isNotebook(file) ? options.read(file)?.text : options.content(file);
      // Only a file with one of these words can patch anything by name, or load it.
      if (content === undefined) return undefined;
      const isSure = words.some((word) => content.includes(word));
      if (!isSure && !(content.includes('modules') && content.includes('sys'))) return undefined;
      const text = typeof content === 'string' ? content : content.toString('latin1');
      return isSure || mayNameModuleTable(text) ? text : undefined;
    },
  );
  /** Of each TypeScript file that was looked at: whether it may tell a mock registry a module. */
  const mocks = new Map<string, boolean>();
  return {
    parse: options.parse,
    importersOf: options.importersOf,
    specifier: (file, module, today) => {
      if (isPython(file)) return module.id;
      const snapshot = options.read(file);
      if (!snapshot || module.kind !== 'file') return undefined;
      const style = importStyleOf(snapshot.text, snapshot.facts);
      return specifierFor(options.specifiers(), style, file, module.file, today);
    },
    importOptions: (file) => (isPython(file) ? undefined : options.specifiers().optionsOf(file)),
    filesNaming: (dotted) => strings.naming(dotted),
    filesQuoting: (dotted) => strings.quoting(dotted),
    mockingFiles: () => {
      for (const file of options.files())
        if (!isPython(file) && !mocks.has(file)) mocks.set(file, holdsMock(options.content(file)));
      return [...options.files()].filter((file) => mocks.get(file) === true);
    },
    changed: (file) => {
      if (isPython(file)) strings.changed(file);
      else mocks.delete(file);
    },
  };
}

const words = [
  'patch',
  'setattr',
  'sys.modules',
  'import_module',
  '__import__',
  'importorskip',
  'pytest_plugins',
];

/** The module table under another name: `from sys import modules`, `import sys as s` and `s.modules`. */
function mayNameModuleTable(text: string): boolean {
  return (
    /\bfrom\s+sys\s+import\b/.test(text) || (/\bimport\b.*\bsys\b/.test(text) && /\.\s*modules\b/.test(text))
  );
}

/** The parts of the names of what puts one module in the place of another. */
const mockWords = ['mock', 'Mock', 'proxyquire'];

function holdsMock(content: string | Buffer | undefined): boolean {
  return content !== undefined && mockWords.some((word) => content.includes(word));
}

function isPython(file: string): boolean {
  return languageOf(file) === 'python';
}
