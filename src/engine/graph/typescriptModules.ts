import { pathTest } from '../globs.ts';
import { modulePath, withoutExtension } from '../typescript/posixPath.ts';
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
 * a glob that matches one file, and by the name of a workspace's package.
 */
export function createTypeScriptModules(tree: TypeScriptTree): ModuleResolver {
  const globs = new Map<string, ModuleTarget>();
  const resolver = createSpecifierResolver(tree);
  return {
    resolve: (file, specifier) => targetOf(resolver.resolve(file, specifier), specifier),
    resolveId(id) {
      const path = id.replace(/^\.\//, '');
      if (/[*?[\]{}]/.test(path)) {
        let matched = globs.get(path);
        if (!matched) globs.set(path, (matched = matchedBy(path, tree.files?.() ?? [])));
        return matched;
      }
      const found = resolver.resolvePath(path);
      const name = path.split('/', path.startsWith('@') ? 2 : 1).join('/');
      if (found.kind === 'file' || tree.packageFolder?.(name, configuration) === undefined)
        return targetOf(found, path);
      return targetOf(resolver.resolve(configuration, path), path);
    },
    submodule: () => undefined,
    idOf: modulePath,
  };
}

/** The one file whose path, with or without extension or as a folder, the glob matches. */
function matchedBy(glob: string, files: Iterable<string>): ModuleTarget {
  const isMatched = pathTest([glob]);
  const found = [...files].filter((file) =>
    [file, withoutExtension(file), modulePath(file)].some((path) => isMatched(path)),
  );
  const [only] = found;
  if (only === undefined) return { kind: 'missing', id: glob };
  if (found.length === 1) return { kind: 'file', id: modulePath(only), file: only };
  const shown = found.slice(0, 3).join(', ');
  const more = found.length > 3 ? ` and ${found.length - 3} more` : '';
  return { kind: 'unknown', id: glob, reason: `it matches ${shown}${more}, and has to match one file` };
}

function targetOf(resolution: Resolution, name: string): ModuleTarget {
  switch (resolution.kind) {
    case 'file':
      return { kind: 'file', id: modulePath(resolution.path), file: resolution.path };
    case 'missing':
      return { kind: 'missing', id: modulePath(resolution.path) };
    case 'unknown':
      return { kind: 'unknown', id: name, reason: resolution.reason };
  }
}
