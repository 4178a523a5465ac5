import type { FileFacts } from '../facts.ts';
import type { TextEdit } from '../text.ts';

/** What is to happen to one import statement. */
export interface ImportChange {
  /** Index of the import. */
  readonly import: number;
  /** Names that leave the statement as it stands, by position; those that nothing stands for are not needed any more. */
  readonly leaving: ReadonlySet<number>;
  /** What is imported from canonical modules instead, in the order of the first name that goes to each. */
  readonly modules: readonly CanonicalImport[];
  /**
   * The position of the first name that stays and may not be there, where that is caught: names behind it are bound today only
   * where it is.
   */
  readonly fragile?: number;
  /** A statement that brings types alone has to say so. */
  readonly typesAreMarked?: boolean;
  /** Another module that the import names, at the position of what it binds. */
  readonly retargeted?: { readonly module: string; readonly position: number };
  /** The names that stand for the star; none where all of them come from canonical modules. */
  readonly unstarred?: readonly string[];
}

/** What one canonical module gets of an import statement's names. */
export interface CanonicalImport {
  /** The specifier of the canonical module as it is to be written in this file. */
  readonly module: string;
  /** True where the statement imports from this module already. */
  readonly isThisOne: boolean;
  /** What stands here for names that leave, by position. */
  readonly replacing: ReadonlyMap<number, string>;
  /** Names that it brings besides. */
  readonly added: readonly string[];
}

export type RenderResult =
  | { readonly ok: true; readonly edits: readonly TextEdit[] }
  | { readonly ok: false; readonly reason: string };

/** Writes an import change as edits of one language. */
export type ImportRenderer = (text: string, facts: FileFacts, change: ImportChange) => RenderResult;
