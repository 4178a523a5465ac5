/** A file of a plan, and those that change with it or not at all. */
export interface Partnered {
  readonly path: string;
  readonly together: readonly string[];
}

/** The files without some, and without all that only change together with those. */
export function without<File extends Partnered>(files: readonly File[], dropped: Iterable<string>): File[] {
  const gone = closureOf(files, dropped);
  return files.filter(({ path }) => !gone.has(path));
}

/** Some files and all that change together with them, directly or through others. */
export function closureOf(files: readonly Partnered[], paths: Iterable<string>): Set<string> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const found = new Set(paths);
  // A set lets what is added while it is gone through come by as well.
  for (const path of found) for (const partner of byPath.get(path)?.together ?? []) found.add(partner);
  return found;
}

/**
 * What is ticked after the user has ticked or unticked something: partners follow.
 *
 * @returns what is ticked, and which files followed
 */
export function ticksAfter(
  files: readonly Partnered[],
  before: ReadonlySet<string>,
  now: ReadonlySet<string>,
): { readonly ticked: ReadonlySet<string>; readonly followed: readonly string[] } {
  const unticked = [...before].filter((path) => !now.has(path));
  const added = [...now].filter((path) => !before.has(path));
  const off = closureOf(files, unticked);
  const on = closureOf(files, added);
  const ticked = new Set([...now, ...on].filter((path) => !off.has(path)));
  const followed = files.map(({ path }) => path).filter((path) => now.has(path) !== ticked.has(path));
  return { ticked, followed };
}
