import { lstatSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Looks for links of a project that lead to one of some files, which would lead nowhere without it.
 *
 * @param all the files of the project, links among them; like `files` relative to `root`
 * @returns for each file that is linked, the link
 */
export function linkedFrom(
  root: string,
  files: readonly string[],
  all: readonly string[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (files.length === 0) return found;
  const places = new Map<string, string>();
  for (const file of files) {
    const place = isLink(join(root, file)) ? undefined : placeOf(join(root, file));
    if (place !== undefined) places.set(place, file);
  }
  for (const link of all) {
    const place = isLink(join(root, link)) ? placeOf(join(root, link)) : undefined;
    const file = place === undefined ? undefined : places.get(place);
    if (file !== undefined) found.set(file, link);
  }
  return found;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function placeOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // It leads nowhere now, or is of a document that was never saved.
    return undefined;
  }
}
