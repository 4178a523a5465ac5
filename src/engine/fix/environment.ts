import type { FileFacts } from '../facts.ts';
import type { ModuleTarget } from '../graph/moduleTarget.ts';
import type { ImportOptions } from '../typescript/importOptions.ts';

/** What planning needs beyond an analysis: to read a changed text, and to know who depends on a file. */
export interface FixEnvironment {
  /** The facts of a text that is not on disk. */
  parse(file: string, text: string): FileFacts;
  /**
   * How `file` writes the specifier of a module; undefined where it cannot name it.
   *
   * @param today the specifier of the statement that names the module from now on, or that its names leave
   */
  specifier(file: string, module: ModuleTarget, today?: string): string | undefined;
  /** What the project around a TypeScript file says about its imports; undefined where nothing is known of it. */
  importOptions?(file: string): ImportOptions | undefined;
  /** Files that may import from `file`: all that do, and perhaps others. */
  importersOf(file: string): readonly string[];
  /**
   * Python files in which a string names `dotted`, a module or a name in it, or something inside, as a patch would, or may do so
   * relative to a package.
   */
  filesNaming(dotted: string): readonly string[];
  /** Those in which a string is just `dotted`, but for a dot at its end. */
  filesQuoting(dotted: string): readonly string[];
  /** TypeScript files that may have a mock registry put another module in the place of one: all that do, and perhaps others. */
  mockingFiles(): readonly string[];
}
