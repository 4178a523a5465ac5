import type { FileFacts } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';

/** What planning needs beyond an analysis: to read a changed text, and to know who depends on a file. */
export interface FixEnvironment {
  /** The facts of a text that is not on disk. */
  parse(file: string, text: string): FileFacts;
  /** How `file` writes the specifier of a module; undefined where it cannot name it. */
  specifier(file: string, module: ModuleTarget): string | undefined;
  /** Files that may import from `file`: all that do, and perhaps others. */
  importersOf(file: string): readonly string[];
  /** Whether a string somewhere names `dotted`, a module and a name in it, as a patch would. */
  isNamedInString(dotted: string): boolean;
}
