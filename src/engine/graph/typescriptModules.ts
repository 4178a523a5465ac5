import { pathTest } from '../globs.ts';
import { isGlob, modulePath, withoutExtension } from '../typescript/posixPath.ts';
import {
  createSpecifierResolver,
  type Resolution,
  type SpecifierHost,
} from '../typescript/resolveSpecifier.ts';
import type { FileTree, ModuleResolver, ModuleTarget } from './moduleTarget.ts';

/** The files, and all of them that people write, which is asked for only where a module is named by a glob. */
export type TypeScriptTree = FileTree &
  Pick<SpecifierHost, 'readFile' | 'packageFolder'> & { files?(): Iterable<string> };

/** A file in the configuration's folder, as which the configuration names modules. */
const configuration = 'ssot.config.json';

/**
 * TypeScript's modules. An id is a file's path without extension and without `/index`, so that a configuration may name
 * a module that is gone; a specifier that leads to no file of ours is its own id. A configuration may also name a module by
 * a glob, and by the name of a workspace's package.
 */
export function createTypeScriptModules(tree: TypeScriptTree): ModuleResolver {
  const globs = new Map<string, readonly string[]>();
  const resolver = createSpecifierResolver(tree);

  function matched(glob: string): readonly string[] {
    let found = globs.get(glob);
    if (!found) globs.set(glob, (found = matchedBy(glob, tree.files?.() ?? [])));
    return found;
  }

  function resolveId(id: string): ModuleTarget {
    const path = withoutDot(id);
    if (isGlob(path)) return onlyOne(path, matched(path));
    const found = resolver.resolvePath(path);
    const name = path.split('/', path.startsWith('@') ? 2 : 1).join('/');
    if (found.kind === 'file' || tree.packageFolder?.(name, configuration) === undefined)
      return targetOf(found, path);
    return targetOf(resolver.resolve(configuration, path), path);
  }

  return {
    resolve: (file, specifier) => targetOf(resolver.resolve(file, specifier), specifier),
    resolveId,
    resolveEvery(id) {
      const path = withoutDot(id);
      const files = isGlob(path) ? matched(path) : [];
      return files.length === 0 ? [resolveId(id)] : files.map(fileTarget);
    },
    submodule: () => undefined,
    idOf: modulePath,
  };
}

function withoutDot(id: string): string {
  return id.replace(/^\.\//, '');
}

/** The files whose path, with or without extension or as a folder, the glob matches. */
export function matchedBy(glob: string, files: Iterable<string>): readonly string[] {
  const isMatched = pathTest([glob]);
  return [...files].filter((file) =>
    [file, withoutExtension(file), modulePath(file)].some((path) => isMatched(path)),
  );
}

function onlyOne(glob: string, found: readonly string[]): ModuleTarget {
  const [only] = found;
  if (only === undefined) return { kind: 'missing', id: glob };
  if (found.length === 1) return fileTarget(only);
  const shown = found.slice(0, 3).join(', ');
  const more = found.length > 3 ? ` and ${found.length - 3} more` : '';
  return { kind: 'unknown', id: glob, reason: `it matches ${shown}${more}, and has to match one file` };
}

function fileTarget(file: string): ModuleTarget & { kind: 'file' } {
  return { kind: 'file', id: modulePath(file), file };
}

function targetOf(resolution: Resolution, name: string): ModuleTarget {
  switch (resolution.kind) {
    case 'file':
      return fileTarget(resolution.path);
    case 'missing':
      return { kind: 'missing', id: modulePath(resolution.path) };
    case 'unknown':
      return { kind: 'unknown', id: name, reason: resolution.reason };
  }
}
