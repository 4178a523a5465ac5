import { matchedBy } from '../graph/typescriptModules.ts';
import { isGlob, modulePath } from '../typescript/posixPath.ts';
import { withoutDot, type Moves } from './moves.ts';

/** A glob whose beginning, up to its first wildcard, is a path that moves or lies in one. */
export function movedGlob(moves: Moves, glob: string): string {
  const path = withoutDot(glob);
  const parts = path.split('/');
  const wild = parts.findIndex((part) => /[*?[\]{}()!+@\\]/.test(part));
  const base = (wild < 0 ? parts : parts.slice(0, wild)).join('/');
  const there = base === '' ? base : moves.path(base);
  if (there === base) return glob;
  return [there, ...(wild < 0 ? [] : parts.slice(wild))].join('/');
}

/**
 * A glob that names modules of TypeScript, after they have moved: it itself where it goes on to match one of them, else the
 * first of them.
 *
 * @param files that it names now
 */
export function movedModuleGlob(moves: Moves, glob: string, files: readonly string[]): string {
  const moved = movedGlob(moves, glob);
  const there = files.map((file) => moves.path(file));
  const [first] = there;
  return first === undefined || there.some((file) => stillNames(moved, file)) ? moved : modulePath(first);
}

/** Whether a name of the configuration, which may be a glob, means the module of TypeScript that will be in a file. */
export function stillNames(name: string, file: string): boolean {
  const path = withoutDot(name);
  return isGlob(path) ? matchedBy(path, [file]).length > 0 : modulePath(path) === modulePath(file);
}
