import type { Origin } from '../graph/origin.ts';
import type { Span, TextEdit } from '../text.ts';
import type { Violation } from '../violation.ts';
import type { RenamedUse } from './renameUses.ts';
import type { MovedString } from './moveString.ts';

/** Edits for some violations of one file, not yet through the gate. */
export interface FilePlan {
  readonly file: string;
  readonly violations: readonly Violation[];
  readonly edits: readonly TextEdit[];
  /** What stands where something was to change: the violations, and what has to move with those of other files. */
  readonly asked: readonly Span[];
  /** What the edits may touch: import statements, calls and names, each as it stands, or with its whole line where it goes. */
  readonly sites: readonly Span[];
  /** Names that the file's module level loses. */
  readonly dropped: readonly string[];
  /** Imported names that change their meaning on purpose: what was broken is repaired, or what is unsafe was asked for. */
  readonly changed: readonly ImportedAt[];
  /** Names that are read under another name, inside of the sites. */
  readonly renamed: readonly RenamedUse[];
  /** Dotted strings that name something else than before. */
  readonly strings: readonly Omit<MovedString, 'site'>[];
  /** What names mean that a star import brought and that are written then; undefined where that may change. */
  readonly unstarred: ReadonlyMap<string, Origin | undefined>;
}

/** A name of an import statement: indices into the file's imports, and into that import's names. */
export interface ImportedAt {
  readonly import: number;
  readonly imported: number;
}

export type PlanResult =
  { readonly ok: true; readonly plan: FilePlan } | { readonly ok: false; readonly reason: string };
