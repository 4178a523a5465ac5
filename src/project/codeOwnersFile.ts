import { access, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { parseCodeOwners } from './codeOwners.ts';

/** Where a file may stand, the first first, relative to the repository. */
export const codeOwnersPlaces = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const;

/** The owners of the files of one repository. */
export interface RepositoryOwners {
  /** Of the file, absolute. */
  readonly path: string;
  /** @param file absolute, in the repository */
  ownersOf(file: string): readonly string[];
}

/** Reads the `CODEOWNERS` of the repository that a folder is in, or of the folder where it is in none. */
export async function readCodeOwners(folder: string): Promise<RepositoryOwners | undefined> {
  const root = await repositoryOf(folder);
  for (const place of codeOwnersPlaces) {
    const path = join(root, ...place.split('/'));
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const owners = parseCodeOwners(text);
    return {
      path,
      ownersOf: (file) => {
        const inside = relative(root, file).split(sep).join('/');
        return inside.startsWith('../') ? [] : owners.ownersOf(inside);
      },
    };
  }
  return undefined;
}

async function repositoryOf(folder: string): Promise<string> {
  for (let at = folder; ; at = dirname(at)) {
    if (await exists(join(at, '.git'))) return at;
    if (dirname(at) === at) return folder;
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
