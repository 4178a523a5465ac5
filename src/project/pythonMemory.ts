/** What is known of Python's files from one run to another. */
export interface PythonMemory {
  /** The names that lead to something owned, by the module that passes them on. */
  readonly sought: readonly (readonly [module: string, names: readonly string[]])[];
  /** Files that may pass on something owned. */
  readonly leading: ReadonlySet<string>;
  /** The names that files pass on, of those files that others import. */
  readonly contributions: ReadonlyMap<string, readonly string[]>;
  /** The words of all imports: the last part of any module that is imported is among them. */
  readonly words: ReadonlySet<string>;
}
