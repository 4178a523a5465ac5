import { join, posix } from 'node:path';
import type { Analysis } from '../engine/analysis.ts';
import { pathTest } from '../engine/globs.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { isNotebook } from '../engine/notebook/readNotebook.ts';
import { modulePath } from '../engine/typescript/posixPath.ts';
import { configFileName } from './configuration.ts';
import { createDirectoryTree } from './fileTree.ts';
import type { IndexProgress, Project } from './project.ts';
import { readBytes } from './readText.ts';
import { readNotebookFile } from './sourceText.ts';
import { createCoverage } from './walk.ts';
import { createWordSearch } from './wordSearch.ts';

/** Files in which an application is told what to load. */
const settingsFile = /\.(ya?ml|toml|ini|cfg|conf|jsonc?)$/;

/** A module that may be named where no import is, and how that looks. */
interface Named {
  /** What every text that names it holds. */
  readonly word: string;
  /** Whether a string in the code of a file is its name, or begins with it. */
  isQuoted(text: string, by: string): boolean;
  /** Whether the text of a settings file has its name anywhere. */
  isWritten(text: string, by: string): boolean;
}

/**
 * Looks for modules that are named as data: by a string that the code may load them by some day, or by a settings file.
 *
 * @param files relative to the project's root
 * @returns for each file that is named, by what
 */
export function* namedAsData(
  project: Project,
  files: readonly string[],
): Generator<IndexProgress, ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if (files.length === 0) return found;
  const analysis = project.analysis();
  const named = files.map((file) =>
    (languageOf(file) === 'python' ? asPython : asTypeScript)(analysis, file),
  );
  const search = createWordSearch(named.map(({ word }) => word));
  const settings = settingsOf(project);
  const places = [...project.files(), ...settings];
  const isSettings = new Set(settings);
  for (const [done, by] of places.entries()) {
    if (done % 200 === 0) yield { done, total: places.length };
    const bytes = isSettings.has(by) ? settingsBytes(project, by) : codeBytes(project, by);
    if (!bytes) continue;
    const held = new Set<number>();
    search(bytes, (word) => {
      held.add(word);
      return false;
    });
    if (held.size === 0) continue;
    const text = bytes.toString();
    for (const index of held) {
      const file = files[index]!;
      if (by === file || found.has(file)) continue;
      if (isSettings.has(by)) {
        if (named[index]!.isWritten(text, by)) found.set(file, by);
      } else if (languageOf(by) === languageOf(file) && named[index]!.isQuoted(text, by))
        found.set(file, `a string in ${by}`);
    }
  }
  return found;
}

/** `"pkg.legacy"`, `"pkg.legacy.Name"` and `"pkg.legacy:run"`; not `"pkg.legacy2"`, and no sentence that has the name in it. */
function asPython({ modules }: Analysis, file: string): Named {
  const word = modules.python.idOf(file);
  const name = word.replaceAll('.', '\\.');
  const quoted = new RegExp(`(["'])${name}(?:[.:]\\w[\\w.:]*)?\\1`);
  const written = new RegExp(`(?<![\\w.])${name}(?!\\w)`);
  return { word, isQuoted: (text) => quoted.test(text), isWritten: (text) => written.test(text) };
}

/** A path to the module, with or without an extension: as a specifier would lead there, or from the root. */
function asTypeScript({ modules }: Analysis, file: string): Named {
  const id = modules.typescript.idOf(file);
  const word = posix.basename(id);
  const leads = (by: string, path: string): boolean => {
    if (!path.includes(word)) return false;
    const target = modules.typescript.resolve(by, path);
    return (target.kind === 'file' && target.file === file) || isAt('', path);
  };
  const isAt = (folder: string, path: string): boolean => modulePath(posix.join(folder, path)) === id;
  return {
    word,
    isQuoted: (text, by) =>
      [...text.matchAll(/(["'`])([^"'`\s]+)\1/g)].some(([, , path = '']) => leads(by, path)),
    isWritten: (text, by) =>
      [...text.matchAll(/[\w@./-]+/g)].some(
        ([path]) => path.includes('/') && (isAt('', path) || isAt(posix.dirname(by), path)),
      ),
  };
}

/** Without the configuration, which names every legacy module. */
function settingsOf({ loaded: { root, path: own, config } }: Project): string[] {
  const coverage = createCoverage({
    root,
    tree: createDirectoryTree(root),
    isExcluded: pathTest(config.exclude),
    isWanted: (name) => settingsFile.test(name) && name !== configFileName,
  });
  return coverage.walk().filter((path) => join(root, path) !== own);
}

function settingsBytes({ loaded }: Project, file: string): Buffer | undefined {
  const read = readBytes(join(loaded.root, file));
  return read.ok ? read.bytes : undefined;
}

function codeBytes(project: Project, file: string): Buffer | undefined {
  const content = project.content(file);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return bytes && isNotebook(file) ? Buffer.from(readNotebookFile(bytes).text) : bytes;
}
