import { join } from 'node:path';
import type { FileSnapshot } from '../engine/analysis.ts';
import type { FileFacts } from '../engine/facts.ts';
import type { FixEnvironment } from '../engine/fix/environment.ts';
import { languageOf } from '../engine/graph/moduleGraph.ts';
import { importStyleOf, specifierFor } from '../engine/typescript/importStyle.ts';
import type { SpecifierResolver } from '../engine/typescript/resolveSpecifier.ts';
import { readBytes } from './readText.ts';

export interface FixEnvironmentOptions {
  readonly root: string;
  readonly parse: (file: string, text: string) => FileFacts;
  readonly importersOf: (file: string) => readonly string[];
  readonly files: () => readonly string[];
  readonly read: (file: string) => FileSnapshot | undefined;
  readonly specifiers: () => SpecifierResolver;
}

export function createFixEnvironment(options: FixEnvironmentOptions): FixEnvironment {
  let strings: ReadonlySet<string> | undefined;
  return {
    parse: options.parse,
    importersOf: options.importersOf,
    specifier: (file, module) => {
      if (languageOf(file) === 'python') return module.id;
      const snapshot = options.read(file);
      if (!snapshot || module.kind !== 'file') return undefined;
      const style = importStyleOf(snapshot.text, snapshot.facts);
      return specifierFor(options.specifiers(), style, file, module.file);
    },
    isNamedInString: (dotted) => (strings ??= dottedStrings(options)).has(dotted),
  };
}

/**
 * Every dotted name that stands alone in quotes somewhere in the Python files: what a patch may name. One pass, when
 * the first fix that takes a name away asks for it.
 */
function dottedStrings({ root, files }: FixEnvironmentOptions): ReadonlySet<string> {
  const found = new Set<string>();
  const quoted = /(["'])([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+)\1/g;
  for (const file of files()) {
    if (languageOf(file) !== 'python') continue;
    const read = readBytes(join(root, file));
    if (!read.ok || !(read.bytes.includes('patch') || read.bytes.includes('setattr'))) continue;
    for (const [, , name] of read.bytes.toString('latin1').matchAll(quoted)) found.add(name!);
  }
  return found;
}
