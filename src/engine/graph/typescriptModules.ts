import { modulePath } from '../typescript/posixPath.ts';
import {
  createSpecifierResolver,
  type Resolution,
  type SpecifierHost,
} from '../typescript/resolveSpecifier.ts';
import type { FileTree, ModuleResolver, ModuleTarget } from './moduleTarget.ts';

/**
 * TypeScript's modules. An id is a file's path without extension and without `/index`, so that a configuration may name
 * a module that is gone; a specifier that leads to no file of ours is its own id.
 */
export function createTypeScriptModules(
  tree: FileTree & Pick<SpecifierHost, 'readFile' | 'packageFolder'>,
): ModuleResolver {
  const resolver = createSpecifierResolver(tree);
  return {
    resolve: (file, specifier) => targetOf(resolver.resolve(file, specifier), specifier),
    resolveId(id) {
      const path = id.replace(/^\.\//, '');
      return targetOf(resolver.resolvePath(path), path);
    },
    submodule: () => undefined,
    idOf: modulePath,
  };
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
