import * as vscode from 'vscode';
import type { RuleId } from '../engine/config/schema.ts';
import type { FixKind } from '../engine/violation.ts';
import type { Left, PlanNode } from './batch/planNodes.ts';
import type { FixTarget, LimitedSelection } from './batch/selection.ts';
import type { InventoryNode } from './inventory/inventoryTree.ts';
import type { ViolationNode } from './migration/migrationTree.ts';
import type { Stated } from '../report/validation/input.ts';
import type { ImportersRefactoring } from './refactor/importersCommands.ts';

/** Every command of the shell, with what it takes and answers. The live check registers its own. */
export interface Commands {
  /** Scans the folders of the workspace; resolves once the result was shown, or at once where it was cancelled. */
  'ssot.scanWorkspace': () => Promise<void>;
  /** Fixes a document, the active one unless another is named; resolves with how many violations were fixed. */
  'ssot.fixFile': (uri?: vscode.Uri) => Promise<number>;
  /**
   * Fixes what is given, or what the user chooses: worked out over all files, shown file by file, applied as one step to
   * undo. Resolves with how many violations were fixed. Menus give what was clicked, and then all that is marked.
   */
  'ssot.fix': (target?: FixTarget | LimitedSelection, all?: readonly FixTarget[]) => Promise<number>;
  /** What a plan of fixes waits for. */
  'ssot.applyPlan': () => void;
  'ssot.discardPlan': () => void;
  'ssot.planSafeOnly': () => void;
  'ssot.planRepairs': () => void;
  'ssot.planSuggestions': () => void;
  'ssot.showPlannedChanges': (node: Extract<PlanNode, { kind: 'file' }>) => Promise<void>;
  'ssot.openPlace': (place: Left) => Promise<void>;
  /** What the tree offers of one violation. */
  'ssot.fixViolation': (node: ViolationNode) => Promise<boolean>;
  'ssot.explainViolation': (node: ViolationNode) => Promise<void>;
  'ssot.suppressViolation': (node: ViolationNode, reason?: string) => Promise<boolean>;
  'ssot.openViolation': (node: ViolationNode) => Promise<void>;
  /** How the tree shows what it shows. */
  'ssot.groupByPhase': () => Promise<void>;
  'ssot.groupByClass': () => Promise<void>;
  'ssot.groupByFolder': () => Promise<void>;
  'ssot.groupByOwner': () => Promise<void>;
  'ssot.filterTree': (text?: string) => Promise<void>;
  'ssot.filterTreeByFix': (kinds?: readonly FixKind[]) => Promise<void>;
  'ssot.clearTreeFilter': () => Promise<void>;
  'ssot.showBaselined': () => Promise<void>;
  'ssot.hideBaselined': () => Promise<void>;
  /**
   * Refactors all importers of what stands under the cursor, or of what is given; resolves with how many files were
   * changed, once the user has chosen which.
   */
  'ssot.importInAllImporters': (refactoring?: ImportersRefactoring) => Promise<number>;
  'ssot.useFactoryInAllImporters': (refactoring?: ImportersRefactoring) => Promise<number>;
  /** Turns legacy modules into deprecation shims: the file that is given, else those that the user ticks. Resolves with how many. */
  'ssot.turnIntoShim': (uri?: vscode.Uri) => Promise<number>;
  /** Deletes shims that nobody needs any more, and can bring them back; resolves with how many. */
  'ssot.removeDeadShim': (uri?: vscode.Uri) => Promise<number>;
  /** Opens the canonical definition of what stands under the cursor, or at the place that is given. */
  'ssot.goToCanonical': (place?: PlaceOfCommand) => Promise<void>;
  /** Shows all violations that are about what stands there; resolves with how many. */
  'ssot.findLegacyUses': (place?: PlaceOfCommand) => Promise<number>;
  /** Behind the code lenses: where something is imported and constructed. */
  'ssot.showTruthUses': (place: PlaceOfCommand, id: string) => Promise<void>;
  /** What the inventory offers of one of its nodes. */
  'ssot.refreshInventory': () => void;
  'ssot.openInventoryPlace': (node: InventoryNode) => Promise<void>;
  'ssot.copyDottedName': (node: InventoryNode) => Promise<void>;
  'ssot.goToCanonicalOfItem': (node: InventoryNode) => Promise<void>;
  'ssot.findLegacyUsesOfItem': (node: InventoryNode) => Promise<void>;
  'ssot.turnItemIntoShim': (node: InventoryNode) => Promise<void>;
  /** Shows what was left over time; resolves when the panel is there, or the user has cancelled. */
  'ssot.showBurnDown': () => Promise<void>;
  /**
   * Writes a validation report of the last live check, the code and a deployment log, and opens it; asks for the log, for what
   * the author adds and for where to write it unless they are given. Resolves with the Markdown; undefined where a question was dismissed.
   */
  'ssot.generateReport': (given?: ReportPlaces) => Promise<vscode.Uri | undefined>;
  'ssot.createConfiguration': () => Promise<void>;
  'ssot.restartAnalysis': () => void;
  'ssot.showOutput': () => void;
  /** Behind the links of diagnostics. */
  'ssot.showRule': (rule: RuleId) => Promise<void>;
  /** Behind code actions, whose titles have no room for reasons. */
  'ssot.explainFix': (explanation: string) => Promise<void>;
}

/** Where a report takes its log from, null for none, what it is told beside it, and where it is written to. */
export interface ReportPlaces {
  readonly log: vscode.Uri | null;
  /** What the author adds; nothing where it is absent. */
  readonly stated?: Stated;
  readonly output: vscode.Uri;
}

/** A place in a document, as links in Markdown can hold it: 0-based. */
export interface PlaceOfCommand {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}

/** Registers the handler of a command. */
export function registerCommand<Id extends keyof Commands>(
  id: Id,
  handler: NoInfer<Commands[Id]>,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, handler);
}

/** A command as menus, links and code actions hold it. */
export function commandTo<Id extends keyof Commands>(
  id: Id,
  title: string,
  ...args: Parameters<Commands[Id]>
): vscode.Command {
  return { command: id, title, arguments: args };
}
