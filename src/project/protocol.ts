/**
 * What the analysis worker and the one who started it say to each other. All of it is plain data, sent by
 * structured clone. Paths are absolute, in the platform's own form.
 */
import type { RefactorAction, RefactorTarget } from '../engine/refactor/target.ts';
import type { CellEdits } from '../engine/notebook/editNotebook.ts';
import type { PlaceInFile } from '../engine/placeIn.ts';
import type { FixKind, Violation } from '../engine/violation.ts';
import type { Range, TextEdit } from '../engine/text.ts';
import type { SurveyRequests } from './survey/surveyProtocol.ts';

/** Asks by name: each takes the first type and is answered with the second. */
export interface WorkerRequests extends SurveyRequests {
  /** Sets the folders of the workspace and scans those that a configuration covers. Ends an earlier scan. */
  scan: [ScanRequest, ScanSummary];
  /** The violations of one file, from its open text where there is one. */
  violations: [{ path: string }, FileViolations];
  /**
   * The fixes for the violations that touch `range`, and for those whose legacy names are used there; without a range, for all
   * of the file. In a notebook the range is one in the cell of that number, 1-based among all cells.
   */
  fixes: [{ path: string; range?: Range; cell?: number }, FixOffer[]];
  /** One plan for everything in the file that may be fixed up to `limit`. */
  fixAll: [{ path: string; limit: FixLimit }, FixAllAnswer];
  /** What can be refactored of what stands in `range`; where it cannot be done, with the reason. */
  refactorings: [{ path: string; range: Range }, RefactorOffer[]];
  /** A refactoring of all files of the project that `path` belongs to. Tells how far it is. */
  refactorImporters: [RefactorImportersRequest, RefactorImportersAnswer];
  /** One plan for selected violations of many files, as they are when it is asked for. Tells how far it is. */
  planFixes: [PlanFixesRequest, PlanFixesAnswer];
  /** What has to change with files and folders that are about to be moved; asked before they are. */
  moveModules: [MoveModulesRequest, MoveModulesAnswer];
  /** The files of all legacy modules of the workspace. */
  legacyFiles: [Record<string, never>, string[]];
  /** What legacy modules can become, or which of them can go; of one file, or of all. */
  shims: [ShimsRequest, ShimOffer[]];
}

export type FixLimit = Exclude<FixKind, 'none'>;

/** Told without being answered. */
export interface WorkerNotices {
  /** The text of an open document, for a notebook as JSON; null when it was closed and the file counts again. */
  document: { path: string; text: string | null };
  /** Files that were written, made or deleted outside of open documents. */
  filesChanged: { paths: string[] };
  /** Ends the request of that number; it is answered with `cancelled`. */
  cancel: { id: number };
}

/** What the worker tells by itself. */
export interface WorkerEvents {
  progress: { done: number; total: number };
  /** The violations of a file have changed. Sent for closed files too; an empty list clears. */
  violations: FileViolations;
  /** All that is wrong with the configurations of the workspace; an empty list clears. */
  configurationProblems: { problems: ConfigurationProblem[] };
  /** The phases of each configuration, told by every scan. */
  phases: { phases: ProjectPhases[] };
}

/** In which order a project is migrated. */
export interface ProjectPhases {
  /** The folder that the configuration is for. */
  readonly root: string;
  readonly phases: readonly { readonly id: string; readonly title: string }[];
}

export interface ScanRequest {
  readonly folders: readonly string[];
  /** Globs of the editor's `files.exclude`, relative to each folder. */
  readonly exclude: readonly string[];
  /** The folder in which scans are kept for the next window; without it nothing is kept. Absolute. */
  readonly cache?: string;
}

export interface ScanSummary {
  readonly filesSeen: number;
  /** The files that may hold a violation: those that were read in full, now or earlier. */
  readonly filesAnalyzed: number;
  /** Of how many of them an earlier scan had found what still holds. */
  readonly filesKnown: number;
  readonly violations: number;
  readonly durationMs: number;
  /** Folders under which no configuration was found. */
  readonly withoutConfiguration: readonly string[];
}

export interface FileViolations {
  readonly path: string;
  readonly violations: readonly Violation[];
  /** Of an open document: where its legacy names stand, with what replaces them. Empty for all others. */
  readonly legacyNames: readonly ToldName[];
  /** What could not be read of the file. */
  readonly syntaxErrors: readonly (PlaceInFile & { readonly message: string })[];
}

/** A legacy name at one place of a file. */
export interface ToldName extends PlaceInFile {
  readonly message: string;
  /** The fingerprint of the violation that it belongs to: of the import that brings it. */
  readonly violation: string;
  /** A baseline knows that violation. */
  readonly baselined?: boolean;
}

/** Edits of a text: of the file, or of the cells of a notebook. */
export interface OfferedEdits {
  /** Empty for a notebook. */
  readonly edits: readonly TextEdit[];
  /** The length of the text that the edits are for: another length means that the document has changed since. */
  readonly textLength: number;
  readonly cells?: readonly CellEdits[];
}

/** A fix that has passed the gate, or the reason why there is none. */
export interface FixOffer extends OfferedEdits, PlaceInFile {
  /** The fingerprint of the violation that it fixes. */
  readonly violation: string;
  readonly ruleId: string;
  readonly title: string;
  /** Where it is `none` there are no edits. */
  readonly kind: FixKind;
  /** What changes in other files by the same fix: all of it together, or nothing. */
  readonly others: readonly FileEdits[];
  /** Why it is only a suggestion, or why there is no fix. */
  readonly reason: string | null;
}

/** The part of a fix that stands in one more file. */
export interface FileEdits extends OfferedEdits {
  readonly path: string;
}

export interface FixAllAnswer extends OfferedEdits {
  readonly fixed: number;
  /** Violations that stay, with why. */
  readonly left: readonly (PlaceInFile & { readonly reason: string })[];
}

/** A refactoring of one place or file, or the offer to work one out for all importers. */
export interface RefactorOffer {
  readonly action: RefactorAction;
  readonly scope: 'here' | 'file' | 'all';
  readonly target: RefactorTarget;
  readonly title: string;
  readonly kind: FixKind;
  /** Empty where `kind` is `none`, and for all importers. */
  readonly edits: readonly TextEdit[];
  readonly textLength: number;
  /** Why it is only a suggestion, or why it cannot be done. */
  readonly reason: string | null;
}

export interface RefactorImportersRequest {
  /** A file of the project. */
  readonly path: string;
  readonly action: RefactorAction;
  readonly target: RefactorTarget;
  readonly limit: FixLimit;
}

export interface RefactorImportersAnswer {
  /** Files that would change, in the order in which the project has them. */
  readonly files: readonly RefactoredFile[];
  /** Places that stay as they are, with why. */
  readonly left: readonly { readonly path: string; readonly range: Range; readonly reason: string }[];
}

export interface RefactoredFile {
  readonly path: string;
  /** The text that the edits are for. */
  readonly before: string;
  readonly after: string;
  readonly edits: readonly RangeEdit[];
  /** How many violations they fix. */
  readonly fixed: number;
}

export interface PlanFixesRequest {
  /** The fingerprints of the violations to fix, by file. */
  readonly selected: readonly { readonly path: string; readonly violations: readonly string[] }[];
  readonly limit: FixLimit;
  /** Files that may change: all that have something selected, where it is not given. */
  readonly only?: readonly string[];
}

export interface PlanFixesAnswer {
  /** Files that would change, in the order in which they first do. */
  readonly files: readonly PlannedFile[];
  /** Selected violations that stay, with why. */
  readonly left: readonly {
    readonly path: string;
    readonly range: Range;
    readonly ruleId: string;
    readonly reason: string;
  }[];
  /** Files that could not be changed, each as a sentence. */
  readonly failed: readonly string[];
}

export interface PlannedFile extends RefactoredFile {
  readonly kinds: FixCounts;
  /** Files with which it changes in one fix: all of them, or none. */
  readonly together: readonly string[];
}

/** How many fixes of each kind. */
export type FixCounts = Readonly<Record<FixLimit, number>>;

/** Replaces what stands in a range: for files that nobody has open, and whose offsets an editor may count otherwise. */
export interface RangeEdit {
  readonly range: Range;
  readonly text: string;
}

export interface MoveModulesRequest {
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  /** The texts of configurations that are open. */
  readonly configurations: readonly { readonly path: string; readonly text: string }[];
}

export interface MoveModulesAnswer {
  /** Files that change, by the paths that they have before the move. */
  readonly files: readonly { readonly path: string; readonly edits: readonly RangeEdit[] }[];
  /** References that would be wrong afterwards, and that a person has to look at. */
  readonly left: readonly { readonly path: string; readonly range: Range; readonly reason: string }[];
  /** Why nothing can follow a module of a source that moves; one sentence each. */
  readonly refused: readonly string[];
}

export interface ShimsRequest {
  readonly task: 'shim' | 'remove';
  /** A legacy module's file; all of the workspace's without it. */
  readonly path?: string;
}

/** A legacy module, and its text as a deprecation shim. */
export interface ShimOffer {
  readonly path: string;
  readonly module: string;
  /** Other objects would take the place of its own. */
  readonly isUnsafe: boolean;
  /** How many names it would hand on, and for how many files. */
  readonly kept: number;
  readonly importers: number;
  /** The text that the edits are for. */
  readonly before: string;
  readonly after: string;
  readonly edits: readonly RangeEdit[];
  /** Why nothing can be done; null where it can. */
  readonly reason: string | null;
}

/** How far a request is. */
export interface RequestProgress {
  readonly done: number;
  readonly total: number;
}

export interface ConfigurationProblem {
  readonly path: string;
  readonly range: Range;
  readonly message: string;
}

/** On the wire, to the worker. */
export type ToWorker =
  | {
      [Name in keyof WorkerRequests]: { id: number; ask: Name; params: WorkerRequests[Name][0] };
    }[keyof WorkerRequests]
  | { [Name in keyof WorkerNotices]: { tell: Name; params: WorkerNotices[Name] } }[keyof WorkerNotices];

/** On the wire, from the worker. */
export type FromWorker =
  | { id: number; result: unknown }
  | { id: number; error: { message: string; cancelled: boolean } }
  | { id: number; progress: RequestProgress }
  | { [Name in keyof WorkerEvents]: { event: Name; params: WorkerEvents[Name] } }[keyof WorkerEvents];
