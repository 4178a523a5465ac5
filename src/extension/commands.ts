import * as vscode from 'vscode';
import type { RuleId } from '../engine/config/schema.ts';
import type { ImportersRefactoring } from './refactor/importersCommands.ts';

/** Every command of the shell, with what it takes and answers. The live check registers its own. */
export interface Commands {
  /** Scans the folders of the workspace; resolves once the result was shown, or at once where it was cancelled. */
  'ssot.scanWorkspace': () => Promise<void>;
  /** Fixes a document, the active one unless another is named; resolves with how many violations were fixed. */
  'ssot.fixFile': (uri?: vscode.Uri) => Promise<number>;
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
  'ssot.createConfiguration': () => Promise<void>;
  'ssot.restartAnalysis': () => void;
  'ssot.showOutput': () => void;
  /** Behind the links of diagnostics. */
  'ssot.showRule': (rule: RuleId) => Promise<void>;
  /** Behind code actions, whose titles have no room for reasons. */
  'ssot.explainFix': (explanation: string) => Promise<void>;
}

/** Registers the handler of a command. */
export function registerCommand<Id extends keyof Commands>(id: Id, handler: Commands[Id]): vscode.Disposable {
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
