import { posix } from 'node:path';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { withoutExtension } from '../engine/typescript/posixPath.ts';

const fields = ['main', 'module', 'browser', 'types', 'typings', 'bin', 'exports'];
const pythonManifests = ['pyproject.toml', 'setup.cfg', 'setup.py'];

/**
 * The manifest that names a module for those outside of the code: as what a package is entered by, or as a program of its own.
 *
 * @param id the module's id: a dotted name in Python
 * @returns the manifest's path, relative to `root`; undefined where none names it
 */
export function manifestNaming(root: string, file: string, id: string): string | undefined {
  const names = languageOf(file) === 'python' ? namesModule(id) : undefined;
  for (let folder = posix.dirname(file); ; folder = posix.dirname(folder)) {
    for (const name of names ? pythonManifests : ['package.json']) {
      const path = posix.join(folder, name);
      const text = read(join(root, path));
      if (text !== undefined && (names ? names(text) : enters(text, folder, file))) return path;
    }
    if (folder === '.') return undefined;
  }
}

/** A module of which something is meant stands whole: `pkg.main:run`, not `pkg.main.other`. */
function namesModule(id: string): (text: string) => boolean {
  const pattern = new RegExp(`(?<![\\w.])${id.replaceAll('.', '\\.')}(?![\\w.])`);
  return (text) => pattern.test(text);
}

function enters(manifest: string, folder: string, file: string): boolean {
  let parsed: unknown;
  try {
    parsed = JSON.parse(manifest);
  } catch {
    return false;
  }
  if (typeof parsed !== 'object' || parsed === null) return false;
  const values = parsed as Readonly<Record<string, unknown>>;
  return fields.some((field) =>
    pathsIn(values[field]).some(
      (path) => withoutExtension(posix.join(folder, path)) === withoutExtension(file),
    ),
  );
}

function pathsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(pathsIn) : [];
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
