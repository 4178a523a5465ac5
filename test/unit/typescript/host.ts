import type { SpecifierHost } from '../../../src/engine/typescript/resolveSpecifier.ts';

/** A host over files by path; a folder is there when a file is in it. */
export function hostOf(
  files: Record<string, string>,
  links: Record<string, string> = {},
): SpecifierHost & { directoryExists(path: string): boolean } {
  return {
    fileExists: (path) => path in files,
    directoryExists: (path) => Object.keys(files).some((file) => file.startsWith(`${path}/`)),
    readFile: (path) => files[path],
    packageFolder: (name) => links[name],
  };
}
