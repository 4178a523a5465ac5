import type { Analysis } from '../analysis.ts';
import { languageOf } from '../graph/moduleGraph.ts';
import type { FixEnvironment } from './environment.ts';

/** The files whose code may have the code of one file run: by importing it, over any number of files in between. */
export interface Users {
  /** The file itself, and all that import it. */
  readonly files: ReadonlySet<string>;
  /** Folders whose tests get it from a `conftest.py`, each with its slash; the root is the empty string. */
  readonly folders: readonly string[];
  /** It is loaded with a package, or with one that imports it: whoever imports anything there has it loaded. */
  readonly isEveryone: boolean;
}

/**
 * Follows imports, and strings that name a module as `patch` and `import_module` take them, backwards. What is loaded by a
 * computed name is not seen.
 */
export function usersOf(analysis: Analysis, environment: FixEnvironment, file: string): Users {
  const files = new Set([file]);
  const folders: string[] = [];
  let isEveryone = false;
  for (const at of files) {
    const folder = at.slice(0, at.lastIndexOf('/') + 1);
    const name = at.slice(folder.length);
    if (name === 'conftest.py') folders.push(folder);
    isEveryone ||= name === '__init__.py';
    const id = analysis.modules[languageOf(at)].idOf(at);
    for (const user of [...environment.importersOf(at), ...environment.filesNaming(id)]) files.add(user);
  }
  return { files, folders, isEveryone };
}

/** Whether some code may have the code of both run: then what one replaces while it runs, the other may read. */
export function mayRunTogether(a: Users, b: Users): boolean {
  return a.isEveryone || b.isEveryone || meets(a, b) || meets(b, a);
}

function meets({ files, folders }: Users, other: Users): boolean {
  return (
    [...files].some((file) => other.files.has(file)) ||
    folders.some(
      (folder) =>
        [...other.files].some((file) => file.startsWith(folder)) ||
        other.folders.some((each) => each.startsWith(folder)),
    )
  );
}
