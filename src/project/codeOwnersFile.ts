import { access, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { parseCodeOwners, type CodeOwners } from './codeOwners.ts';

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
    return { path, ownersOf: ownersBelow(root, parseCodeOwners(text)) };
  }
  return undefined;
}

/** Asked for each violation of a file, it looks once. */
function ownersBelow(root: string, owners: CodeOwners): RepositoryOwners['ownersOf'] {
  const known = new Map<string, readonly string[]>();
  const find = (file: string): readonly string[] => {
    const inside = relative(root, file).split(sep).join('/');
    const found = inside.startsWith('../') ? [] : owners.ownersOf(inside);
    known.set(file, found);
    return found;
  };
  return (file) => known.get(file) ?? find(file);
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
