import type { MovingFile } from './moveReferences.ts';

/**
 * How an import that is written as `specifier` today names a module afterwards: as it does today where that still leads
 * there, relatively where it was relative and both share a package, else by its whole name.
 *
 * @param id the module's id afterwards
 */
export function spelledAfter({ moves, file }: MovingFile, specifier: string, id: string): string {
  if (!specifier.startsWith('.')) return id;
  const around = packageAfter(moves.path(file), moves.pythonId);
  if (resolveRelative(around, specifier) === id) return specifier;
  const parts = id.split('.');
  let shared = 0;
  while (shared < around.length && shared < parts.length && around[shared] === parts[shared]) shared++;
  if (shared === 0) return id;
  return '.'.repeat(around.length - shared + 1) + parts.slice(shared).join('.');
}

/** The parts of the package that relative imports of a file start from. */
function packageAfter(file: string, idOf: (file: string) => string): string[] {
  const parts = idOf(file).split('.');
  if (file === '__init__.py') return [];
  return file.endsWith('/__init__.py') ? parts : parts.slice(0, -1);
}

function resolveRelative(around: readonly string[], specifier: string): string | undefined {
  const rest = specifier.replace(/^\.+/, '');
  const kept = around.length - (specifier.length - rest.length - 1);
  if (kept <= 0) return undefined;
  return [...around.slice(0, kept), ...(rest === '' ? [] : [rest])].join('.');
}
