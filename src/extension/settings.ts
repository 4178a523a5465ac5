import * as vscode from 'vscode';

/** The settings that hold for one file or folder. */
export interface Settings {
  /** Whether files are analyzed at all. */
  readonly enable: boolean;
  readonly scanOnOpen: boolean;
  /** Whether references and the configuration follow a module that is moved in the editor. */
  readonly updateOnModuleMove: boolean;
  /** What `source.fixAll.ssot` and Fix File apply at most. */
  readonly fixAllLimit: 'safe' | 'repair';
  /** How violations are shown that a baseline knows. */
  readonly baselined: BaselinedLook;
  /** Whether definitions say how they are used. */
  readonly codeLens: boolean;
}

export type BaselinedLook = 'hint' | 'hidden' | 'normal';

/** Reads the settings for a resource; for the window where none is given. */
export function readSettings(scope?: vscode.Uri): Settings {
  const section = vscode.workspace.getConfiguration('ssot', scope);
  return {
    enable: section.get('enable', true),
    scanOnOpen: section.get('scanOnOpen', true),
    updateOnModuleMove: section.get('updateOnModuleMove', true),
    fixAllLimit: section.get<boolean>('fixAll.includeRepairs', false) ? 'repair' : 'safe',
    baselined: section.get<BaselinedLook>('baseline.show', 'hint'),
    codeLens: section.get('codeLens', true),
  };
}

/** The globs that the user hides everywhere in the editor. */
export function excludedGlobs(): string[] {
  const exclude = vscode.workspace.getConfiguration('files').get<Record<string, unknown>>('exclude', {});
  return Object.keys(exclude).filter((glob) => exclude[glob] === true);
}

/** Calls back when a setting changes that decides which files are analyzed. */
export function onDidChangeScope(callback: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('ssot.enable') || change.affectsConfiguration('files.exclude'))
      callback();
  });
}

/** Calls back when the setting changes by which violations are shown that a baseline knows. */
export function onDidChangeBaselinedLook(callback: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('ssot.baseline.show')) callback();
  });
}
