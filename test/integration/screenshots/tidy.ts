import * as vscode from 'vscode';
import { setTimeout as delay } from 'node:timers/promises';

/** Brings the workbench to the state that every screenshot starts from: no editor, panel, side bar or message. */
export async function tidy(): Promise<void> {
  for (const command of [
    'workbench.action.closeAllEditors',
    'workbench.action.closePanel',
    'workbench.action.closeSidebar',
    'workbench.action.closeAuxiliaryBar',
    'notifications.clearAll',
  ]) {
    await vscode.commands.executeCommand(command);
  }
  await delay(500);
}
