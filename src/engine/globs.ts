import picomatch from 'picomatch/posix';

/** Whether a path, relative to the configuration's folder, matches any of the globs. No globs match nothing. */
export type PathTest = (path: string) => boolean;

export function pathTest(globs: readonly string[]): PathTest {
  if (globs.length === 0) return () => false;
  return picomatch(
    globs.map((glob) => glob.replace(/^\.\//, '')),
    { dot: true },
  );
}
