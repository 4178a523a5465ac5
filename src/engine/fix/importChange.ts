import type { FileFacts } from '../facts.ts';
import type { TextEdit } from '../text.ts';

/** What is to happen to one import statement. */
export interface ImportChange {
  /** Index of the import. */
  readonly import: number;
  /** The specifier of the canonical module as it is to be written in this file. */
  readonly module: string;
  /** True where the statement imports from the canonical module already. */
  readonly isCanonical: boolean;
  /**
   * Names that leave the statement, by position: what stands for them in the import from the canonical module, or null for a
   * name that is not needed any more.
   */
  readonly leaving: ReadonlyMap<number, string | null>;
  /** Names that the canonical import gets besides. */
  readonly added: readonly string[];
}

export type RenderResult =
  | { readonly ok: true; readonly edits: readonly TextEdit[] }
  | { readonly ok: false; readonly reason: string };

/** Writes an import change as edits of one language. */
export type ImportRenderer = (text: string, facts: FileFacts, change: ImportChange) => RenderResult;
