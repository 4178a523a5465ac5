import { isNotebook } from '../notebook/readNotebook.ts';
import type { FileTree, ModuleResolver, ModuleTarget } from './moduleTarget.ts';

/**
 * Python's module names, as `importlib` finds them: under each root a package (`a/__init__.py`) stands before a
 * module (`a.py`) and both before a namespace folder (https://docs.python.org/3/reference/import.html).
 *
 * A name whose first part is under no root belongs to the standard library or to an installed package: unknown,
 * never missing.
 */
export function createPythonModules(tree: FileTree, roots: readonly string[]): ModuleResolver {
  const prefixes = roots.map((root) =>
    root === '.' || root === '' ? '' : `${root.replace(/^\.\//, '').replace(/\/$/, '')}/`,
  );
  const found = new Map<string, ModuleTarget>();

  function resolveId(id: string): ModuleTarget {
    let target = found.get(id);
    if (!target) found.set(id, (target = find(id)));
    return target;
  }

  function find(id: string): ModuleTarget {
    const dot = id.lastIndexOf('.');
    if (dot < 0) {
      const namespaces: ModuleTarget[] = [];
      for (const prefix of prefixes) {
        const target = at(`${prefix}${id}`, id);
        if (target?.kind === 'file') return target;
        if (target) namespaces.push(target);
      }
      return namespaces[0] ?? { kind: 'unknown', id, reason: `“${id}” is not under the configured roots` };
    }
    const parent = resolveId(id.slice(0, dot));
    return submodule(parent, id.slice(dot + 1));
  }

  function submodule(parent: ModuleTarget, name: string): ModuleTarget {
    const id = `${parent.id}.${name}`;
    switch (parent.kind) {
      case 'unknown':
        return { kind: 'unknown', id, reason: parent.reason };
      case 'missing':
        return { kind: 'missing', id };
      case 'namespace':
        // A folder may share its name with an installed package, which then is the one that Python imports.
        return at(`${parent.directory}/${name}`, id) ?? outside(id);
      case 'file': {
        const directory = packageFolder(parent.file);
        if (directory === undefined) return { kind: 'missing', id };
        return at(`${directory}${name}`, id) ?? { kind: 'missing', id };
      }
    }
  }

  function outside(id: string): ModuleTarget {
    return { kind: 'unknown', id, reason: `“${id}” may belong to an installed package of the same name` };
  }

  function at(path: string, id: string): ModuleTarget | undefined {
    if (tree.directoryExists(path)) {
      const init = `${path}/__init__.py`;
      if (tree.fileExists(init)) return { kind: 'file', id, file: init };
      if (tree.fileExists(`${path}.py`)) return { kind: 'file', id, file: `${path}.py` };
      return { kind: 'namespace', id, directory: path };
    }
    return tree.fileExists(`${path}.py`) ? { kind: 'file', id, file: `${path}.py` } : undefined;
  }

  function idOf(file: string): string {
    // No import can name a notebook: its path is no module's name.
    if (isNotebook(file)) return file;
    // The deepest root that holds the file gives its name.
    const prefix =
      prefixes.filter((each) => file.startsWith(each)).sort((a, b) => b.length - a.length)[0] ?? '';
    const path = file.slice(prefix.length).replace(/\.(py|pyi)$/, '');
    return (path.endsWith('/__init__') ? path.slice(0, -'/__init__'.length) : path).replaceAll('/', '.');
  }

  function resolve(file: string, specifier: string): ModuleTarget {
    if (!specifier.startsWith('.')) return resolveId(specifier);
    if (isNotebook(file))
      return { kind: 'unknown', id: specifier, reason: 'a notebook is in no package to import from' };
    const dots = specifier.length - specifier.replace(/^\.+/, '').length;
    const rest = specifier.slice(dots);
    const parts = idOf(file).split('.');
    const isPackage = packageFolder(file) !== undefined;
    const kept = parts.length - (isPackage ? dots - 1 : dots);
    if (kept <= 0)
      return { kind: 'unknown', id: specifier, reason: `“${specifier}” leads out of the configured roots` };
    const base = parts.slice(0, kept).join('.');
    return resolveId(rest ? `${base}.${rest}` : base);
  }

  return { resolve, resolveId, resolveEvery: (id) => [resolveId(id)], submodule, idOf };
}

/** The ids of the packages around a module, the outermost first, and its own. */
export function withPackages(id: string): string[] {
  const parts = id.split('.');
  return parts.map((_, at) => parts.slice(0, at + 1).join('.'));
}

/** The folder, with a slash behind it, of which `file` is the package; undefined for a plain module. */
function packageFolder(file: string): string | undefined {
  return file === '__init__.py' || file.endsWith('/__init__.py')
    ? file.slice(0, -'__init__.py'.length)
    : undefined;
}
