/** What the analysis is asked about the state of the migration. Plain data, as all of `protocol.ts`; paths are absolute. */
import type {
  BindingEntry,
  EntryCounts,
  Inventory,
  InventoryEntry,
} from '../../engine/inventory/inventory.ts';
import type { BindingKind, EntryKind } from '../../engine/inventory/kinds.ts';
import type { HistoryCounts } from '../../engine/phases/historyCounts.ts';
import type { Progress } from '../../engine/phases/progress.ts';
import type { PhaseConfig } from '../../engine/config/schema.ts';
import type { Proposal } from '../../engine/proposal/proposal.ts';
import type { PlaceInFile } from '../../engine/placeIn.ts';
import type { Range } from '../../engine/text.ts';
import type { Violation } from '../../engine/violation.ts';

export interface SurveyRequests {
  /** The definitions of a file whose use is worth to be told: quick, from the file alone. */
  truths: [{ path: string }, TruthPlace[]];
  /** How one of them is used. Takes the inventory of the project where it is not known; tells how far that is. */
  truthUse: [TruthAsked, TruthUse | null];
  /** Where it is imported and constructed. */
  truthUses: [TruthAsked, UsePlace[]];
  /** What the inventory of the project of a folder has; null where there is no such project. Tells how far it is. */
  inventory: [{ root: string }, InventoryOverview | null];
  /** Where one entry of it is used; null where it is not there any more. */
  inventoryUses: [{ root: string; id: string }, EntryUses | null];
  /** What is to be said of the legacy name in `range`, and where its canonical definition is; null where there is none. */
  legacyName: [RangeAsked, LegacyNameAnswer | null];
  /** All violations of the project that are about what stands in `range`. */
  legacyUses: [RangeAsked, LegacyUsesAnswer];
  /** The folders of the configurations of the workspace that can be used. */
  projects: [Record<string, never>, string[]];
  /** How far the project of a folder is; null where there is none. */
  progress: [{ root: string }, Progress | null];
  /** All that a report says about the code of a project; null where there is none. Tells how far it is. */
  codeState: [{ root: string }, CodeState | null];
  /** What was left at commits of the past: long work, which tells after how many of them it is. */
  history: [{ root: string; points: number }, HistoryAnswer];
  /** The sources of truth that the code of a folder suggests, without a configuration. Tells how far it is. */
  proposal: [{ root: string }, Proposal];
}

export interface CodeState {
  readonly violations: readonly Violation[];
  readonly filesSeen: number;
  readonly filesAnalyzed: number;
  readonly progress: Progress;
  readonly inventory: Inventory;
}

export interface TruthAsked {
  /** A file of the project. */
  readonly path: string;
  /** Of the inventory's entry. */
  readonly id: string;
}

export interface RangeAsked {
  readonly path: string;
  readonly range: Range;
  /** The cell of a notebook in which the range is, 1-based among all cells. */
  readonly cell?: number;
}

export interface TruthPlace extends PlaceInFile {
  /** Of the inventory's entry. */
  readonly id: string;
  readonly kind: EntryKind;
  readonly what: InventoryEntry['what'];
}

export interface TruthUse {
  readonly kind: EntryKind;
  readonly what: InventoryEntry['what'];
  readonly counts: EntryCounts;
}

export interface UsePlace extends PlaceInFile {
  readonly path: string;
}

export interface InventoryOverview {
  /** The folder of the configuration. */
  readonly root: string;
  /** By source, then kind, then id. */
  readonly entries: readonly EntryOverview[];
}

export interface EntryOverview extends Pick<
  InventoryEntry,
  'id' | 'name' | 'source' | 'what' | 'kind' | 'counts'
> {
  readonly definitions: readonly UsePlace[];
  /** Names by which it is handed on. */
  readonly bindings: readonly BindingOverview[];
}

export interface BindingOverview extends UsePlace, Pick<BindingEntry, 'name' | 'through' | 'taken'> {
  /** The module and the name. */
  readonly dotted: string;
  readonly kind: Exclude<BindingKind, 'definition' | 'import'>;
  /** Its file is a legacy module that is no deprecation shim yet. */
  readonly canBecomeShim: boolean;
}

export interface EntryUses {
  readonly imports: readonly ImportPlace[];
  readonly constructions: readonly UsePlace[];
}

export interface ImportPlace extends UsePlace {
  /** The module that the statement names, and the name that it takes from there. */
  readonly from: string;
  /** In a file that implements the source. */
  readonly isOwner: boolean;
}

export interface LegacyNameAnswer {
  /** Paragraphs in Markdown: where each name comes from, and what replaces it. Empty where none is legacy. */
  readonly says: readonly string[];
  /** Where the canonical names are defined. */
  readonly canonical: readonly CanonicalPlace[];
  /** Why there is nowhere to go, as a sentence's end. */
  readonly nowhere: string | null;
}

export interface CanonicalPlace extends UsePlace {
  /** `module.name`, or the module alone where it has no counterpart. */
  readonly name: string;
}

export interface LegacyUsesAnswer {
  /** What was looked for; empty where nothing of a source stands there. */
  readonly names: readonly string[];
  readonly uses: readonly UsePlace[];
}

export type HistoryAnswer =
  | {
      readonly ok: true;
      readonly phases: readonly PhaseConfig[];
      /** The oldest first. */
      readonly points: readonly HistoryCounts[];
    }
  | { readonly ok: false; readonly message: string };
