import type { ModuleTarget } from '../graph/moduleTarget.ts';

/** Why there is no specifier by which a file could name a module: one of another package has none but what that exports. */
export function unnameable(file: string, { id }: ModuleTarget): string {
  return `${file} cannot import ${id}: its package does not export it`;
}
