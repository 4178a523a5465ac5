import * as vscode from 'vscode';

/** Tells the editor a key of the manifest's `when` clauses, where it has changed. */
export type SetContext = (key: string, value: unknown) => void;

export function createContextKeys(): SetContext {
  const told = new Map<string, unknown>();
  return (key, value) => {
    if (told.has(key) && told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
}
