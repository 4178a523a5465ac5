/** The folder that holds a path; empty for the root's own entries. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** `folder/path` without `.`, `..` and empty parts; what climbs above the root keeps its leading `..`. */
export function joinPath(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/'))
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return (folder.startsWith('/') ? '/' : '') + parts.join('/');
}

/** How one writes `to` from inside `folder`, always with a leading `./` or `../`. */
export function relativePath(folder: string, to: string): string {
  const from = folder === '' ? [] : folder.split('/');
  const target = to.split('/');
  let shared = 0;
  while (shared < from.length && shared < target.length - 1 && from[shared] === target[shared]) shared++;
  const up = '../'.repeat(from.length - shared);
  return (up === '' ? './' : up) + target.slice(shared).join('/');
}

const moduleExtension = /(?:\.d)?\.[cm]?tsx?$|\.[cm]?jsx?$/;

/** A file's path without the extension that a specifier may leave out. */
export function withoutExtension(path: string): string {
  return path.replace(moduleExtension, '');
}

/** What identifies a module whatever file holds it: its path without extension, and without `/index`. */
export function modulePath(path: string): string {
  return withoutExtension(path).replace(/(^|\/)index$/, '');
}

/** Whether a path of the configuration stands for all that match it. */
export function isGlob(path: string): boolean {
  return /[*?[\]{}]/.test(path);
}

/**
 * What every import of a module by a path is likely to hold one of: its name; of an `index`, which may be named by its
 * folder, what the path of the folder ends in.
 */
export function moduleWords(path: string): readonly string[] {
  const bare = withoutExtension(path);
  const named = modulePath(bare);
  const last = named.slice(named.lastIndexOf('/') + 1);
  // What a glob leaves open is in no import.
  if (last === '' || isGlob(last)) return [];
  return named === bare ? [last] : [`${last}'`, `${last}"`, `${last}/index`];
}
